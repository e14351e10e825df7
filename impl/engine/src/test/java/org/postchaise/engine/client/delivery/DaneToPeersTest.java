/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.NameServerPeers;
import org.postchaise.engine.NameServerPeers.Zone;
import org.postchaise.engine.Postfix;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;
import org.postchaise.testkit.TestCa.Identity;
import org.postchaise.testkit.TlsPeer;
import org.postchaise.testkit.TlsPeer.Fault;

/**
 * DANE by records of zones that NSD serves and Unbound validates: what becomes of a mail, by Postfix's smtp(8) and by ours. The table
 * is that of {@link TlsMatrixTest}.
 */
@Timeout(300)
class DaneToPeersTest {
    private static final TestCa ROOT = TestCa.root("Test Root");
    private static final TestCa BELOW = ROOT.intermediate("Test Intermediate");
    private static final Content RIGHT = Content.of("a server", "mx.signed.test");
    private static final int LARGE = 55;
    private static final String OTHER = "00".repeat(32);

    private final PublishedPeers peers = new PublishedPeers();
    private final TlsComparison comparison = new TlsComparison(Map.of())
            .level("at-dane", Map.of("smtp_tls_security_level", "dane"))
            .level("at-dane-only", Map.of("smtp_tls_security_level", "dane-only"))
            .level("at-agile", Map.of("smtp_tls_security_level", "dane", "tls_dane_digests", "sha256"))
            .level(
                    "at-encrypt-mx",
                    Map.of("smtp_tls_security_level", "dane", "smtp_tls_dane_insecure_mx_policy", "encrypt"))
            .level("at-may-mx", Map.of("smtp_tls_security_level", "dane", "smtp_tls_dane_insecure_mx_policy", "may"))
            .level(
                    "at-forced",
                    Map.of("smtp_tls_security_level", "dane", "smtp_tls_force_insecure_host_tlsa_lookup", "yes"));

    @Test
    void postfixAndOursComeToTheSameWithEachRecord(@TempDir Path home, @TempDir Path names) throws Exception {
        Postfix postfix = Postfix.in(home).assumeInstalled();
        try (peers) {
            serverRecords();
            issuerRecords();
            oddRecords();
            lookups();
            aliases();
            exchangers();
            List<Zone> zones = new ArrayList<>(peers.zones());
            zones.set(0, zones.get(0).damagedAt(".*bogus.*"));
            zones.add(Zone.missing("_tcp.fails.signed.test"));
            try (NameServerPeers dns = NameServerPeers.startForSystem(names, zones)) {
                List<TlsComparison.Compared> all = comparison.run(postfix, dns);
                System.out.print(TlsComparison.table(all));
                assertThat(TlsComparison.unexplained(all, Map.of())).isEmpty();
            }
        }
    }

    private void serverRecords() throws Exception {
        Identity server = ROOT.issue(RIGHT);
        X509Certificate own = server.chain().get(0);
        byte[] key = own.getPublicKey().getEncoded();
        row("3 0 0", server, "3 0 0 " + hex(own.getEncoded()));
        row("3 0 1", server, "3 0 1 " + digest("SHA-256", own.getEncoded()));
        row("3 0 2", server, "3 0 2 " + digest("SHA-512", own.getEncoded()));
        row("3 1 0", server, "3 1 0 " + hex(key));
        row("3 1 1", server, "3 1 1 " + digest("SHA-256", key));
        row("3 1 2", server, "3 1 2 " + digest("SHA-512", key));
        row("mismatch", server, "3 1 1 " + OTHER);
        row("one of two", server, "3 1 1 " + OTHER, "3 1 1 " + digest("SHA-256", key));
        row("weaker matches", server, "3 1 1 " + digest("SHA-256", key), "3 1 2 " + "00".repeat(64));
        row("stronger matches", server, "3 1 1 " + OTHER, "3 1 2 " + digest("SHA-512", key));
        row("whole one beside", server, "3 1 1 " + OTHER, "3 1 0 " + hex(key));
        Identity expired = ROOT.issue(Content.of("x", "other.test").shifted(-10));
        row("3, all else wrong", expired, "3 1 1 " + digest("SHA-256", key(expired)));
        List<String> many = new ArrayList<>();
        for (int i = 0; i < LARGE; i++) {
            many.add("3 0 0 " + hex(ROOT.issue(RIGHT).chain().get(0).getEncoded()));
        }
        assertThat(many.stream().mapToInt(data -> data.length() / 2).sum()).isGreaterThan(16 * 1024);
        row("16 KB, none right", server, many.toArray(String[]::new));
        many.add("3 1 1 " + digest("SHA-256", key));
        row("16 KB, one right", server, many.toArray(String[]::new));
    }

    private void issuerRecords() throws Exception {
        Identity direct = ROOT.issue(RIGHT);
        Identity withRoot = with(direct, ROOT.certificate());
        byte[] root = ROOT.certificate().getEncoded();
        byte[] rootKey = ROOT.certificate().getPublicKey().getEncoded();
        row("2 0 0", direct, "2 0 0 " + hex(root));
        row("2 1 0", direct, "2 1 0 " + hex(rootKey));
        row("2 0 1", withRoot, "2 0 1 " + digest("SHA-256", root));
        row("2 1 1", withRoot, "2 1 1 " + digest("SHA-256", rootKey));
        row("2 0 1, not sent", direct, "2 0 1 " + digest("SHA-256", root));
        row(
                "2 0 1, its own",
                direct,
                "2 0 1 " + digest("SHA-256", direct.chain().get(0).getEncoded()));
        row("2 0 0, its own", direct, "2 0 0 " + hex(direct.chain().get(0).getEncoded()));
        Identity below = BELOW.issue(RIGHT);
        String intermediate = "2 0 1 " + digest("SHA-256", BELOW.certificate().getEncoded());
        row("2 0 1, below", below, intermediate);
        row("2 0 1, below, not sent", below.alone(), intermediate);
        row(
                "2 0 0, below, not sent",
                below.alone(),
                "2 0 0 " + hex(BELOW.certificate().getEncoded()));
        row("2, name of next hop", ROOT.issue(Content.of("x", "signed.test")), "2 0 0 " + hex(root));
        row("2, other name", ROOT.issue(Content.of("x", "other.test")), "2 0 0 " + hex(root));
        row("2, expired", ROOT.issue(RIGHT.shifted(-10)), "2 0 0 " + hex(root));
        TestCa old = ROOT.intermediate(Content.of("Old").shifted(-10));
        row(
                "2, expired itself",
                old.issue(RIGHT),
                "2 0 1 " + digest("SHA-256", old.certificate().getEncoded()));
        TestCa gone = TestCa.root(Content.of("Gone").shifted(-10));
        Identity ofGone = gone.issue(RIGHT);
        row("2 0 0, expired root", ofGone, "2 0 0 " + hex(gone.certificate().getEncoded()));
        row(
                "2 0 1, expired root",
                with(ofGone, gone.certificate()),
                "2 0 1 " + digest("SHA-256", gone.certificate().getEncoded()));
        row("2 right, 3 not", direct, "2 0 0 " + hex(root), "3 1 1 " + OTHER);
        row("3 right, 2 not", direct, "2 0 1 " + OTHER, "3 1 1 " + digest("SHA-256", key(direct)));
    }

    private void oddRecords() throws Exception {
        Identity server = ROOT.issue(RIGHT);
        String right = digest("SHA-256", key(server));
        row("usage 0", server, "0 1 1 " + right);
        row("usage 1", server, "1 1 1 " + right);
        row("usage 4", server, "4 1 1 " + right);
        row("usage 255", server, "255 1 1 " + right);
        row("selector 2", server, "3 2 1 " + right);
        row("matching 3", server, "3 1 3 " + right);
        row("matching 255", server, "3 1 255 " + right);
        row("too short", server, "3 1 1 " + right.substring(2));
        row("too long", server, "3 1 1 " + right + "00");
        row("no certificate", server, "2 0 0 " + right);
        row("no key", server, "2 1 0 " + right);
        row("3 0 0, garbage", server, "3 0 0 " + right);
        row("unusable and right", server, "1 1 1 " + right, "3 1 1 " + right);
        row("unusable and other", server, "1 1 1 " + right, "3 1 1 " + OTHER);
        int port =
                peers.start(TlsPeer.start(server.server(), Fault.NONE), "3 1 1 " + right, "3 1 2 " + "00".repeat(64));
        comparison.add("sha256 only", "dane", "at-agile", "[mx.signed.test]:" + port);
        int without = peers.start(TlsPeer.start(server.server(), Fault.NOT_OFFERED), "1 1 1 " + right);
        both("unusable, no TLS", "[mx.signed.test]:" + without);
        int alone = peers.start(TlsPeer.start(server.server(), Fault.NOT_OFFERED), "3 1 1 " + right);
        both("right, no TLS", "[mx.signed.test]:" + alone);
    }

    private void lookups() throws Exception {
        Identity server = ROOT.issue(RIGHT);
        String right = "3 1 1 " + digest("SHA-256", key(server));
        int port = peers.start(TlsPeer.start(server.server(), Fault.NONE));
        both("none", "[mx.signed.test]:" + port);
        both("not signed", "[mx.plain.test]:" + port);
        peers.say("text IN A 127.0.0.1");
        peers.say("_" + port + "._tcp.text IN TXT \"something else\"");
        both("no TLSA data", "[text.signed.test]:" + port);
        peers.say("_" + port + "._tcp.tlsa-bogus IN TLSA " + right);
        peers.say("tlsa-bogus IN TXT \"a name\"");
        peers.say("fails IN A 127.0.0.1");
        both("TLSA fails", "[fails.signed.test]:" + port);
        peers.say("host IN A 127.0.0.1");
        peers.say("_" + port + "._tcp.host IN CNAME _" + port + "._tcp.tlsa-bogus");
        both("TLSA bogus", "[host.signed.test]:" + port);
        peers.say("address-bogus IN A 127.0.0.1");
        both("address bogus", "[address-bogus.signed.test]:" + port);
        peers.say("shared IN A 127.0.0.1");
        peers.say("_" + port + "._tcp.shared IN CNAME _tlsa");
        peers.say("_tlsa IN TLSA " + right);
        both("TLSA by alias", "[shared.signed.test]:" + port);
        peers.say("half IN A 127.0.0.1");
        peers.say("_" + port + "._tcp.half IN CNAME _tlsa.plain.test.");
        both("TLSA by alias, not signed", "[half.signed.test]:" + port);
        peers.say("circle IN A 127.0.0.1");
        peers.say("_" + port + "._tcp.circle IN CNAME _" + port + "._tcp.round");
        peers.say("_" + port + "._tcp.round IN CNAME _" + port + "._tcp.circle");
        both("TLSA by a loop", "[circle.signed.test]:" + port);
        comparison.add("not signed", "forced", "at-forced", "[mx.plain.test]:" + port);
    }

    private void aliases() throws Exception {
        Identity server = ROOT.issue(Content.of("x", "mx.signed.test", "alias.signed.test"));
        String right = "3 1 1 " + digest("SHA-256", key(server));
        int target = peers.start(TlsPeer.start(server.server(), Fault.NONE), right);
        peers.say("alias IN CNAME mx");
        both("alias, TLSA at target", "[alias.signed.test]:" + target);
        int own = peers.start(TlsPeer.start(server.server(), Fault.NONE));
        peers.say("_" + own + "._tcp.alias IN TLSA " + right);
        both("alias, TLSA at alias", "[alias.signed.test]:" + own);
        int two = peers.start(TlsPeer.start(server.server(), Fault.NONE), "3 1 1 " + OTHER);
        peers.say("_" + two + "._tcp.alias IN TLSA " + right);
        both("alias, other at target", "[alias.signed.test]:" + two);
        peers.say("out IN CNAME mx.plain.test.");
        peers.say("_" + own + "._tcp.out IN TLSA " + right);
        both("alias to unsigned", "[out.signed.test]:" + own);
        peers.say("in IN CNAME mx.signed.test.");
        both("unsigned alias", "[in.plain.test]:" + target);
        comparison.add("unsigned alias", "forced", "at-forced", "[in.plain.test]:" + target);
        peers.say("twice IN CNAME alias");
        both("two aliases", "[twice.signed.test]:" + target);
    }

    private void exchangers() throws Exception {
        Identity server = ROOT.issue(RIGHT);
        String right = "3 1 1 " + digest("SHA-256", key(server));
        int port = peers.start(TlsPeer.start(server.server(), Fault.NONE), right);
        peers.say("domain IN MX 10 mx.signed.test.");
        both("MX", "domain.signed.test:" + port);
        int insecure = peers.start(TlsPeer.start(server.server(), Fault.NONE), right);
        both("MX not signed", "domain.plain.test:" + insecure);
        comparison.add("MX not signed", "encrypt-mx", "at-encrypt-mx", "domain.plain.test:" + insecure);
        comparison.add("MX not signed", "may-mx", "at-may-mx", "domain.plain.test:" + insecure);
        peers.say("mixed IN MX 10 mx.plain.test.");
        both("MX to unsigned", "mixed.signed.test:" + port);
        int other = peers.start(TlsPeer.start(server.server(), Fault.NONE), "3 1 1 " + OTHER);
        both("MX not signed, mismatch", "domain.plain.test:" + other);
        comparison.add("MX not signed, mismatch", "may-mx", "at-may-mx", "domain.plain.test:" + other);
        Identity named = ROOT.issue(Content.of("x", "domain.signed.test"));
        int issued = peers.start(
                TlsPeer.start(named.server(), Fault.NONE),
                "2 0 0 " + hex(ROOT.certificate().getEncoded()));
        both("2, name of domain", "domain.signed.test:" + issued);
        int elsewhere = peers.start(
                TlsPeer.start(named.server(), Fault.NONE),
                "2 0 0 " + hex(ROOT.certificate().getEncoded()));
        both("2, name of other domain", "domain.plain.test:" + elsewhere);
        peers.say("two IN MX 10 mx.signed.test.");
        peers.say("two IN MX 20 second.signed.test.");
        peers.say("second IN A 127.0.0.1");
        peers.say("_" + other + "._tcp.second IN TLSA " + right);
        both("second MX right", "two.signed.test:" + other);
    }

    private void row(String name, Identity server, String... tlsa) {
        both(name, "[mx.signed.test]:" + peers.start(TlsPeer.start(server.server(), Fault.NONE), tlsa));
    }

    private void both(String name, String nextHop) {
        comparison.add(name, "dane", "at-dane", nextHop);
        comparison.add(name, "dane-only", "at-dane-only", nextHop);
    }

    private static Identity with(Identity server, X509Certificate more) {
        List<X509Certificate> chain = new ArrayList<>(server.chain());
        chain.add(more);
        return new Identity(server.key(), chain);
    }

    private static byte[] key(Identity server) {
        return server.chain().get(0).getPublicKey().getEncoded();
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    private static String digest(String algorithm, byte[] octets) throws GeneralSecurityException {
        return hex(MessageDigest.getInstance(algorithm).digest(octets));
    }
}
