/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.event.TlsSummary.Trust;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.engine.tls.PeerVerifier;
import org.postchaise.engine.tls.TrustStore;
import org.postchaise.engine.tls.client.TlsTarget.Exchanger;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;
import org.postchaise.testkit.TestCa.Identity;

/** RFC 7671 and 7672, as Postfix has them. */
class DaneTest {
    private static final String HOST = "mx.example.com";
    private static final TestCa ROOT = TestCa.root("Test Root");

    private final List<DnsRecord> records = new ArrayList<>();
    private boolean fails;

    private final DnsResolver dns = (name, type, options) -> {
        assertThat(type).isEqualTo(RecordType.TLSA);
        assertThat(name).isEqualTo("_25._tcp." + HOST);
        if (fails) {
            return new DnsAnswer.None(DnsAnswer.Kind.TRY_AGAIN, "no answer", 0);
        }
        return records.isEmpty()
                ? new DnsAnswer.None(DnsAnswer.Kind.NO_SUCH_NAME, "none", 0)
                : new DnsAnswer.Records(records);
    };

    @Test
    void s3_1_1_theServersOwnCertificateNeedsNoNameAndNoDate() throws Exception {
        Identity expired = ROOT.issue(Content.of("x", "other.invalid").shifted(-10));
        tlsa(3, 1, 1, digest("SHA-256", expired.chain().get(0).getPublicKey().getEncoded()));
        assertThat(judged("dane", Exchanger.SECURE, expired)).isEqualTo("VERIFIED true");
        assertThat(judged("dane", Exchanger.SECURE, ROOT.issue(Content.of("x", HOST))))
                .isEqualTo("UNTRUSTED false");
    }

    @Test
    void s3_1_2_anIssuersRecordWantsTheIssuerInTheChainAndTheName() throws Exception {
        TestCa below = ROOT.intermediate("Test Intermediate");
        tlsa(2, 0, 2, digest("SHA-512", below.certificate().getEncoded()));
        assertThat(judged("dane", Exchanger.SECURE, below.issue(Content.of("x", HOST))))
                .isEqualTo("VERIFIED true");
        assertThat(judged("dane", Exchanger.SECURE, below.issue(Content.of("x", "example.com"))))
                .isEqualTo("VERIFIED true");
        assertThat(judged("dane", Exchanger.SECURE, below.issue(Content.of("x", "other.invalid"))))
                .isEqualTo("UNTRUSTED false");
        assertThat(judged(
                        "dane",
                        Exchanger.SECURE,
                        below.issue(Content.of("x", HOST)).alone()))
                .isEqualTo("UNTRUSTED false");
        assertThat(judged(
                        "dane",
                        Exchanger.SECURE,
                        below.issue(Content.of("x", HOST).shifted(-10))))
                .isEqualTo("UNTRUSTED false");
    }

    @Test
    void anIssuerThatIsToldAsAWholeNeedNotBeInTheChain() throws Exception {
        tlsa(2, 0, 0, HexFormat.of().formatHex(ROOT.certificate().getEncoded()));
        assertThat(judged("dane", Exchanger.SECURE, ROOT.issue(Content.of("x", HOST))))
                .isEqualTo("VERIFIED true");
        records.clear();
        tlsa(2, 1, 0, HexFormat.of().formatHex(ROOT.certificate().getPublicKey().getEncoded()));
        assertThat(judged("dane", Exchanger.SECURE, ROOT.issue(Content.of("x", HOST))))
                .isEqualTo("VERIFIED true");
    }

    @Test
    void s9_ofTwoDigestsTheStrongerCounts() throws Exception {
        Identity server = ROOT.issue(Content.of("x", HOST));
        byte[] key = server.chain().get(0).getPublicKey().getEncoded();
        tlsa(3, 1, 1, digest("SHA-256", key));
        tlsa(3, 1, 2, "00".repeat(64));
        assertThat(judged("dane", Exchanger.SECURE, server)).isEqualTo("UNTRUSTED false");
        records.clear();
        tlsa(3, 1, 1, "00".repeat(32));
        tlsa(3, 1, 2, digest("SHA-512", key));
        assertThat(judged("dane", Exchanger.SECURE, server)).isEqualTo("VERIFIED true");
    }

    @Test
    void ofAsManyRecordsAsAreUsedTheOneThatMatchesIsEnough() throws Exception {
        Identity server = ROOT.issue(Content.of("x", HOST));
        for (int i = 1; i < DnsAnswer.MAX_RECORDS; i++) {
            tlsa(3, 1, 1, String.format("%064x", i));
        }
        assertThat(judged("dane", Exchanger.SECURE, server)).isEqualTo("UNTRUSTED false");
        tlsa(3, 1, 1, digest("SHA-256", server.chain().get(0).getPublicKey().getEncoded()));
        assertThat(judged("dane", Exchanger.SECURE, server)).isEqualTo("VERIFIED true");
    }

    @Test
    void s3_1_3_recordsThatCannotBeUsedAskForTlsAllTheSame() {
        Identity server = ROOT.issue(Content.of("x", HOST));
        for (int[] one : new int[][] {{0, 1, 1}, {1, 1, 1}, {3, 1, 9}, {3, 7, 1}, {3, 1, 2}}) {
            records.clear();
            tlsa(one[0], one[1], one[2], "00".repeat(32));
            assertThat(level("dane", Exchanger.SECURE)).isEqualTo("encrypt");
            assertThat(judged("dane", Exchanger.SECURE, server)).isEqualTo("UNTRUSTED true");
            assertThat(judged("dane-only", Exchanger.SECURE, server))
                    .isIn("UNTRUSTED false", "4.7.5 TLSA records unusable");
        }
    }

    @Test
    void withoutRecordsPlaintextWillDoUnlessDaneIsAMust() {
        assertThat(level("dane", Exchanger.SECURE)).isEqualTo("may");
        assertThat(level("dane-only", Exchanger.SECURE)).isEqualTo("4.7.5 no TLSA records found");
        assertThat(level("dane-only", Exchanger.INSECURE)).isEqualTo("4.7.5 non DNSSEC destination");
    }

    @Test
    void s2_2_aLookupThatFailsDefers() {
        fails = true;
        assertThat(level("dane", Exchanger.SECURE)).isEqualTo("4.7.5 TLSA lookup error for mx.example.com:25");
    }

    @Test
    void anMxRecordThatWasNotValidatedMakesTheServerTrustedAtMost() throws Exception {
        Identity server = ROOT.issue(Content.of("x", HOST));
        tlsa(3, 0, 1, digest("SHA-256", server.chain().get(0).getEncoded()));
        assertThat(judged("dane", Exchanger.INSECURE, server)).isEqualTo(Trust.TRUSTED + " true");
    }

    @Test
    void withoutValidationThereIsNoDane() {
        TlsPolicies policies = policies(Map.of("smtp_tls_security_level", "dane", "smtp_dns_support_level", "enabled"));
        assertThat(text(policies.of(target(Exchanger.SECURE)))).isEqualTo("may");
        policies = policies(Map.of("smtp_tls_security_level", "dane-only", "smtp_dns_support_level", "enabled"));
        assertThat(text(policies.of(target(Exchanger.SECURE)))).isEqualTo("4.7.5 client TLS configuration problem");
    }

    private String level(String level, Exchanger exchanger) {
        return text(answer(level, exchanger));
    }

    private static String text(PolicyAnswer answer) {
        return answer instanceof PolicyAnswer.Found found
                ? found.policy().level().toString()
                : ((PolicyAnswer.Unavailable) answer).status() + " " + ((PolicyAnswer.Unavailable) answer).text();
    }

    private String judged(String level, Exchanger exchanger, Identity server) {
        if (!(answer(level, exchanger) instanceof PolicyAnswer.Found found)) {
            return level(level, exchanger);
        }
        PeerVerifier.Verdict verdict = found.policy().verifier().judge(server.chain());
        return verdict.trust() + " " + verdict.accepted();
    }

    private PolicyAnswer answer(String level, Exchanger exchanger) {
        return policies(Map.of("smtp_tls_security_level", level)).of(target(exchanger));
    }

    private TlsPolicies policies(Map<String, String> set) {
        Map<String, String> all = new HashMap<>(Map.of("smtp_dns_support_level", "dnssec"));
        all.putAll(set);
        return TlsPolicies.from(
                Catalog.settings(all),
                () -> new TrustStore(List.of(), 9),
                dns,
                new TableRegistry(TableRegistry.localTypes(), Clock.systemUTC(), warning -> {}),
                () -> {
                    throw new AssertionError("MTA-STS is off");
                });
    }

    private static TlsTarget target(Exchanger exchanger) {
        return new TlsTarget("example.com", "example.com", HOST, 25, new TlsTarget.Trail(exchanger, HOST, true));
    }

    private void tlsa(int usage, int selector, int matching, String association) {
        records.add(new DnsRecord.Tlsa(
                new DnsRecord.Origin("_25._tcp." + HOST, "_25._tcp." + HOST, 60, true),
                usage,
                selector,
                matching,
                association));
    }

    private static String digest(String algorithm, byte[] octets) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(octets));
    }
}
