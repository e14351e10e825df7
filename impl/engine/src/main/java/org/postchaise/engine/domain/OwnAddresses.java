/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.domain;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.HostResolver;
import org.postchaise.engine.log.LineLog;

/**
 * The addresses at which this system receives mail ({@code inet_interfaces} and {@code proxy_interfaces}).
 *
 * @param interfaces the addresses of this system
 * @param proxies the addresses of proxies and address translators in front of this system
 * @param isListed true if the settings list the interfaces one by one, instead of {@code all}
 */
public record OwnAddresses(Set<InetAddress> interfaces, Set<InetAddress> proxies, boolean isListed) {
    /** The value without addresses. */
    public static final OwnAddresses NONE = new OwnAddresses(Set.of(), Set.of(), false);

    private static final String ALL = "all";

    /** Creates addresses with copies of the sets. */
    public OwnAddresses {
        interfaces = Set.copyOf(interfaces);
        proxies = Set.copyOf(proxies);
    }

    /**
     * Looks up the addresses that parameters name.
     *
     * @param interfaceNames {@code all}, {@code loopback-only}, addresses (with or without brackets) or host names; a name
     *     that can't be looked up is ignored
     * @param proxyNames addresses or host names
     */
    static OwnAddresses of(List<String> interfaceNames, List<String> proxyNames, HostResolver hosts) {
        Set<InetAddress> interfaces = new HashSet<>();
        interfaceNames.forEach(one -> interfaces.addAll(
                switch (one) {
                    case ALL -> local(address -> true);
                    case "loopback-only" -> local(InetAddress::isLoopbackAddress);
                    default -> named(one, hosts);
                }));
        Set<InetAddress> proxies = new HashSet<>();
        proxyNames.forEach(one -> proxies.addAll(named(one, hosts)));
        return new OwnAddresses(interfaces, proxies, !interfaceNames.contains(ALL));
    }

    /** Returns true if {@code address} is an address of this system. */
    public boolean contains(InetAddress address) {
        return interfaces.contains(address) || proxies.contains(address);
    }

    /**
     * Returns the address of this system's interfaces that satisfies {@code family} if there is exactly one such address,
     * and that address is not a loopback address.
     */
    public Optional<InetAddress> only(Predicate<InetAddress> family) {
        List<InetAddress> all = interfaces.stream().filter(family).toList();
        return all.size() == 1 ? Optional.of(all.get(0)).filter(one -> !one.isLoopbackAddress()) : Optional.empty();
    }

    private static Set<InetAddress> named(String text, HostResolver hosts) {
        String bare = HostName.bare(text);
        return HostName.address(bare)
                .map(Set::of)
                .orElseGet(() -> hosts.addresses(bare) instanceof HostAnswer.Found found
                        ? Set.copyOf(found.addresses())
                        : Set.of());
    }

    private static Set<InetAddress> local(Predicate<InetAddress> which) {
        Set<InetAddress> found = new HashSet<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(one -> one.getInterfaceAddresses().stream())
                    .map(InterfaceAddress::getAddress)
                    .filter(which)
                    .forEach(found::add);
        } catch (SocketException e) {
            LineLog.of("org.postchaise.engine.client.route.LoopCheck")
                    .log(System.Logger.Level.WARNING, "no list of network interfaces: " + e.getMessage());
        }
        return found;
    }
}
