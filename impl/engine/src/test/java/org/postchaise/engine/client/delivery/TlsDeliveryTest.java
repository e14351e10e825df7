/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
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
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;
import org.postchaise.testkit.TestCa.Identity;
import org.postchaise.testkit.TlsPeer;
import org.postchaise.testkit.TlsPeer.Fault;

class TlsDeliveryTest {
    private static final String HOST = "mx.example.com";
    private static final TestCa ROOT = TestCa.root("Test Root");
    private static final byte[] CONTENT = "Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final List<String> handshakes = new ArrayList<>();

    /** Level by certificate: what the log says of the server, and whether it gets the mail; as Postfix 3.7 answered. */
    private static final String MATRIX = """
            may          right            Trusted    DELIVERED
            may          expired          Untrusted  DELIVERED
            may          not-yet-valid    Untrusted  DELIVERED
            may          other-name       Trusted    DELIVERED
            may          common-name-only Trusted    DELIVERED
            may          wildcard         Trusted    DELIVERED
            may          no-intermediate  Untrusted  DELIVERED
            may          self-signed      Untrusted  DELIVERED
            encrypt      right            Trusted    DELIVERED
            encrypt      expired          Untrusted  DELIVERED
            encrypt      not-yet-valid    Untrusted  DELIVERED
            encrypt      other-name       Trusted    DELIVERED
            encrypt      common-name-only Trusted    DELIVERED
            encrypt      wildcard         Trusted    DELIVERED
            encrypt      no-intermediate  Untrusted  DELIVERED
            encrypt      self-signed      Untrusted  DELIVERED
            fingerprint  right            Verified   DELIVERED
            fingerprint  expired          Verified   DELIVERED
            fingerprint  not-yet-valid    Verified   DELIVERED
            fingerprint  other-name       Verified   DELIVERED
            fingerprint  common-name-only Verified   DELIVERED
            fingerprint  wildcard         Verified   DELIVERED
            fingerprint  no-intermediate  Verified   DELIVERED
            fingerprint  self-signed      Verified   DELIVERED
            verify       right            Verified   DELIVERED
            verify       expired          Untrusted  DEFERRED
            verify       not-yet-valid    Untrusted  DEFERRED
            verify       other-name       Untrusted  DEFERRED
            verify       common-name-only Verified   DELIVERED
            verify       wildcard         Verified   DELIVERED
            verify       no-intermediate  Untrusted  DEFERRED
            verify       self-signed      Untrusted  DEFERRED
            secure       right            Verified   DELIVERED
            secure       expired          Untrusted  DEFERRED
            secure       not-yet-valid    Untrusted  DEFERRED
            secure       other-name       Untrusted  DEFERRED
            secure       common-name-only Verified   DELIVERED
            secure       wildcard         Verified   DELIVERED
            secure       no-intermediate  Untrusted  DEFERRED
            secure       self-signed      Untrusted  DEFERRED
            """;

    private static Map<String, Identity> certificates() {
        Content right = Content.of("a server", HOST);
        Map<String, Identity> all = new LinkedHashMap<>();
        all.put("right", ROOT.issue(right));
        all.put("expired", ROOT.issue(right.shifted(-10)));
        all.put("not-yet-valid", ROOT.issue(right.shifted(10)));
        all.put("other-name", ROOT.issue(Content.of(HOST, "other.example.net")));
        all.put("common-name-only", ROOT.issue(Content.of(HOST)));
        all.put("wildcard", ROOT.issue(Content.of("a server", "*.example.com")));
        all.put(
                "no-intermediate",
                ROOT.intermediate("Test Intermediate").issue(right).alone());
        all.put("self-signed", TestCa.selfSigned(right));
        return all;
    }

    @Test
    void eachLevelTakesTheCertificatesThatPostfixTakes() throws Exception {
        Map<String, Identity> certificates = certificates();
        StringBuilder matrix = new StringBuilder();
        Map<String, TlsPeer> peers = new HashMap<>();
        certificates.forEach((name, identity) -> peers.put(name, TlsPeer.start(identity.server(), Fault.NONE)));
        for (String level : List.of("may", "encrypt", "fingerprint", "verify", "secure")) {
            for (Map.Entry<String, Identity> one : certificates.entrySet()) {
                Map<String, String> set = new HashMap<>(Map.of(
                        "smtp_tls_security_level",
                        level,
                        "smtp_tls_CAfile",
                        file("ca.pem", TestCa.pem(ROOT.certificate()))));
                set.put(
                        "smtp_tls_fingerprint_cert_match",
                        fingerprint(one.getValue().chain().get(0)));
                handshakes.clear();
                RecipientOutcome outcome = deliver(set, peers.get(one.getKey()), Duration.ZERO);
                matrix.append(String.format(
                        "%-12s %-16s %-10s %s%n", level, one.getKey(), String.join(",", handshakes), outcome.kind()));
                if (outcome.kind() == RecipientOutcome.Kind.DEFERRED) {
                    assertThat(outcome.status() + " " + outcome.text())
                            .isEqualTo("4.7.5 Server certificate not verified");
                }
            }
        }
        peers.values().forEach(TlsPeer::close);
        System.out.print(matrix);
        assertThat(matrix.toString().lines())
                .containsExactlyElementsOf(MATRIX.lines().toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            may     | NOT_OFFERED | 0    | DELIVERED | 2.0.0 | EHLO MAIL
            may     | REFUSED     | 0    | DELIVERED | 2.0.0 | EHLO STARTTLS MAIL
            may     | GARBAGE     | 0    | DEFERRED  | 4.7.5 | EHLO STARTTLS
            may     | GARBAGE     | 9999 | DELIVERED | 2.0.0 | EHLO STARTTLS EHLO MAIL
            may     | SILENT      | 9999 | DELIVERED | 2.0.0 | EHLO STARTTLS EHLO MAIL
            may     | INJECTION   | 0    | DELIVERED | 2.0.0 | EHLO STARTTLS <TLS> EHLO MAIL
            may     | LOST_AFTERWARDS | 0    | DEFERRED  | 4.4.2 | EHLO STARTTLS <TLS> EHLO
            may     | LOST_AFTERWARDS | 9999 | DELIVERED | 2.0.0 | EHLO STARTTLS <TLS> EHLO EHLO MAIL
            encrypt | NOT_OFFERED | 9999 | DEFERRED  | 4.7.4 | EHLO
            encrypt | REFUSED     | 9999 | DEFERRED  | 4.7.0 | EHLO STARTTLS
            encrypt | GARBAGE     | 9999 | DEFERRED  | 4.7.5 | EHLO STARTTLS
            encrypt | LOST_AFTERWARDS | 9999 | DEFERRED  | 4.4.2 | EHLO STARTTLS <TLS> EHLO
            """)
    void plaintextTakesThePlaceOfTlsOnlyWherePostfixLetsIt(
            String level, Fault fault, long age, String kind, String status, String dialogue) throws IOException {
        try (TlsPeer peer =
                TlsPeer.start(ROOT.issue(Content.of("a server", HOST)).server(), fault)) {
            RecipientOutcome outcome = deliver(
                    Map.of("smtp_tls_security_level", level, "smtp_starttls_timeout", "1s"),
                    peer,
                    Duration.ofSeconds(age));
            assertThat(outcome.kind() + " " + outcome.status()).isEqualTo(kind + " " + status);
            assertThat(peer.received().stream()
                            .map(line -> line.split("[ :]", 2)[0])
                            .filter(Set.of("EHLO", "STARTTLS", "<TLS>", "MAIL")::contains))
                    .containsExactly(dialogue.split(" ", -1));
        }
    }

    @Test
    void aTlsSessionIsResumedByTheNextConnectionOfTheSamePolicyOnly() throws IOException {
        try (TlsPeer peer =
                        TlsPeer.start(ROOT.issue(Content.of("a server", HOST)).server(), Fault.NONE);
                MailClient client = client(Map.of(
                        "smtp_tls_security_level",
                        "encrypt",
                        "smtp_tls_policy_maps",
                        "inline:{ {[other.example.com]:" + peer.port() + " = encrypt protocols=TLSv1.2} }"))) {
            deliver(client, HOST, peer, Duration.ZERO);
            deliver(client, HOST, peer, Duration.ZERO);
            assertThat(peer.newSessions()).isEqualTo(1);
            deliver(client, "other.example.com", peer, Duration.ZERO);
            assertThat(peer.newSessions()).isEqualTo(2);
            assertThat(peer.connections()).isEqualTo(3);
        }
    }

    @Test
    void aSessionWithTlsIsKeptOnlyWhereThatIsAllowed() throws IOException {
        for (Map.Entry<String, Integer> one : Map.of("no", 2, "yes", 1).entrySet()) {
            try (TlsPeer peer = TlsPeer.start(
                            ROOT.issue(Content.of("a server", HOST)).server(), Fault.NONE);
                    MailClient client = client(
                            Map.of("smtp_tls_security_level", "encrypt", "smtp_tls_connection_reuse", one.getKey()))) {
                OneSession sessions = new OneSession();
                for (int i = 0; i < 2; i++) {
                    assertThat(client.deliver(
                                            client.key(hop(HOST, peer)),
                                            DeliveryRequest.of(envelope(), MessageSource.of(CONTENT)),
                                            sessions)
                                    .outcomes()
                                    .get(0)
                                    .kind())
                            .isEqualTo(RecipientOutcome.Kind.DELIVERED);
                }
                assertThat(peer.connections()).as(one.getKey()).isEqualTo(one.getValue());
            }
        }
    }

    @Test
    void certificatesOrKeysThatCannotBeReadDeferTheMailAndAreNeverPassedOver() throws IOException {
        String encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
        String other = ROOT.issue(Content.of("x")).pem();
        String mismatched =
                other.substring(0, other.indexOf("-----BEGIN CERTIFICATE")) + TestCa.pem(ROOT.certificate());
        Map<String, String> bad = Map.of(
                "smtp_tls_CAfile", folder.resolve("missing").toString(),
                "smtp_tls_cert_file", file("encrypted.pem", encrypted),
                "smtp_tls_chain_files", file("mismatched.pem", mismatched));
        for (String level : List.of("may", "encrypt")) {
            for (Map.Entry<String, String> one : bad.entrySet()) {
                try (TlsPeer peer =
                        TlsPeer.start(ROOT.issue(Content.of("a server", HOST)).server(), Fault.NONE)) {
                    RecipientOutcome outcome = deliver(
                            Map.of("smtp_tls_security_level", level, one.getKey(), one.getValue()),
                            peer,
                            Duration.ofDays(1));
                    assertThat(outcome.kind() + " " + outcome.status() + " " + outcome.text())
                            .as(one.getKey())
                            .isEqualTo("DEFERRED 4.7.5 TLS is required, but our TLS engine is unavailable");
                }
            }
        }
    }

    @Test
    void aPolicyTableThatCannotBeSearchedDefersTheMail() throws IOException {
        try (TlsPeer peer =
                TlsPeer.start(ROOT.issue(Content.of("a server", HOST)).server(), Fault.NONE)) {
            RecipientOutcome outcome = deliver(
                    Map.of("smtp_tls_security_level", "may", "smtp_tls_policy_maps", "fail:unreachable"),
                    peer,
                    Duration.ofDays(1));
            assertThat(outcome.kind() + " " + outcome.status() + " " + outcome.relay() + " " + outcome.text())
                    .isEqualTo("DEFERRED 4.7.5 none client TLS configuration problem");
            assertThat(peer.connections()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"yes, TLSv1.3, <GONE>", "yes, TLSv1.2, <GONE>", "no, TLSv1.3, <WAITS>", "no, TLSv1.2, <WAITS>"})
    void theServersFarewellIsWaitedForOnRequest(String fast, String protocol, String end) {
        try (TlsPeer peer =
                TlsPeer.start(ROOT.issue(Content.of("a server", HOST)).server(), Fault.SLOW_TO_CLOSE)) {
            Map<String, String> set = Map.of(
                    "smtp_tls_security_level",
                    "may",
                    "smtp_skip_quit_response",
                    "no",
                    "tls_fast_shutdown_enable",
                    fast,
                    "smtp_tls_protocols",
                    protocol);
            assertThat(deliver(set, peer, Duration.ZERO).kind()).isEqualTo(RecipientOutcome.Kind.DELIVERED);
            await(() -> peer.received().contains(end));
        }
    }

    @Test
    void aServerThatDoesNotSayFarewellIsNotWaitedForForEver() {
        try (TlsPeer peer =
                TlsPeer.start(ROOT.issue(Content.of("a server", HOST)).server(), Fault.NEVER_CLOSES)) {
            Map<String, String> set = Map.of(
                    "smtp_tls_security_level", "may", "smtp_quit_timeout", "1s", "tls_fast_shutdown_enable", "no");
            deliver(set, peer, Duration.ZERO);
            await(() -> peer.received().contains("<GONE>"));
            assertThat(peer.received()).contains("<WAITS>");
        }
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("in time").isBefore(end);
            Thread.onSpinWait();
        }
    }

    private RecipientOutcome deliver(Map<String, String> set, TlsPeer peer, Duration age) {
        try (MailClient client = client(set)) {
            return deliver(client, HOST, peer, age);
        }
    }

    private static RecipientOutcome deliver(MailClient client, String host, TlsPeer peer, Duration age) {
        return client.deliver(
                        client.key(hop(host, peer)),
                        new DeliveryRequest(envelope(), MessageSource.of(CONTENT), age, Map.of(), Set.of()),
                        SessionStore.none())
                .outcomes()
                .get(0);
    }

    private MailClient client(Map<String, String> set) {
        Map<String, String> all = new HashMap<>(set);
        all.putIfAbsent("smtp_host_lookup", "native");
        all.put("myhostname", "client.example");
        Resolvers resolvers = new Resolvers(
                (name, type, options) -> {
                    throw new AssertionError("DNS was asked for " + name);
                },
                host -> new HostAnswer.Found(List.of(InetAddress.getLoopbackAddress())));
        return MailClient.of(Catalog.settings(all), resolvers, event -> {
            if (event instanceof ClientEvent.TlsEstablished established) {
                handshakes.add(established.summary().trust().label());
            }
        });
    }

    private static NextHop hop(String host, TlsPeer peer) {
        return NextHop.parse("[" + host + "]:" + peer.port());
    }

    private static Envelope envelope() {
        return Envelope.of("me@example.com", List.of(Recipient.of("you@example.com")));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String fingerprint(X509Certificate certificate) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(certificate.getPublicKey().getEncoded());
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    }
}
