/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.tls.PeerNames;

/**
 * The server that a TLS policy is looked up for.
 *
 * @param destination the next hop as it is written, with brackets and port: the key of {@code smtp_tls_policy_maps}
 * @param domain the next hop's name alone; this system's name for a unix-domain socket
 * @param host the server's name, after MX
 * @param port the server's port; 0 for a unix-domain socket
 * @param trail the records by which the host was found
 */
public record TlsTarget(String destination, String domain, String host, int port, Trail trail) {

    /**
     * The records by which a host was found, the facts that DANE needs.
     *
     * @param exchanger the MX record that led to the host
     * @param canonicalName the name that has the address: the target where the host is an alias
     * @param secure true if the address was validated
     */
    public record Trail(Exchanger exchanger, String canonicalName, boolean secure) {}

    /** The MX record that led to a host. */
    public enum Exchanger {
        /** None: the host was named. */
        NONE,
        /** An MX record that was not validated. */
        INSECURE,
        /** An MX record that was validated (DNSSEC). */
        SECURE
    }

    /**
     * Returns the names of this server that the strategies {@code hostname}, {@code nexthop}, {@code dot-nexthop}, or literal
     * names, stand for.
     */
    PeerNames names(Collection<String> strategies) {
        List<String> hosts = new ArrayList<>();
        List<InetAddress> addresses = new ArrayList<>();
        for (String strategy : strategies) {
            String name = switch (strategy.toLowerCase(Locale.ROOT)) {
                case "nexthop" -> domain;
                case "dot-nexthop" -> "." + domain;
                case "hostname" -> host;
                default -> strategy;
            };
            HostName.address(name).ifPresentOrElse(addresses::add, () -> hosts.add(PeerNames.ascii(name)));
        }
        hosts.removeIf(name -> name.isEmpty() || name.equals("."));
        return new PeerNames(hosts, addresses.stream().limit(1).toList());
    }
}
