/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.NameLookup;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;

/**
 * The settings of DNS lookups: name servers, time limits and DNSSEC trust anchors. They take precedence over resolv.conf(5).
 */
public final class ResolverSettings {
    /** The maximum size of a trust anchor file, in octets; an anchor is one line. */
    private static final int LARGEST_FILE = 1 << 20;

    private ResolverSettings() {}

    /**
     * Returns the resolvers of a client with {@code settings}; answers are cached for their time to live.
     *
     * @throws SettingsException for a name server that is no address, or a file without trust anchors
     */
    public static Resolvers resolvers(Settings settings) {
        return Resolvers.keeping(dns(settings, servers(settings)));
    }

    /**
     * Returns the name servers.
     *
     * @throws SettingsException for a name server that is no address
     */
    public static NameServers servers(Settings settings) {
        NameServers system = NameServers.system();
        List<String> addresses = settings.get(NameLookup.NAME_SERVERS);
        Duration timeout = settings.get(NameLookup.TIMEOUT);
        int attempts = Math.toIntExact(settings.get(NameLookup.ATTEMPTS));
        try {
            return (addresses.isEmpty() ? system : system.at(addresses))
                    .withLimits(
                            timeout.isZero() ? system.timeout() : timeout,
                            attempts == 0 ? system.attempts() : attempts);
        } catch (IllegalArgumentException e) {
            throw bad(NameLookup.NAME_SERVERS, e.getMessage());
        }
    }

    /**
     * Returns the DNS resolver that asks {@code servers}.
     *
     * @throws SettingsException for a file without trust anchors
     */
    public static DnsResolver dns(Settings settings, NameServers servers) {
        String file = settings.get(NameLookup.TRUST_ANCHOR_FILE);
        if (file.isEmpty()) {
            return new DnsjavaResolver(servers);
        }
        try {
            Path path = Path.of(file);
            if (Files.size(path) > LARGEST_FILE) {
                throw new IOException("larger than " + LARGEST_FILE + " octets");
            }
            return new DnsjavaResolver(servers, Files.readAllBytes(path));
        } catch (IOException | IllegalArgumentException e) {
            throw bad(
                    NameLookup.TRUST_ANCHOR_FILE,
                    "\"" + file + "\" can't be used (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); expected a file of DS or DNSKEY records");
        }
    }

    private static SettingsException bad(Parameter<?> parameter, String reason) {
        return new SettingsException("parameter " + parameter.name() + ": " + reason);
    }
}
