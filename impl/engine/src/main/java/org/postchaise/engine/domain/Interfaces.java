/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.domain;

import java.time.Duration;
import java.util.List;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpRoute;
import org.postchaise.engine.dns.HostResolver;

/**
 * The network interfaces of this system and the proxies in front of it, whose addresses are looked up anew when older than a
 * minute, since interfaces change. Thread-safe; a lookup is made on the caller's thread.
 */
public final class Interfaces {
    private static final Duration KNOWN_FOR = Duration.ofMinutes(1);

    private final List<String> interfaces;
    private final List<String> proxies;
    private final HostResolver hosts;
    private volatile Known known;

    private record Known(OwnAddresses addresses, long since) {}

    private Interfaces(List<String> interfaces, List<String> proxies, HostResolver hosts) {
        this.interfaces = interfaces;
        this.proxies = proxies;
        this.hosts = hosts;
    }

    /** Returns the interfaces that {@code settings} name, without a lookup. */
    public static Interfaces from(Settings settings, HostResolver hosts) {
        return new Interfaces(settings.get(SmtpRoute.INET_INTERFACES), settings.get(SmtpRoute.PROXY_INTERFACES), hosts);
    }

    /** Returns the current addresses. Two threads may look the addresses up at once, without harm. */
    public OwnAddresses addresses() {
        Known last = known;
        if (last == null || System.nanoTime() - last.since() > KNOWN_FOR.toNanos()) {
            last = new Known(OwnAddresses.of(interfaces, proxies, hosts), System.nanoTime());
            known = last;
        }
        return last.addresses();
    }
}
