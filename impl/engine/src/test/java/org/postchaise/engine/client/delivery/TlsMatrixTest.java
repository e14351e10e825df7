/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.NameServerPeers;
import org.postchaise.engine.Postfix;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;
import org.postchaise.testkit.TestCa.Identity;
import org.postchaise.testkit.TestCa.Keys;
import org.postchaise.testkit.TlsPeer;
import org.postchaise.testkit.TlsPeer.Fault;

/**
 * What becomes of a mail at each level, whatever is wrong with the server: by Postfix's smtp(8) and by ours. The table has the
 * first letter of the log's word (Anonymous, Untrusted, Trusted, Verified) and the enhanced status; Postfix's first where they
 * differ.
 */
@Timeout(300)
class TlsMatrixTest {
    private static final String HOST = "mx.signed.test";
    private static final TestCa ROOT = TestCa.root("Test Root");

    /** What the zone says of a server. */
    private enum Tlsa {
        NONE,
        SERVER,
        ISSUER,
        OTHER
    }

    private final PublishedPeers peers = new PublishedPeers();

    private static Map<String, Identity> certificates() {
        Content right = Content.of("a server", HOST);
        TestCa below = ROOT.intermediate("Test Intermediate");
        Map<String, Identity> all = new LinkedHashMap<>();
        all.put("right", ROOT.issue(right));
        all.put("expired", ROOT.issue(right.shifted(-10)));
        all.put("not-yet-valid", ROOT.issue(right.shifted(10)));
        all.put("other-name", ROOT.issue(Content.of(HOST, "other.example.net")));
        all.put("common-name-only", ROOT.issue(Content.of(HOST)));
        all.put("wildcard", ROOT.issue(Content.of("a server", "*.signed.test")));
        all.put("intermediate", below.issue(right));
        all.put("no-intermediate", below.issue(right).alone());
        all.put("self-signed", TestCa.selfSigned(right));
        all.put("sha1", ROOT.issueWithSha1(right));
        all.put("rsa-2048", ROOT.issue(right, Keys.RSA_2048));
        all.put("rsa-1024", ROOT.issue(right, Keys.RSA_1024));
        all.put("p-384", ROOT.issue(right, Keys.P384));
        return all;
    }

    private static final Map<String, Fault> FAULTS = new LinkedHashMap<>();

    static {
        FAULTS.put("not-offered", Fault.NOT_OFFERED);
        FAULTS.put("refused", Fault.REFUSED);
        FAULTS.put("broken-off", Fault.BROKEN_OFF);
        FAULTS.put("no-tls", Fault.GARBAGE);
        FAULTS.put("injection", Fault.INJECTION);
        FAULTS.put("lost-afterwards", Fault.LOST_AFTERWARDS);
    }

    @Test
    void postfixAndOursComeToTheSameWithEachServerAtEachLevel(@TempDir Path home, @TempDir Path names)
            throws Exception {
        Postfix postfix = Postfix.in(home).assumeInstalled();
        Map<String, Identity> certificates = certificates();
        TlsComparison comparison = new TlsComparison(
                Map.of("smtp_tls_CAfile", TlsComparison.file(home, "ca.pem", TestCa.pem(ROOT.certificate()))));
        levels(comparison, certificates.values());
        try (peers) {
            for (Map.Entry<String, Identity> one : certificates.entrySet()) {
                row(comparison, one.getKey(), one.getValue(), Fault.NONE);
            }
            for (Map.Entry<String, Fault> one : FAULTS.entrySet()) {
                row(comparison, one.getKey(), certificates.get("right"), one.getValue());
            }
            try (NameServerPeers dns = NameServerPeers.startForSystem(names, peers.zones())) {
                List<TlsComparison.Compared> all = comparison.run(postfix, dns);
                System.out.print(TlsComparison.table(all));
                assertThat(TlsComparison.unexplained(all, Map.of())).isEmpty();
            }
        }
    }

    private static void levels(TlsComparison comparison, Iterable<Identity> servers) throws Exception {
        List<String> right = new ArrayList<>();
        for (Identity server : servers) {
            right.add(digest(server.chain().get(0).getPublicKey().getEncoded()));
        }
        for (String level : List.of("none", "encrypt", "verify", "secure", "dane", "dane-only")) {
            comparison.level("at-" + level, Map.of("smtp_tls_security_level", level));
        }
        comparison.level("at-may", Map.of("smtp_tls_security_level", "may", "minimal_backoff_time", "1h"));
        comparison.level("at-may-aged", Map.of("smtp_tls_security_level", "may", "minimal_backoff_time", "1s"));
        comparison.level(
                "at-fingerprint",
                Map.of(
                        "smtp_tls_security_level",
                        "fingerprint",
                        "smtp_tls_fingerprint_cert_match",
                        right.stream().map(TlsMatrixTest::colons).collect(Collectors.joining(" "))));
        comparison.level(
                "at-fingerprint-wrong",
                Map.of(
                        "smtp_tls_security_level",
                        "fingerprint",
                        "smtp_tls_fingerprint_cert_match",
                        colons("00".repeat(32))));
    }

    private void row(TlsComparison comparison, String name, Identity server, Fault fault) throws Exception {
        String plain = HOST + "]:" + peer(server, fault, Tlsa.NONE);
        for (String level :
                List.of("none", "may", "may-aged", "encrypt", "fingerprint", "fingerprint-wrong", "verify")) {
            comparison.add(name, level, "at-" + level, "[" + plain);
        }
        comparison.add(name, "secure", "at-secure", "[" + plain);
        int issuer = peer(server, fault, Tlsa.ISSUER);
        int own = peer(server, fault, Tlsa.SERVER);
        int other = peer(server, fault, Tlsa.OTHER);
        for (String level : List.of("dane", "dane-only")) {
            String title = level.equals("dane") ? "dane" : "only";
            comparison.add(name, title + " server", "at-" + level, "[" + HOST + "]:" + own);
            comparison.add(name, title + " issuer", "at-" + level, "[" + HOST + "]:" + issuer);
            comparison.add(name, title + " other", "at-" + level, "[" + HOST + "]:" + other);
            comparison.add(name, title + " none", "at-" + level, "[" + plain);
            comparison.add(name, title + " insecure", "at-" + level, "[mx.plain.test]:" + own);
        }
    }

    /** Starts a server of which the zones say that; its port. */
    private int peer(Identity server, Fault fault, Tlsa tlsa) throws Exception {
        X509Certificate own = server.chain().get(0);
        String data = switch (tlsa) {
            case NONE -> "";
            case SERVER -> "3 1 1 " + digest(own.getPublicKey().getEncoded());
            case ISSUER ->
                "2 0 0 " + HexFormat.of().formatHex(ROOT.certificate().getEncoded());
            case OTHER -> "3 1 1 " + "00".repeat(32);
        };
        return peers.start(TlsPeer.start(server.server(), fault), data);
    }

    private static String digest(byte[] octets) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }

    private static String colons(String hex) {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(HexFormat.of().parseHex(hex));
    }
}
