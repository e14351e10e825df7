/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;

/** The same routes, with the signatures checked here and not by Unbound. */
class OwnValidationTest extends RealNameServersTest {
    @Override
    DnsResolver dns() {
        try {
            return new DnsjavaResolver(servers, peers.anchors());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the resolver is, does not matter: NSD itself validates nothing. */
    @Test
    @Override
    void nothingIsSecureWithoutAskingOrWithoutAResolverThatValidates() {
        servers = peers.authoritative();
        assertThat(found("signed.test")).allMatch(one -> one.endsWith(" SECURE SECURE"));
        set.put("smtp_dns_support_level", "enabled");
        assertThat(found("signed.test")).allMatch(one -> one.endsWith(" INSECURE INSECURE"));
        assertThat(failure("bogus.test")).startsWith("LOOKUP_FAILED 4.4.3");
    }

    @Test
    void settingsNameTheServersAndTheAnchors(@TempDir Path files) throws IOException {
        Path anchors = Files.write(files.resolve("anchors"), peers.anchors());
        String server = servers.addresses().get(0).toString().replaceFirst(".*/", "");
        Map<String, String> ours = Map.of(
                "dns_name_servers", server, "dns_query_timeout", "2s", "dnssec_trust_anchor_file", anchors.toString());
        assertThat(ResolverSettings.servers(Catalog.settings(ours)).addresses()).isEqualTo(servers.addresses());
        assertThat(ResolverSettings.servers(Catalog.settings(ours)).timeout()).hasSeconds(2);
        assertThat(ResolverSettings.resolvers(Catalog.settings(ours))).isNotNull();
    }

    @Test
    void whatIsNoAnchorAndWhatIsNoServerStopsTheClient(@TempDir Path files) throws IOException {
        Path garbage = Files.writeString(files.resolve("garbage"), "these are no records\n");
        for (String file : new String[] {garbage.toString(), files.toString(), files.resolve("none") + ""}) {
            assertThatThrownBy(() ->
                            ResolverSettings.resolvers(Catalog.settings(Map.of("dnssec_trust_anchor_file", file))))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageStartingWith("parameter dnssec_trust_anchor_file: \"" + file + "\" can't be used")
                    .hasMessageEndingWith("expected a file of DS or DNSKEY records");
        }
        assertThatThrownBy(() -> ResolverSettings.servers(Catalog.settings(Map.of("dns_name_servers", "ns.example"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("parameter dns_name_servers: name server \"ns.example\" is no address");
    }
}
