/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.DnsRecord.Origin;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.https.HttpsClient;
import org.postchaise.engine.sasl.client.Identity;
import org.postchaise.testkit.PolicyServer;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;
import org.postchaise.testkit.TlsPeer;
import org.postchaise.testkit.TlsPeer.Fault;

/** RFC 8461, sections 4 and 5: what a policy does to a delivery. */
class StsDeliveryTest {
    private static final TestCa ROOT = TestCa.root("Test Root");
    private static final byte[] CONTENT = "Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Content HOST = Content.of("a server", "mx1.example.com");

    @TempDir
    Path folder;

    private final List<String> handshakes = new ArrayList<>();
    private final List<String> exchangers = new ArrayList<>(List.of("mx1.example.com"));
    private final List<String> reported = new ArrayList<>();
    private volatile String id = "1";
    private volatile List<String> wishes = List.of("v=TLSRPTv1; rua=mailto:tls@example.com");
    private PolicyServer web;

    @BeforeEach
    void start() {
        web = PolicyServer.start(
                ROOT.issue(Content.of("web", "mta-sts.example.com")).server(), policy("enforce", "*.example.com"));
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private static String policy(String mode, String host) {
        return "version: STSv1\nmode: " + mode + "\nmx: " + host + "\nmax_age: 604800\n";
    }

    private static TestCa.Identity server(String kind) {
        return switch (kind) {
            case "right" -> ROOT.issue(HOST);
            case "self-signed" -> TestCa.selfSigned(HOST);
            case "other-name" -> ROOT.issue(Content.of("mx1.example.com", "example.com"));
            case "name-only" -> ROOT.issue(Content.of("mx1.example.com"));
            case "expired" -> ROOT.issue(HOST.shifted(-10));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            enforce | right       | NONE        | DELIVERED 2.0.0 | Verified  | sts success
            enforce | self-signed | NONE        | DEFERRED 4.7.5  | Untrusted | sts certificate-not-trusted self-signed_certificate
            enforce | other-name  | NONE        | DEFERRED 4.7.5  | Untrusted | sts certificate-host-mismatch hostname_mismatch
            enforce | name-only   | NONE        | DEFERRED 4.7.5  | Untrusted | sts certificate-host-mismatch hostname_mismatch
            enforce | expired     | NONE        | DEFERRED 4.7.5  | Untrusted | sts certificate-expired certificate_has_expired
            enforce | right       | NOT_OFFERED | DEFERRED 4.7.4  |           | sts starttls-not-supported
            enforce | right       | REFUSED     | DEFERRED 4.7.0  |           | sts starttls-not-supported
            enforce | right       | GARBAGE     | DEFERRED 4.7.5  |           | sts validation-failure tls-handshake-failure
            testing | right       | NONE        | DELIVERED 2.0.0 | Trusted   | sts success
            testing | self-signed | NONE        | DELIVERED 2.0.0 | Untrusted | sts certificate-not-trusted self-signed_certificate
            testing | expired     | NONE        | DELIVERED 2.0.0 | Untrusted | sts certificate-expired certificate_has_expired
            testing | right       | NOT_OFFERED | DELIVERED 2.0.0 |           | sts starttls-not-supported
            testing | right       | REFUSED     | DELIVERED 2.0.0 |           | sts starttls-not-supported
            testing | right       | GARBAGE     | DELIVERED 2.0.0 |           | sts validation-failure tls-handshake-failure
            none    | self-signed | NONE        | DELIVERED 2.0.0 | Untrusted | no-policy-found success
            none    | right       | NOT_OFFERED | DELIVERED 2.0.0 |           |
            """)
    void stalwart_0_16_18_onlyAPolicyOfEnforceKeepsMailBack(
            String mode, String certificate, Fault fault, String outcome, String handshake, String report)
            throws IOException {
        web.publish(policy(mode, "mx1.example.com"));
        try (TlsPeer peer = TlsPeer.start(server(certificate).server(), fault)) {
            assertThat(text(deliver(Map.of(), peer))).isEqualTo(outcome);
            assertThat(handshakes).containsExactlyElementsOf(handshake == null ? List.of() : List.of(handshake));
            assertThat(reported)
                    .as("exactly once")
                    .containsExactlyElementsOf(report == null ? List.of() : List.of(report));
            assertThat(peer.received().stream().filter(line -> line.startsWith("MAIL")))
                    .hasSize(outcome.startsWith("DELIVERED") ? 1 : 0);
        }
    }

    @Test
    void rfc8461_4_1_aHostThatThePolicyDoesNotListIsNotEvenConnectedTo() throws IOException {
        exchangers.clear();
        exchangers.add("mx.evil.example");
        try (TlsPeer peer = TlsPeer.start(server("right").server(), Fault.NONE)) {
            RecipientOutcome outcome = deliver(Map.of(), peer);
            assertThat(text(outcome) + " " + outcome.text())
                    .isEqualTo("DEFERRED 4.7.5 host mx.evil.example is not in the MTA-STS policy of example.com");
            assertThat(peer.connections()).isZero();
            assertThat(reported).containsExactly("sts validation-failure MX_host_not_in_policy");
            exchangers.add("mx1.example.com");
            assertThat(text(deliver(Map.of(), peer))).isEqualTo("DELIVERED 2.0.0");
            assertThat(peer.connections()).isEqualTo(1);
            web.publish(policy("testing", "mx1.example.com"));
            reported.clear();
            assertThat(text(deliver(Map.of(), peer))).isEqualTo("DELIVERED 2.0.0");
            assertThat(reported).containsExactly("sts validation-failure MX_host_not_in_policy");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            smtp_tls_policy_maps    | inline:{example.com=may}          | DELIVERED 2.0.0
            smtp_tls_policy_maps    | inline:{{.example.com=may}}       | DEFERRED 4.7.5
            smtp_tls_per_site       | inline:{example.com=MAY}          | DELIVERED 2.0.0
            smtp_tls_per_site       | inline:{mx1.example.com=NONE}     | DELIVERED 2.0.0
            smtp_tls_security_level | encrypt                           | DELIVERED 2.0.0
            smtp_tls_security_level | dane                              | DEFERRED 4.7.5
            smtp_tls_security_level | none                              | DELIVERED 2.0.0
            smtp_tls_mta_sts_enable | no                                | DELIVERED 2.0.0
            smtp_dns_support_level  | enabled                           | DEFERRED 4.7.5
            """)
    void whatAnAdministratorSaysOfADestinationCountsMore(String name, String value, String outcome) throws IOException {
        try (TlsPeer peer = TlsPeer.start(server("self-signed").server(), Fault.NONE)) {
            String key = value.replace("example.com=", "example.com:" + peer.port() + "=");
            boolean parent = value.contains("{.") || value.contains("mx1");
            assertThat(text(deliver(Map.of(name, parent ? value : key), peer))).isEqualTo(outcome);
        }
    }

    @Test
    void aHostInBracketsBelongsToNoDomain() throws IOException {
        try (TlsPeer peer = TlsPeer.start(server("self-signed").server(), Fault.NONE)) {
            assertThat(text(deliver(Map.of(), peer, "[example.com]:"))).isEqualTo("DELIVERED 2.0.0");
            assertThat(web.requests()).isZero();
        }
    }

    @Test
    void rfc8461_3_3_withoutAPolicyThatCanBeHadMailGoesOutAsIfThereWereNone() throws IOException {
        web.behave(PolicyServer.Fault.NOT_FOUND);
        try (TlsPeer peer = TlsPeer.start(server("self-signed").server(), Fault.NONE)) {
            assertThat(text(deliver(Map.of(), peer))).isEqualTo("DELIVERED 2.0.0");
            assertThat(web.requests()).isEqualTo(1);
            assertThat(reported).containsExactly("sts sts-policy-fetch-error");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HANG", "HANG_IN_BODY", "DRIP", "HEADERS", "LARGE_CHUNKED", "REDIRECT", "HTML"})
    void aProbeAsksAFailingPolicyHostOnceAndSaysSo(PolicyServer.Fault fault) throws IOException {
        web.behave(fault);
        try (TlsPeer peer = TlsPeer.start(server("right").server(), Fault.NONE);
                RouteProbe probe = new RouteProbe(
                        settings(Map.of("smtp_tls_mta_sts_timeout", "1s")),
                        Protocol.SMTP,
                        network(),
                        Identity.ANYONE)) {
            exchangers.add("mx2.example.com");
            RouteReport report = probe.run(
                    NextHop.parse("example.com:" + peer.port()), RouteProbe.Reach.GREETING, Duration.ofSeconds(30));
            assertThat(report.sites().get(0).hosts()).hasSize(2);
            assertThat(report.obstacle()).isEmpty();
            assertThat(report.shortfall()).get().asString().startsWith("mta-sts.example.com: ");
            assertThat(web.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HANG", "HANG_IN_BODY", "DRIP", "HEADERS", "LARGE_CHUNKED", "REDIRECT", "HTML"})
    void aFailingPolicyHostHoldsNoMailUpThatHasNoPolicy(PolicyServer.Fault fault) throws IOException {
        web.behave(fault);
        try (TlsPeer peer = TlsPeer.start(server("self-signed").server(), Fault.NONE)) {
            assertThat(text(deliver(Map.of("smtp_tls_mta_sts_timeout", "1s"), peer)))
                    .isEqualTo("DELIVERED 2.0.0");
            assertThat(web.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HANG", "HANG_IN_BODY", "DRIP", "HEADERS", "LARGE_CHUNKED", "REDIRECT", "HTML"})
    void aPolicyThatIsKeptStaysInForceWhenItsHostFails(PolicyServer.Fault fault) throws IOException {
        try (TlsPeer right = TlsPeer.start(server("right").server(), Fault.NONE);
                TlsPeer wrong = TlsPeer.start(server("self-signed").server(), Fault.NONE);
                MailClient client = client(Map.of("smtp_tls_mta_sts_timeout", "1s"))) {
            assertThat(text(deliver(client, right, "example.com:"))).isEqualTo("DELIVERED 2.0.0");
            web.behave(fault);
            id = "2";
            for (int i = 0; i < 2; i++) {
                assertThat(text(deliver(client, wrong, "example.com:"))).isEqualTo("DEFERRED 4.7.5");
                assertThat(text(deliver(client, right, "example.com:"))).isEqualTo("DELIVERED 2.0.0");
            }
            assertThat(web.requests()).isEqualTo(2);
        }
    }

    @Test
    void rfc8460_3_onlyADomainThatAsksForReportsIsReportedTo() throws IOException {
        try (TlsPeer peer = TlsPeer.start(server("right").server(), Fault.NONE)) {
            for (String wish : List.of("v=TLSRPTv1", "v=TLSRPTv2; rua=mailto:a@example.com", "v=TLSRPTv1; rua=ftp:x")) {
                wishes = List.of(wish);
                deliver(Map.of(), peer);
            }
            wishes = List.of("v=TLSRPTv1; rua=mailto:a@example.com", "v=TLSRPTv1; rua=mailto:a@example.com");
            deliver(Map.of(), peer);
            wishes = List.of("v=TLSRPTv1 ;rua=mailto:a@example.com,https://example.com/r; x=y", "v=spf1 -all");
            deliver(Map.of("smtp_tlsrpt_enable", "no"), peer);
            deliver(Map.of("smtp_tls_security_level", "", "smtp_tls_policy_maps", "static:encrypt"), peer);
            assertThat(reported).isEmpty();
            deliver(Map.of(), peer);
            assertThat(reported).containsExactly("sts success");
        }
    }

    @Test
    void ofAHandshakeThatResumesASessionIsToldWhereThatIsAskedFor() throws IOException {
        for (String skip : List.of("yes", "no")) {
            try (TlsPeer peer = TlsPeer.start(server("right").server(), Fault.NONE);
                    MailClient client = client(Map.of("smtp_tlsrpt_skip_reused_handshakes", skip))) {
                reported.clear();
                for (int i = 0; i < 2; i++) {
                    client.deliver(
                            client.key(NextHop.parse("example.com:" + peer.port())), mail(), SessionStore.none());
                }
                assertThat(peer.connections()).isEqualTo(2);
                assertThat(reported).hasSize(skip.equals("yes") ? 1 : 2);
            }
        }
    }

    @Test
    void aSessionIsKeptOnlyAsLongAsItsPolicyIsTheSame() throws IOException {
        web.publish(policy("none", "*.example.com"));
        try (TlsPeer peer = TlsPeer.start(server("self-signed").server(), Fault.NONE);
                MailClient client = client(Map.of("smtp_tls_connection_reuse", "yes"))) {
            OneSession sessions = new OneSession();
            NextHop hop = NextHop.parse("example.com:" + peer.port());
            List<String> outcomes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                outcomes.add(text(client.deliver(client.key(hop), mail(), sessions)
                        .outcomes()
                        .get(0)));
                if (i == 1) {
                    web.publish(policy("enforce", "*.example.com"));
                    id = "2";
                }
            }
            assertThat(outcomes).containsExactly("DELIVERED 2.0.0", "DELIVERED 2.0.0", "DEFERRED 4.7.5");
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    private static String text(RecipientOutcome outcome) {
        return outcome.kind() + " " + outcome.status();
    }

    private RecipientOutcome deliver(Map<String, String> set, TlsPeer peer) throws IOException {
        return deliver(set, peer, "example.com:");
    }

    private RecipientOutcome deliver(Map<String, String> set, TlsPeer peer, String hop) throws IOException {
        try (MailClient client = client(set)) {
            return deliver(client, peer, hop);
        }
    }

    private static RecipientOutcome deliver(MailClient client, TlsPeer peer, String hop) {
        return client.deliver(client.key(NextHop.parse(hop + peer.port())), mail(), SessionStore.none())
                .outcomes()
                .get(0);
    }

    /** Old enough for plaintext in place of TLS, where that is allowed. */
    private static DeliveryRequest mail() {
        return new DeliveryRequest(
                Envelope.of("me@example.org", List.of(Recipient.of("you@example.com"))),
                MessageSource.of(CONTENT),
                Duration.ofDays(1),
                Map.of(),
                Set.of());
    }

    private Settings settings(Map<String, String> set) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "myhostname", "client.example",
                "smtp_tls_security_level", "may",
                "smtp_dns_support_level", "dnssec",
                "smtp_starttls_timeout", "2s",
                "smtp_tls_mta_sts_enable", "yes",
                "smtp_tlsrpt_enable", "yes",
                "smtp_tls_CAfile",
                        Files.writeString(folder.resolve("ca.pem"), TestCa.pem(ROOT.certificate()))
                                .toString()));
        all.putAll(set);
        return Catalog.settings(all);
    }

    private Network network() {
        return new Network(resolvers(), request -> HttpsClient.OF_JAVA.send(request.at(web.in(request.uri()))));
    }

    private Resolvers resolvers() {
        return new Resolvers((name, type, options) -> answer(name, type), host -> new HostAnswer.NotFound("not asked"));
    }

    private MailClient client(Map<String, String> set) throws IOException {
        return MailClient.of(settings(set), network(), event -> {
            if (event instanceof ClientEvent.TlsEstablished established) {
                handshakes.add(established.summary().trust().label());
            } else if (event instanceof ClientEvent.TlsOutcomeKnown known) {
                reported.add(known.outcome().policy().type().label()
                        + known.outcome()
                                .fault()
                                .map(fault -> " " + fault.kind().label() + " " + fault.reason())
                                .orElse(" success")
                                .stripTrailing());
            }
        });
    }

    private DnsAnswer answer(String name, RecordType type) {
        Origin origin = new Origin(name, name, 60, false);
        List<DnsRecord> records = new ArrayList<>();
        if (type == RecordType.MX && name.equals("example.com")) {
            exchangers.forEach(host -> records.add(new DnsRecord.Mx(origin, records.size(), host)));
        } else if (type == RecordType.A) {
            records.add(new DnsRecord.Address(origin, InetAddress.getLoopbackAddress()));
        } else if (type == RecordType.TXT && name.equals("_mta-sts.example.com")) {
            records.add(new DnsRecord.Txt(origin, "v=STSv1; id=" + id));
        } else if (type == RecordType.TXT && name.equals("_smtp._tls.example.com")) {
            wishes.forEach(wish -> records.add(new DnsRecord.Txt(origin, wish)));
        }
        return records.isEmpty()
                ? new DnsAnswer.None(DnsAnswer.Kind.NO_DATA, "no data", 0)
                : new DnsAnswer.Records(records);
    }
}
