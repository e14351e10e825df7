/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.postchaise.api.Peer;
import org.postchaise.engine.dns.HostName;

/**
 * One address to try.
 *
 * @param host the name it was found by, the peer's name in logs and for TLS; this system's name for a unix-domain socket
 * @param address resolved, with port; or a {@link UnixDomainSocketAddress}
 * @param trail how it was found
 */
public record Candidate(String host, SocketAddress address, Trail trail) {

    /**
     * How an address was found.
     *
     * @param preference of the MX or SRV record; 0 without one
     * @param exchanger whether an MX or SRV record led to it, and whether that was validated
     * @param canonicalName the name that has the address record: differs from the host's behind an alias
     * @param secure whether the address record was validated (DNSSEC)
     * @param ttl how long the address record may be kept, in seconds; 0 where DNS was not asked
     */
    public record Trail(int preference, Exchanger exchanger, String canonicalName, boolean secure, long ttl) {}

    /** The record that led to a host. */
    public enum Exchanger {
        /** None: the host was named. */
        NONE,
        /** One that the resolver does not vouch for. */
        INSECURE,
        /** One that was validated (DNSSEC). */
        SECURE
    }

    /** A candidate that was named, not found. */
    public Candidate(String host, SocketAddress address) {
        this(host, address, new Trail(0, Exchanger.NONE, host, false, 0));
    }

    /** The server as failures and logs name it. */
    public Peer peer() {
        if (address instanceof InetSocketAddress inet) {
            return new Peer(host, HostName.text(inet.getAddress()), inet.getPort());
        }
        return new Peer(host, ((UnixDomainSocketAddress) address).getPath().toString(), 0);
    }
}
