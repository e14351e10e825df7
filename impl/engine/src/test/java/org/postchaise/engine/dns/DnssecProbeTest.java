/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.testkit.FakeDns;

class DnssecProbeTest {
    private final FakeDns dns = FakeDns.of("a.example A 192.0.2.1", "signed.test A 192.0.2.2", "probe.test NS ns.test")
            .secure("signed.test");
    private final DnsResolver probed = new DnssecProbe(
            new DnsjavaResolver(NameServers.of(dns.address()).withLimits(Duration.ofMillis(300), 1)), "ns:probe.test");

    @AfterEach
    void stop() {
        dns.close();
    }

    private void ask(String name, Set<LookupOption> options) {
        probed.lookup(name, RecordType.A, options);
    }

    private List<String> probes() {
        return dns.queries().stream()
                .filter(query -> query.startsWith("probe.test"))
                .toList();
    }

    @Test
    void theFirstAnswerThatIsNotValidatedIsFollowedByOneProbe() {
        ask("a.example", Set.of());
        assertThat(probes()).isEmpty();
        ask("a.example", Set.of(LookupOption.DNSSEC));
        ask("a.example", Set.of(LookupOption.DNSSEC));
        assertThat(probes()).containsExactly("probe.test NS +do");
    }

    @Test
    void aValidatedAnswerMakesTheProbeNeedless() {
        ask("signed.test", Set.of(LookupOption.DNSSEC));
        ask("a.example", Set.of(LookupOption.DNSSEC));
        assertThat(probes()).isEmpty();
    }

    @Test
    void anAnswerWithoutRecordsSaysNothing() {
        ask("gone.example", Set.of(LookupOption.DNSSEC));
        assertThat(probes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ns", ":.", "soa:.", "what:."})
    void whatIsNoProbeIsRefused(String text) {
        assertThatThrownBy(() -> new DnssecProbe(probed, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\" is no probe; expected type:name");
    }
}
