/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.NameServerPeers;
import org.postchaise.engine.OpenSsl;
import org.postchaise.engine.Postfix;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;
import org.postchaise.testkit.TestCa.Identity;
import org.postchaise.testkit.TestCa.Keys;
import org.postchaise.testkit.TlsPeer;
import org.postchaise.testkit.TlsPeer.Fault;

/**
 * Servers that speak TLS by OpenSSL with certificates that are odd: what becomes of a mail at some levels, by Postfix's smtp(8)
 * and by ours. The table is that of {@link TlsMatrixTest}.
 */
@Timeout(300)
class OddCertificatesTest {
    private static final TestCa OWN = TestCa.root("Test Root");
    private static final int TOO_DEEP = 12;

    /** What our answer is where it differs, and why. */
    private static final Map<String, String> DIFFERENCES = Map.of(
            "md5", "- 4.7.5: Java's TLS takes no signature over MD5",
            "spelled-out-curve", "- 4.7.5: Java knows curves by their names",
            "no-names-at-all", "- 4.7.5: Java reads no certificate without subject and names",
            "twelve-deep", "- 4.7.5: Java takes ten certificates (jdk.tls.maxCertificateChainLength)",
            "below-md5", "U 2.0.0: Java finds no path over MD5, and nothing depends on it there");

    /** Name, key, issuer, digest, subject, extensions; the first ones are issuers. */
    private static final String REQUESTS = """
            no-authority       | EC:P-256:named_curve   | root | sha256 | /CN=No authority | subjectAltName=DNS:mx.signed.test
            path-zero          | EC:P-256:named_curve   | root | sha256 | /CN=Path zero    | basicConstraints=critical,CA:TRUE,pathlen:0
            below-path-zero    | EC:P-256:named_curve   | path-zero | sha256 | /CN=Below   | basicConstraints=critical,CA:TRUE
            constrained        | EC:P-256:named_curve   | root | sha256 | /CN=Constrained  | basicConstraints=critical,CA:TRUE;nameConstraints=critical,permitted;DNS:other.test
            cannot-sign        | EC:P-256:named_curve   | root | sha256 | /CN=Can not sign | basicConstraints=critical,CA:TRUE;keyUsage=cRLSign
            md5-authority      | RSA:2048               | root | md5    | /CN=MD5          | basicConstraints=critical,CA:TRUE
            md5                | RSA:2048 | root | md5    | /CN=a server | subjectAltName=DNS:mx.signed.test
            rsa-512            | RSA:512  | root | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test
            rsa-4096           | RSA:4096 | root | sha512 | /CN=a server | subjectAltName=DNS:mx.signed.test
            p-521              | EC:P-521:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test
            secp256k1          | EC:secp256k1:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test
            brainpool          | EC:brainpoolP256r1:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test
            spelled-out-curve  | EC:P-256:explicit | root | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test
            ed448              | ED448 | root | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test
            version-1          | EC:P-256:named_curve | root | sha256 | /CN=mx.signed.test |
            version-1-self     | EC:P-256:named_curve | self | sha256 | /CN=mx.signed.test |
            no-names-at-all    | EC:P-256:named_curve | root | sha256 | / | basicConstraints=CA:FALSE
            empty-subject      | EC:P-256:named_curve | root | sha256 | / | subjectAltName=critical,DNS:mx.signed.test
            two-common-names   | EC:P-256:named_curve | root | sha256 | /CN=other.test/CN=mx.signed.test | basicConstraints=CA:FALSE
            two-other-way      | EC:P-256:named_curve | root | sha256 | /CN=mx.signed.test/CN=other.test | basicConstraints=CA:FALSE
            mail-name-only     | EC:P-256:named_curve | root | sha256 | /CN=mx.signed.test | subjectAltName=email:me@other.test
            address-only       | EC:P-256:named_curve | root | sha256 | /CN=mx.signed.test | subjectAltName=IP:127.0.0.1
            upper-case         | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:MX.Signed.TEST
            final-dot          | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test.
            star-alone         | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:*
            star-top           | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:*.test
            star-below         | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:mx.*.test
            star-in-label      | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:m*.signed.test
            star-twice         | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:*.*.test
            star-common-name   | EC:P-256:named_curve | root | sha256 | /CN=*.signed.test | basicConstraints=CA:FALSE
            nul-in-name        | EC:P-256:named_curve | root | sha256 | /CN=mx.signed.test | subjectAltName=DER:30:1b:82:19:6d:78:2e:73:69:67:6e:65:64:2e:74:65:73:74:00:2e:65:76:69:6c:2e:74:65:73:74
            nul-and-right-name | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DER:30:16:82:03:61:00:62:82:0f:6d:78:2e:73:69:67:6e:65:64:2e:74:65:73:74:00
            space-in-name      | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DER:30:11:82:0f:6d:78:2e:73:69:67:6e:65:64:2e:74:65:73:74:20
            empty-names        | EC:P-256:named_curve | root | sha256 | /CN=mx.signed.test | subjectAltName=DER:30:00
            underscore         | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:_odd_.signed.test,DNS:mx.signed.test
            client-only        | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test;extendedKeyUsage=clientAuth
            any-purpose        | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test;extendedKeyUsage=anyExtendedKeyUsage
            signs-only         | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test;keyUsage=critical,keyCertSign
            authority          | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test;basicConstraints=critical,CA:TRUE
            unknown-critical   | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test;1.2.3.4.5=critical,DER:05:00
            must-staple        | EC:P-256:named_curve | root | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test;tlsfeature=status_request
            self-in-openssl    | RSA:2048             | self | sha256 | /CN=mx.signed.test | subjectAltName=DNS:mx.signed.test
            by-no-authority    | EC:P-256:named_curve | no-authority | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test
            path-too-long      | EC:P-256:named_curve | below-path-zero | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test
            outside-constraint | EC:P-256:named_curve | constrained | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test
            issuer-cannot-sign | EC:P-256:named_curve | cannot-sign | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test
            below-md5          | EC:P-256:named_curve | md5-authority | sha256 | /CN=a server | subjectAltName=DNS:mx.signed.test
            """;

    private static final int ISSUERS = 6;

    private final PublishedPeers peers = new PublishedPeers();
    private final Map<String, String> authorities = new LinkedHashMap<>();

    @Test
    void postfixAndOursComeToTheSameWithEachCertificate(@TempDir Path home, @TempDir Path names, @TempDir Path files)
            throws Exception {
        Postfix postfix = Postfix.in(home).assumeInstalled();
        OpenSsl openSsl = OpenSsl.in(files);
        openSsl.run("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "root.key");
        openSsl.run("req", "-x509", "-new", "-key", "root.key", "-subj", "/CN=OpenSSL Root", "-out", "root.pem");
        String root = Files.readString(files.resolve("root.pem"));
        List<String> rows = new ArrayList<>();
        for (String line : REQUESTS.lines().toList()) {
            String[] words = line.split("\\s*\\|\\s*", -1);
            openSsl.issue(new OpenSsl.Request(words[0], words[1], words[2], words[3], words[4], extensions(words[5])));
            rows.add(words[0]);
        }
        rows.subList(0, ISSUERS).clear();
        rows.forEach(name -> authorities.put(name, root));
        for (Map.Entry<String, Identity> one : ours().entrySet()) {
            Identity server = one.getValue();
            StringBuilder chain = new StringBuilder();
            server.chain().stream().skip(1).forEach(issuer -> chain.append(TestCa.pem(issuer)));
            openSsl.write(one.getKey(), server.alone().pem(), chain.toString());
            rows.add(one.getKey());
            authorities.put(one.getKey(), TestCa.pem(OWN.certificate()));
        }
        TlsComparison comparison = new TlsComparison(
                Map.of("smtp_tls_CAfile", TlsComparison.file(home, "ca.pem", root + TestCa.pem(OWN.certificate()))));
        try (peers) {
            List<String> fingerprints = new ArrayList<>();
            for (String row : rows) {
                fingerprints.add(row(comparison, openSsl, row));
            }
            for (String level : List.of("may", "verify", "dane")) {
                comparison.level("at-" + level, Map.of("smtp_tls_security_level", level));
            }
            comparison.level(
                    "at-fingerprint",
                    Map.of(
                            "smtp_tls_security_level",
                            "fingerprint",
                            "smtp_tls_fingerprint_cert_match",
                            String.join(" ", fingerprints)));
            try (NameServerPeers dns = NameServerPeers.startForSystem(names, peers.zones())) {
                List<TlsComparison.Compared> all = comparison.run(postfix, dns);
                System.out.print(TlsComparison.table(all));
                assertThat(TlsComparison.unexplained(all, DIFFERENCES)).isEmpty();
            }
        }
    }

    private static String extensions(String text) {
        return text.replace("permitted;DNS", "permitted\0DNS")
                .replace(';', '\n')
                .replace('\0', ';');
    }

    private static Map<String, Identity> ours() {
        Content right = Content.of("a server", "mx.signed.test");
        Map<String, Identity> all = new LinkedHashMap<>();
        all.put("ed25519", OWN.issue(right, Keys.ED25519));
        all.put(
                "below-expired",
                OWN.intermediate(Content.of("Old").shifted(-10)).issue(right));
        all.put(
                "below-future",
                OWN.intermediate(Content.of("Young").shifted(10)).issue(right));
        TestCa deep = OWN;
        for (int i = 0; i < TOO_DEEP; i++) {
            deep = deep.intermediate("Intermediate " + i);
        }
        all.put("twelve-deep", deep.issue(right));
        Identity server = OWN.intermediate("Unsorted").issue(right);
        List<X509Certificate> chain = new ArrayList<>(server.chain());
        chain.add(1, OWN.certificate());
        chain.add(1, OWN.issue(Content.of("a stranger")).chain().get(0));
        all.put("unsorted", new Identity(server.key(), chain));
        return all;
    }

    /** Two servers with the same certificate; its fingerprint. */
    private String row(TlsComparison comparison, OpenSsl openSsl, String name)
            throws IOException, GeneralSecurityException {
        byte[] own = der(Files.readString(openSsl.file(name)));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(own);
        String issuer = "2 0 0 " + HexFormat.of().formatHex(der(authorities.get(name)));
        int plain = peers.start(TlsPeer.start(openSsl.server(name), Fault.NONE));
        for (String level : List.of("may", "fingerprint", "verify")) {
            comparison.add(name, level, "at-" + level, "[mx.signed.test]:" + plain);
        }
        comparison.add(
                name,
                "dane issuer",
                "at-dane",
                "[mx.signed.test]:" + peers.start(TlsPeer.start(openSsl.server(name), Fault.NONE), issuer));
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    }

    /** The first certificate of a PEM text. */
    private static byte[] der(String pem) {
        String begin = "-----BEGIN CERTIFICATE-----";
        int start = pem.indexOf(begin) + begin.length();
        return Base64.getMimeDecoder().decode(pem.substring(start, pem.indexOf("-----END CERTIFICATE", start)));
    }
}
