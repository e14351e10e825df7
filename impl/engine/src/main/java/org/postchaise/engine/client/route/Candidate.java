/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.postchaise.api.Peer;
import org.postchaise.engine.dns.HostName;

/**
 * An address to try.
 *
 * @param host the name by which the address was found, used as the peer's name in logs and for TLS; this system's name
 *     for a unix-domain socket
 * @param address a resolved address with its port, or a {@link UnixDomainSocketAddress}
 * @param trail the records that led to the address
 */
public record Candidate(String host, SocketAddress address, Trail trail) {

    /**
     * The records that led to an address.
     *
     * @param preference the preference of the MX or SRV record; 0 without such a record
     * @param exchanger the kind of record that led to the host, and its DNSSEC status
     * @param canonicalName the owner name of the address record: differs from the host name behind an alias
     * @param secure true if the address record was validated (DNSSEC)
     * @param ttl the time to live of the address record, in seconds; 0 where DNS was not used
     */
    public record Trail(int preference, Exchanger exchanger, String canonicalName, boolean secure, long ttl) {}

    /** The kind of record that led to a host. */
    public enum Exchanger {
        /** No record: the next hop names the host. */
        NONE,
        /** An MX or SRV record that was not validated. */
        INSECURE,
        /** An MX or SRV record that was validated (DNSSEC). */
        SECURE
    }

    /** Creates a candidate for a host that was named without a lookup of MX or SRV records. */
    public Candidate(String host, SocketAddress address) {
        this(host, address, new Trail(0, Exchanger.NONE, host, false, 0));
    }

    /** Returns the server as named in failures and logs. */
    public Peer peer() {
        if (address instanceof InetSocketAddress inet) {
            return new Peer(host, HostName.text(inet.getAddress()), inet.getPort());
        }
        return new Peer(host, ((UnixDomainSocketAddress) address).getPath().toString(), 0);
    }
}
