/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.testkit.FakeDns;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;
import org.postchaise.testkit.TestCa.Identity;
import org.postchaise.testkit.TlsPeer;
import org.postchaise.testkit.TlsPeer.Fault;
import tools.jackson.jr.ob.JSON;

/** What {@code doctor} says of TLS, DANE and logins. */
@Timeout(120)
class DoctorSecurityTest {
    private static final String HOST = "mx1.example.com";
    private static final String PASSWORD = "s3cr3t-pa55word";
    private static final TestCa ROOT = TestCa.root("Test Root");
    private static final Content RIGHT = Content.of("a server", HOST, "127.0.0.1");

    private final FakeDns dns =
            FakeDns.of("example.com MX 10 " + HOST, HOST + " A 127.0.0.1").secure("example.com");

    @TempDir
    Path directory;

    private Path authority;

    @BeforeEach
    void trustTheRoot() throws IOException {
        authority = Files.writeString(directory.resolve("ca.pem"), TestCa.pem(ROOT.certificate()));
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    /** A server with a login for one user, before TLS with LOGIN too. */
    private static final class OneUser implements TlsPeer.Logins {
        @Override
        public String plain() {
            return "LOGIN";
        }

        @Override
        public String secured() {
            return "PLAIN XOAUTH2";
        }

        @Override
        public Function<byte[], String> begin(String mechanism) {
            String right =
                    mechanism.equals("PLAIN") ? "\0ann\0" + PASSWORD : "user=ann\1auth=Bearer " + PASSWORD + "\1\1";
            return response ->
                    new String(response, StandardCharsets.UTF_8).equals(right) ? "235 2.7.0 in" : "535 5.7.8 no";
        }
    }

    private Finished doctor(TlsPeer peer, String... arguments) {
        return doctor("", peer, arguments);
    }

    private Finished doctor(String input, TlsPeer peer, String... arguments) {
        return examine(input, peer, with(arguments, "example.com"));
    }

    private Finished examine(String input, TlsPeer peer, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "doctor",
                "--resolver",
                dns.address(),
                "--port",
                "" + peer.port(),
                "-o",
                "inet_protocols=ipv4",
                "-o",
                "smtp_tls_CAfile=" + authority,
                "-o",
                "smtp_dns_support_level=dnssec",
                "-o",
                "smtp_sasl_tls_security_options=noanonymous"));
        all.addAll(List.of(arguments));
        return Finished.ours(input, all.toArray(String[]::new));
    }

    private static TlsPeer peer(Identity identity, Fault fault) {
        return TlsPeer.start(identity.server(), fault);
    }

    private static Identity certificate(String kind) {
        return switch (kind) {
            case "right" -> ROOT.issue(RIGHT);
            case "expired" -> ROOT.issue(RIGHT.shifted(-10));
            case "other-name" -> ROOT.issue(Content.of("a server", "other.example.net"));
            case "self-signed" -> TestCa.selfSigned(RIGHT);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256", "sha1"})
    void shownFingerprintsAreWhatTheFingerprintLevelTakes(String digest) {
        try (TlsPeer peer = peer(certificate("self-signed"), Fault.NONE)) {
            String use = "smtp_tls_fingerprint_digest=" + digest;
            List<String> shown = doctor(peer, "-o", "smtp_tls_security_level=may", "-o", use)
                    .out()
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith(digest + ":"))
                    .toList();
            assertThat(shown).hasSize(2);
            assertThat(shown.get(0)).matches(digest + ": +certificate [0-9A-F]{2}(:[0-9A-F]{2})+");
            assertThat(shown.get(1)).matches(digest + ": +public key [0-9A-F]{2}(:[0-9A-F]{2})+");
            for (String line : shown) {
                String fingerprint = line.substring(line.lastIndexOf(' ') + 1);
                Finished pinned = doctor(
                        peer,
                        "-o",
                        "smtp_tls_security_level=fingerprint",
                        "-o",
                        use,
                        "-o",
                        "smtp_tls_fingerprint_cert_match=" + fingerprint);
                assertThat(pinned.status()).as(pinned.out()).isZero();
            }
        }
    }

    @Test
    void aTrustedServerIsDescribed() {
        try (TlsPeer peer = peer(certificate("right"), Fault.NONE)) {
            Finished done = doctor(peer, "-o", "smtp_tls_security_level=verify");
            assertThat(done.status()).as(done.out()).isZero();
            assertThat(done.out())
                    .startsWith("example.com: mail can be delivered")
                    .containsPattern("offers:  PIPELINING, STARTTLS")
                    .containsPattern(
                            "TLS:     TLSv1\\.3 with cipher TLS_\\S+ \\(256/256 bits\\); asked for at level verify")
                    .containsPattern("inside:  PIPELINING")
                    .containsPattern("shows:   CN=a server, issued by CN=Test Root, for mx1.example.com 127.0.0.1,"
                            + " expires \\S+ \\((29|30) days left\\), EC 256 bits")
                    .contains("trust:   a trusted authority vouches for it")
                    .contains("names:   it is for one of: mx1.example.com")
                    .contains("DANE:    no TLSA records found")
                    .contains("verdict: accepted as verified")
                    .contains("is ready for mail after")
                    .doesNotContain("logins:")
                    .doesNotContain("note:");
            assertThat(peer.received()).contains("QUIT").noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            may    | expired     | 0  | accepted as untrusted: certificate has expired
            may    | other-name  | 0  | accepted as trusted
            may    | self-signed | 0  | accepted as untrusted: self-signed certificate
            verify | expired     | 75 | refused as untrusted: certificate has expired
            verify | other-name  | 75 | refused as untrusted: hostname mismatch
            verify | self-signed | 75 | refused as untrusted: self-signed certificate
            """)
    void aFaultOfTheCertificateIsNamedAndItsLevelDecides(String level, String kind, int status, String verdict) {
        try (TlsPeer peer = peer(certificate(kind), Fault.NONE)) {
            Finished done = doctor(peer, "-o", "smtp_tls_security_level=" + level);
            assertThat(done.status()).as(done.out()).isEqualTo(status);
            assertThat(done.out()).contains("verdict: " + verdict);
            if (kind.equals("expired")) {
                assertThat(done.out()).containsPattern("expired \\S+ \\([89] days ago\\)");
            }
            if (kind.equals("other-name")) {
                assertThat(done.out()).contains("names:   it is for none of: mx1.example.com");
            }
            if (status != 0) {
                assertThat(done.lines().get(0))
                        .isEqualTo("example.com: mail would be deferred: 4.7.5 Server certificate not verified");
            }
        }
    }

    @Test
    void whatTlsWouldBeIsShownWhereItIsNotAskedFor() {
        try (TlsPeer peer = peer(certificate("self-signed"), Fault.NONE)) {
            Finished done = doctor(peer);
            assertThat(done.status()).isZero();
            assertThat(done.out())
                    .contains("bits); not asked for (smtp_tls_security_level)")
                    .contains("trust:   self-signed certificate")
                    .contains("names:   it is for one of: mx1.example.com");
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void tlsThatIsNotOfferedOrNotEvenTriedIsSaid() {
        try (TlsPeer peer = peer(certificate("right"), Fault.NOT_OFFERED)) {
            Finished done = doctor(peer, "-o", "smtp_tls_security_level=encrypt");
            assertThat(done.status()).isEqualTo(75);
            assertThat(done.out())
                    .contains("TLS:     not offered; asked for at level encrypt")
                    .contains("fails:   4.7.4 TLS is required, but was not offered by host mx1.example.com[127.0.0.1]");
            assertThat(doctor(peer, "-o", "smtp_tls_security_level=may").status())
                    .isZero();
        }
    }

    @Test
    void aHandshakeThatBreaksOffIsSaidAndWhatBecomesOfTheMail() {
        try (TlsPeer peer = peer(certificate("right"), Fault.GARBAGE)) {
            Finished done = doctor(peer, "-o", "smtp_tls_security_level=may");
            assertThat(done.status()).isEqualTo(75);
            assertThat(done.out())
                    .contains("TLS:     the handshake broke off: ")
                    .contains("fails:   4.7.5 Cannot start TLS: handshake failure")
                    .contains("note: mx1.example.com breaks TLS off: mail that is older than minimal_backoff_time");
        }
    }

    @Test
    void daneThatMatchesNamesTheRecord() throws Exception {
        Identity identity = certificate("self-signed");
        String digest = digest(identity.chain().get(0));
        try (TlsPeer peer = peer(identity, Fault.NONE)) {
            String name = "_" + peer.port() + "._tcp." + HOST;
            dns.add(name + " TLSA 3 1 1 " + "00".repeat(32)).add(name + " TLSA 3 1 1 " + digest);
            Finished done = doctor(peer, "-o", "smtp_tls_security_level=dane");
            assertThat(done.status()).as(done.out()).isZero();
            assertThat(done.out())
                    .contains("TLSA of " + name + ": 3 1 1 ")
                    .contains("(validated, for 60 s)")
                    .contains("DANE:    matches TLSA 3 1 1 " + digest)
                    .contains("asked for at level dane")
                    .contains("verdict: accepted as verified");
            Finished unasked = doctor(peer, "-o", "smtp_tls_security_level=may", "-o", "smtp_dns_support_level=");
            assertThat(unasked.out())
                    .contains("DANE:    matches TLSA 3 1 1 " + digest)
                    .contains("verdict: accepted as untrusted");
        }
    }

    @Test
    void daneThatDoesNotMatchDefersTheMail() {
        try (TlsPeer peer = peer(certificate("right"), Fault.NONE)) {
            dns.add("_" + peer.port() + "._tcp." + HOST + " TLSA 3 1 1 " + "00".repeat(32));
            Finished done = doctor(peer, "-o", "smtp_tls_security_level=dane");
            assertThat(done.status()).isEqualTo(75);
            assertThat(done.out())
                    .contains("DANE:    does not match: no matching DANE TLSA records")
                    .contains("verdict: refused as untrusted: no matching DANE TLSA records");
            assertThat(doctor(peer, "-o", "smtp_tls_security_level=may").status())
                    .isZero();
        }
    }

    @Test
    void recordsThatNobodyVouchesForAreNoDane() {
        dns.add("plain.example MX 10 mx.plain.example").add("mx.plain.example A 127.0.0.1");
        try (TlsPeer peer = peer(certificate("right"), Fault.NONE)) {
            dns.add("_" + peer.port() + "._tcp.mx.plain.example TLSA 3 1 1 " + "00".repeat(32));
            Finished done = Finished.ours(
                    "",
                    "doctor",
                    "--resolver",
                    dns.address(),
                    "--port",
                    "" + peer.port(),
                    "-o",
                    "inet_protocols=ipv4",
                    "-o",
                    "smtp_dns_support_level=dnssec",
                    "-o",
                    "smtp_tls_security_level=dane",
                    "plain.example");
            assertThat(done.status()).as(done.out()).isZero();
            assertThat(done.out())
                    .contains("asked for at level may")
                    .contains(
                            "DANE:    no TLSA records found: the address of mx.plain.example is not validated (DNSSEC)");
        }
    }

    @Test
    void aPolicyHostThatFailsIsToldByTheExitStatus() {
        dns.add("sts.invalid MX 10 " + HOST).add("_mta-sts.sts.invalid TXT v=STSv1; id=1");
        try (TlsPeer peer = peer(certificate("right"), Fault.NONE)) {
            String[] asked = {"-o", "smtp_tls_security_level=may", "-o", "smtp_tls_mta_sts_timeout=5s", "sts.invalid"};
            assertThat(examine("", peer, asked).status()).isZero();
            Finished heeding = examine("", peer, with(new String[] {"-o", "smtp_tls_mta_sts_enable=yes"}, asked));
            assertThat(heeding.status()).as(heeding.out()).isEqualTo(75);
            assertThat(heeding.lines().get(0))
                    .startsWith(
                            "sts.invalid: mail can be delivered, but without the MTA-STS policy: mta-sts.sts.invalid: ");
        }
    }

    private static String digest(X509Certificate certificate) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(certificate.getPublicKey().getEncoded()));
    }

    @Test
    void aLoginIsTriedWithAPasswordOfAFileOrOfStandardInput() throws IOException {
        Path right = Files.writeString(directory.resolve("right"), PASSWORD + "\nsecond line\n");
        try (TlsPeer peer = TlsPeer.start(certificate("right").server(), Fault.NONE, new OneUser())) {
            String[] common = {"-o", "smtp_tls_security_level=verify", "--user", "ann", "--password-file"};
            Finished good = doctor(peer, with(common, right.toString()));
            assertThat(good.status()).as(good.out()).isZero();
            assertThat(good.out())
                    .contains("logins:  before TLS LOGIN; under TLS PLAIN XOAUTH2")
                    .contains("login:   taken with PLAIN");
            assertThat(doctor(PASSWORD + "\n", peer, with(common, "-")).status())
                    .isZero();
            Finished bad = doctor("wrong-" + PASSWORD, peer, with(common, "-"));
            assertThat(bad.status()).isEqualTo(75);
            assertThat(bad.out())
                    .contains("login:   failed with PLAIN")
                    .contains("fails:   4.7.8 SASL authentication failed; server mx1.example.com[127.0.0.1] said:"
                            + " 535 5.7.8 no");
            for (Finished done : List.of(good, bad)) {
                assertNoSecretIn(done);
            }
            assertNoSecretIn(doctor(peer, with(common, with(new String[] {right.toString()}, "--format", "json"))));
        }
    }

    @Test
    void aLoginIsTriedWithAToken() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), PASSWORD);
        try (TlsPeer peer = TlsPeer.start(certificate("right").server(), Fault.NONE, new OneUser())) {
            Finished done = doctor(
                    peer, "-o", "smtp_tls_security_level=encrypt", "--user", "ann", "--token-file", token.toString());
            assertThat(done.status()).as(done.out()).isZero();
            assertThat(done.out()).contains("login:   taken with XOAUTH2");
            assertNoSecretIn(done);
        }
    }

    @Test
    void aLoginThatIsNotOfferedIsAFailure() {
        try (TlsPeer peer = peer(certificate("right"), Fault.NONE)) {
            Finished done = doctor(PASSWORD, peer, "--user", "ann", "--password-file", "-");
            assertThat(done.status()).isEqualTo(75);
            assertThat(done.out())
                    .contains("login:   not offered")
                    .contains("a login was asked for, but is not offered by host mx1.example.com[127.0.0.1]");
        }
    }

    private static String[] with(String[] first, String... more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void assertNoSecretIn(Finished done) {
        String all = done.out() + done.err();
        assertThat(all)
                .doesNotContain(PASSWORD)
                .doesNotContain(
                        Base64.getEncoder().encodeToString(("\0ann\0" + PASSWORD).getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --user ann | a login needs --user and either --password-file or --token-file
            --password-file - | a login needs --user
            --user ann --password-file /nonexistent/file | /nonexistent/file: no such file
            --user ann --password-file - | standard input: the first line is empty; expected a password or token
            --user ann --password secret | no option --password of "postchaise doctor"
            """)
    void whatIsWrongWithALoginIsSaidInOneLine(String arguments, String text) {
        Finished done = Finished.ours("", ("doctor example.com " + arguments).split(" ", -1));
        assertThat(done.status()).isEqualTo(64);
        assertThat(done.err()).contains(text).hasLineCount(1);
    }

    @Test
    void jsonHoldsTheSameOfTls() throws Exception {
        Identity identity = certificate("right");
        try (TlsPeer peer = TlsPeer.start(identity.server(), Fault.NONE, new OneUser())) {
            dns.add("_" + peer.port() + "._tcp." + HOST + " TLSA 3 1 1 "
                    + digest(identity.chain().get(0)));
            Finished done = doctor(
                    PASSWORD,
                    peer,
                    "-o",
                    "smtp_tls_security_level=dane-only",
                    "--user",
                    "ann",
                    "--password-file",
                    "-",
                    "--format",
                    "json");
            assertThat(done.status()).as(done.out()).isZero();
            Map<?, ?> site = (Map<?, ?>) ((List<?>) JSON.std.mapFrom(done.out()).get("sites")).get(0);
            Map<?, ?> host = (Map<?, ?>) ((List<?>) site.get("hosts")).get(0);
            assertThat(host.get("lookups").toString()).contains("TLSA");
            Map<?, ?> contact = (Map<?, ?>) host.get("contact");
            assertThat(contact.get("mechanisms")).isEqualTo(List.of("LOGIN"));
            assertThat(contact.get("securedMechanisms")).isEqualTo(List.of("PLAIN", "XOAUTH2"));
            assertThat(contact.get("login")).isEqualTo(Map.of("state", "taken", "mechanism", "PLAIN"));
            Map<?, ?> tls = (Map<?, ?>) contact.get("tls");
            assertThat(tls.get("level")).isEqualTo("dane-only");
            assertThat(tls.get("trust")).isEqualTo("verified");
            assertThat(tls.get("accepted")).isEqualTo(true);
            assertThat(tls.get("named")).isEqualTo(true);
            assertThat(((Map<?, ?>) tls.get("dane")).get("verdict")).isEqualTo("match");
            assertThat(((Map<?, ?>) tls.get("mtaSts")).get("verdict")).isEqualTo("none");
            Map<?, ?> shown = (Map<?, ?>) ((List<?>) tls.get("certificates")).get(0);
            assertThat(shown.get("subject")).isEqualTo("CN=a server");
            assertThat(shown.get("key")).isEqualTo("EC 256 bits");
        }
    }
}
