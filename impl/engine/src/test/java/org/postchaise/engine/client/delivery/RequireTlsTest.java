/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.DnsRecord.Origin;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;
import org.postchaise.testkit.TlsPeer;
import org.postchaise.testkit.TlsPeer.Fault;

/** RFC 8689: what a sender may ask of TLS. */
class RequireTlsTest {
    private static final TestCa ROOT = TestCa.root("Test Root");
    private static final Content HOST = Content.of("a server", "mx1.example.com");
    private static final String SECURE = "secure match=hostname";

    @TempDir
    Path folder;

    private final List<String> reported = new ArrayList<>();
    private String header = "";
    private Envelope envelope = Envelope.of("me@example.org", List.of(Recipient.of("you@example.com")))
            .withRequireTls();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            secure  | enforce | NONE        | REQUIRETLS | DELIVERED 2.0.0 | REQUIRETLS
            secure  | enforce | NONE        | PIPELINING | REJECTED 5.7.30 Sender requested REQUIRETLS, but no server was found that supports REQUIRETLS. The last attempted server was mx1.example.com[127.0.0.1] |
            secure  | enforce | NOT_OFFERED | REQUIRETLS | REJECTED 5.7.30 Sender requested REQUIRETLS, but TLS service was not offered by host mx1.example.com[127.0.0.1] |
            secure  | enforce | REFUSED     | REQUIRETLS | REJECTED 5.7.10 Sender requested REQUIRETLS, but host mx1.example.com[127.0.0.1] refused to start TLS: 454 4.7.0 Not now |
            secure  | enforce | GARBAGE     | REQUIRETLS | DEFERRED 4.7.5 Cannot start TLS: handshake failure |
            may     | enforce | NONE        | REQUIRETLS | REJECTED 5.7.10 Sender requested REQUIRETLS, but my configured TLS security level 'may' disables certificate matching. The last attempted server was mx1.example.com |
            encrypt | enforce | NONE        | REQUIRETLS | REJECTED 5.7.10 Sender requested REQUIRETLS, but my configured TLS security level 'encrypt' disables certificate matching. The last attempted server was mx1.example.com |
            none    | enforce | NONE        | REQUIRETLS | REJECTED 5.7.10 Sender requested REQUIRETLS, but my configured TLS security level 'none' disables certificate matching. The last attempted server was mx1.example.com |
            may     | opportunistic+starttls | NONE        | REQUIRETLS | DELIVERED 2.0.0 | REQUIRETLS
            may     | opportunistic+starttls | NONE        | DSN        | DELIVERED 2.0.0 | RET=HDRS
            may     | opportunistic+starttls | NOT_OFFERED | REQUIRETLS | REJECTED 5.7.30 Sender requested REQUIRETLS, but TLS service was not offered by host mx1.example.com[127.0.0.1] |
            may     | opportunistic+starttls | GARBAGE     | REQUIRETLS | DEFERRED 4.7.5 Cannot start TLS: handshake failure |
            none    | opportunistic+starttls | NONE        | REQUIRETLS | REJECTED 5.7.10 Sender requested REQUIRETLS, but my configured TLS security level 'none' disables encryption. The last attempted server was mx1.example.com |
            may     | opportunistic | NONE        | REQUIRETLS | DELIVERED 2.0.0 | REQUIRETLS
            may     | opportunistic | NOT_OFFERED | REQUIRETLS | DELIVERED 2.0.0 |
            may     | disable       | NONE        | REQUIRETLS | DELIVERED 2.0.0 |
            may     | inline:{example.com=disable} | NONE  | REQUIRETLS | DELIVERED 2.0.0 |
            may     | inline:{.com=disable} | NONE  | REQUIRETLS | DELIVERED 2.0.0 |
            may     | inline:{example.com=what} | NONE | REQUIRETLS | DEFERRED 4.7.10 REQUIRETLS policy configuration error. The last attempted server was mx1.example.com |
            may     | fail:x | NONE | REQUIRETLS | DEFERRED 4.7.10 REQUIRETLS policy configuration error. The last attempted server was mx1.example.com |
            """)
    void requireTlsIsTakenAsStrictlyAsThePolicySays(
            String level, String policy, Fault fault, String offer, String outcome, String parameter)
            throws IOException {
        try (TlsPeer peer = TlsPeer.start(ROOT.issue(HOST).server(), fault).offering(offer)) {
            String got = deliver(
                    peer,
                    Map.of("smtp_tls_policy_maps", "static:{" + entry(level) + "}", "smtp_requiretls_policy", policy));
            assertThat(got).isEqualTo(outcome);
            assertThat(mails(peer))
                    .isEqualTo(
                            outcome.startsWith("DELIVERED") ? List.of(parameter == null ? "" : parameter) : List.of());
        }
    }

    private static String entry(String level) {
        return level.equals("secure") ? SECURE : level;
    }

    @Test
    void theDefaultsAreThoseOfPostfix() throws IOException {
        try (TlsPeer peer = TlsPeer.start(ROOT.issue(HOST).server(), Fault.NONE)) {
            Map<String, String> may = Map.of("smtp_tls_security_level", "may");
            assertThat(deliver(peer, may)).startsWith("REJECTED 5.7.10");
            assertThat(deliver(peer, Map.of("smtp_tls_security_level", "may", "mydomain", "example.com")))
                    .isEqualTo("DELIVERED 2.0.0");
            assertThat(deliver(peer, Map.of("smtp_tls_security_level", "may", "requiretls_enable", "no")))
                    .isEqualTo("DELIVERED 2.0.0");
            assertThat(deliver(peer, may, "[127.0.0.1]:")).isEqualTo("DELIVERED 2.0.0");
        }
    }

    @Test
    void aPolicyThatCannotBeReadStopsTheStart() {
        assertThatThrownBy(() -> client(Map.of("smtp_requiretls_policy", "enforced")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("parameter smtp_requiretls_policy: \"enforced\" is unknown; expected enforce,"
                        + " opportunistic+starttls, opportunistic, disable, or a table");
    }

    @Test
    void aSessionThatIsNotGoodEnoughIsNotUsedAgain() throws IOException {
        Map<String, String> set =
                Map.of("smtp_tls_policy_maps", "static:{" + SECURE + "}", "smtp_tls_connection_reuse", "yes");
        try (TlsPeer peer = TlsPeer.start(ROOT.issue(HOST).server(), Fault.NONE);
                MailClient client = client(set)) {
            OneSession sessions = new OneSession();
            DeliveryRequest plain = mail(Envelope.of("me@example.org", List.of(Recipient.of("you@example.com"))));
            client.deliver(client.key(hop(peer)), plain, sessions);
            client.deliver(client.key(hop(peer)), plain, sessions);
            assertThat(peer.connections()).isEqualTo(1);
            peer.offering("REQUIRETLS");
            assertThat(text(client.deliver(client.key(hop(peer)), mail(envelope), sessions)
                            .outcomes()
                            .get(0)))
                    .isEqualTo("DELIVERED 2.0.0");
            assertThat(peer.connections()).isEqualTo(2);
            client.deliver(client.key(hop(peer)), mail(envelope), sessions);
            assertThat(peer.connections()).isEqualTo(2);
            assertThat(mails(peer)).containsExactly("", "", "REQUIRETLS", "REQUIRETLS");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TLS-Required: no    | NOT_OFFERED | yes | DELIVERED 2.0.0
            tls-required:  NO   | NOT_OFFERED | yes | DELIVERED 2.0.0
            TLS-Required: no    | NONE        | yes | DELIVERED 2.0.0
            TLS-Required: no    | GARBAGE     | yes | DELIVERED 2.0.0
            TLS-Required: no    | NOT_OFFERED | no  | DEFERRED 4.7.4
            TLS-Required: yes   | NOT_OFFERED | yes | DEFERRED 4.7.4
            X: y                | NOT_OFFERED | yes | DEFERRED 4.7.4
            """)
    void aMailThatDoesWithoutTlsIsNotKeptBack(String line, Fault fault, String enabled, String outcome)
            throws IOException {
        envelope = Envelope.of("me@example.org", List.of(Recipient.of("you@example.com")));
        header = line + "\r\n";
        try (TlsPeer peer = TlsPeer.start(TestCa.selfSigned(HOST).server(), fault)) {
            assertThat(deliver(
                            peer,
                            Map.of(
                                    "smtp_tls_security_level",
                                    "may",
                                    "smtp_tls_policy_maps",
                                    "static:{" + SECURE + "}",
                                    "tls_required_enable",
                                    enabled)))
                    .startsWith(outcome);
            assertThat(reported).hasSize(outcome.startsWith("DELIVERED") ? 0 : 1);
        }
    }

    @Test
    void rfc8689_4_1_requireTlsWinsOverTheHeader() throws IOException {
        header = "TLS-Required: no\r\n";
        try (TlsPeer peer = TlsPeer.start(ROOT.issue(HOST).server(), Fault.NOT_OFFERED)) {
            assertThat(deliver(peer, Map.of("smtp_tls_policy_maps", "static:{" + SECURE + "}")))
                    .startsWith("REJECTED 5.7.30");
        }
    }

    private static List<String> mails(TlsPeer peer) {
        return peer.received().stream()
                .filter(line -> line.startsWith("MAIL"))
                .map(line -> line.replaceFirst("MAIL FROM:<me@example.org>", "").strip())
                .toList();
    }

    private static String text(RecipientOutcome outcome) {
        return outcome.kind() + " " + outcome.status()
                + (outcome.kind() == RecipientOutcome.Kind.DELIVERED ? "" : " " + outcome.text());
    }

    private String deliver(TlsPeer peer, Map<String, String> set) throws IOException {
        return deliver(peer, set, "example.com:");
    }

    private String deliver(TlsPeer peer, Map<String, String> set, String hop) throws IOException {
        try (MailClient client = client(set)) {
            return text(
                    client.deliver(client.key(NextHop.parse(hop + peer.port())), mail(envelope), SessionStore.none())
                            .outcomes()
                            .get(0));
        }
    }

    private static NextHop hop(TlsPeer peer) {
        return NextHop.parse("example.com:" + peer.port());
    }

    private DeliveryRequest mail(Envelope to) {
        byte[] content = (header + "Subject: s\r\n\r\ntext\r\n").getBytes(StandardCharsets.US_ASCII);
        return new DeliveryRequest(to, MessageSource.of(content), Duration.ofDays(1), Map.of(), Set.of());
    }

    private MailClient client(Map<String, String> set) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "myhostname", "client.example",
                "mydomain", "other.example",
                "smtp_starttls_timeout", "2s",
                "smtp_tlsrpt_enable", "yes",
                "smtp_tls_CAfile",
                        Files.writeString(folder.resolve("ca.pem"), TestCa.pem(ROOT.certificate()))
                                .toString()));
        all.putAll(set);
        Resolvers resolvers = new Resolvers(
                (name, type, options) -> answer(name, type), host -> new HostAnswer.NotFound("not asked"));
        return MailClient.of(Catalog.settings(all), resolvers, event -> {
            if (event instanceof ClientEvent.TlsOutcomeKnown known) {
                reported.add(known.outcome().line());
            }
        });
    }

    private static DnsAnswer answer(String name, RecordType type) {
        Origin origin = new Origin(name, name, 60, false);
        DnsRecord record = switch (type) {
            case MX -> new DnsRecord.Mx(origin, 10, "mx1.example.com");
            case A -> new DnsRecord.Address(origin, InetAddress.getLoopbackAddress());
            case TXT -> new DnsRecord.Txt(origin, "v=TLSRPTv1; rua=mailto:tls@example.com");
            default -> new DnsRecord.Txt(origin, "");
        };
        return record.type() == type
                ? new DnsAnswer.Records(List.of(record))
                : new DnsAnswer.None(DnsAnswer.Kind.NO_DATA, "no data", 0);
    }
}
