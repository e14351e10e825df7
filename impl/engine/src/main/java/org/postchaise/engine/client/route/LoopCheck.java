/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.postchaise.engine.client.route.AddressOrder.Family;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.HostResolver;
import org.postchaise.engine.log.LineLog;

/**
 * The addresses at which this system receives mail ({@code inet_interfaces} and {@code proxy_interfaces}); mail sent to
 * such an address would loop.
 *
 * @param interfaces the addresses of this system
 * @param proxies the addresses of proxies and address translators in front of this system
 * @param isListed true if the settings list the interfaces one by one, instead of {@code all}
 */
record LoopCheck(Set<InetAddress> interfaces, Set<InetAddress> proxies, boolean isListed) {
    /** The check for cases where mail can't loop: no addresses. */
    static final LoopCheck NONE = new LoopCheck(Set.of(), Set.of(), false);

    private static final String ALL = "all";

    /**
     * Returns the check for the settings in {@code self}. Interfaces are {@code all}, {@code loopback-only}, addresses
     * (with or without brackets) or host names; proxies are addresses or host names. A name that can't be looked up is
     * ignored.
     */
    static LoopCheck of(RouteSettings.Self self, HostResolver hosts) {
        Set<InetAddress> interfaces = new HashSet<>();
        self.interfaces()
                .forEach(one -> interfaces.addAll(
                        switch (one) {
                            case ALL -> local(address -> true);
                            case "loopback-only" -> local(InetAddress::isLoopbackAddress);
                            default -> named(one, hosts);
                        }));
        Set<InetAddress> proxies = new HashSet<>();
        self.proxies().forEach(one -> proxies.addAll(named(one, hosts)));
        return new LoopCheck(interfaces, proxies, !self.interfaces().contains(ALL));
    }

    /** Returns true if {@code address} is an address of this system. */
    boolean isSelf(InetAddress address) {
        return interfaces.contains(address) || proxies.contains(address);
    }

    /**
     * Returns this system's address in {@code family} if there is exactly one and that address is not a loopback address.
     */
    Optional<InetAddress> only(Family family) {
        List<InetAddress> all =
                interfaces.stream().filter(one -> Family.of(one) == family).toList();
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
            LineLog.of(LoopCheck.class.getName())
                    .log(System.Logger.Level.WARNING, "no list of network interfaces: " + e.getMessage());
        }
        return found;
    }
}
