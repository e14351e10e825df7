/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A certificate authority for tests, in memory, with a key on P-256. The authority issues valid certificates, and certificates with one fault. Thread-safe. */
public final class TestCa {
    private static final byte[] COMMON_NAME = hex("0603550403");
    private static final byte[] CONSTRAINTS = hex("0603551d13");
    private static final byte[] KEY_USAGE = hex("0603551d0f");
    private static final byte[] ALTERNATIVES = hex("0603551d11");
    private static final byte[] TRUE = hex("0101ff");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int OCTETS = 0x04;
    private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

    private final String name;
    private final KeyPair keys;
    private final List<X509Certificate> chain;

    private TestCa(String name, KeyPair keys, List<X509Certificate> chain) {
        this.name = name;
        this.keys = keys;
        this.chain = List.copyOf(chain);
    }

    /**
     * A private key and its certificate chain.
     *
     * @param key the private key of the first certificate
     * @param chain the key's own certificate, then those of its issuers without the root
     */
    public record Identity(PrivateKey key, List<X509Certificate> chain) {

        /** Creates an identity with a copy of the list. */
        public Identity {
            chain = List.copyOf(chain);
        }

        /** Returns this identity without its issuers' certificates. */
        public Identity alone() {
            return new Identity(key, chain.subList(0, 1));
        }

        /** Returns a TLS context for a server with this identity; the context accepts any client certificate. */
        public SSLContext server() {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("server", key, new char[0], chain.toArray(X509Certificate[]::new));
                KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(store, new char[0]);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(keys.getKeyManagers(), new TrustManager[] {new AnyClient()}, null);
                return context;
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("no TLS for tests", e);
            }
        }

        /** Returns the key, then the certificates, in PEM form. */
        public String pem() {
            StringBuilder text = new StringBuilder(TestCa.pem("PRIVATE KEY", key.getEncoded()));
            chain.forEach(one -> text.append(TestCa.pem(one)));
            return text.toString();
        }
    }

    /** The kinds of keys. */
    public enum Keys {
        /** The curve P-256, the default. */
        P256("EC", "secp256r1"),
        /** The curve P-384. */
        P384("EC", "secp384r1"),
        /** RSA with 2048 bits, as commonly used. */
        RSA_2048("RSA", "2048"),
        /** RSA with 1024 bits, too short by today's rules. */
        RSA_1024("RSA", "1024"),
        /** Ed25519 (RFC 8032), which Java's TLS does not support. */
        ED25519("Ed25519", "");

        private final String algorithm;
        private final String detail;

        Keys(String algorithm, String detail) {
            this.algorithm = algorithm;
            this.detail = detail;
        }

        KeyPair generate() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
                if (algorithm.equals("EC")) {
                    generator.initialize(new ECGenParameterSpec(detail));
                } else if (algorithm.equals("RSA")) {
                    generator.initialize(Integer.parseInt(detail));
                }
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("no " + this + " in this Java", e);
            }
        }
    }

    /** The signature algorithms of an authority: ECDSA with a digest. */
    private enum Signing {
        SHA256("SHA256withECDSA", "300a06082a8648ce3d040302"),
        SHA1("SHA1withECDSA", "300906072a8648ce3d0401");

        private final String algorithm;
        private final String identifier;

        Signing(String algorithm, String identifier) {
            this.algorithm = algorithm;
            this.identifier = identifier;
        }
    }

    /** A trust manager that accepts any client certificate. */
    private static final class AnyClient implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String algorithm) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String algorithm) {
            throw new UnsupportedOperationException("this is a server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /**
     * The content of a certificate.
     *
     * @param commonName the common name of the subject
     * @param names the alternative names: hosts, or IP addresses
     * @param from the start of validity
     * @param to the end of validity
     */
    public record Content(String commonName, List<String> names, Instant from, Instant to) {

        /** Creates a content with a copy of the list. */
        public Content {
            names = List.copyOf(names);
        }

        /** Returns a content for the given hosts, valid today. */
        public static Content of(String commonName, String... names) {
            Instant now = Instant.now();
            return new Content(
                    commonName, List.of(names), now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)));
        }

        /** Returns this content with another validity: one day, starting {@code days} days from now. */
        public Content shifted(long days) {
            Instant start = Instant.now().plus(Duration.ofDays(days));
            return new Content(commonName, names, start, start.plus(Duration.ofDays(1)));
        }
    }

    /** Returns a self-signed root. */
    public static TestCa root(String name) {
        return root(Content.of(name));
    }

    /** Returns a self-signed root with the validity of {@code content} and the common name as its name. */
    public static TestCa root(Content content) {
        String name = content.commonName();
        KeyPair keys = Keys.P256.generate();
        X509Certificate own = new Issuer(name, keys.getPrivate(), Signing.SHA256)
                .sign(content, keys.getPublic(), authorityExtensions());
        return new TestCa(name, keys, List.of(own));
    }

    /** Returns an intermediate authority issued by this authority. */
    public TestCa intermediate(String other) {
        return intermediate(Content.of(other));
    }

    /** Returns an intermediate authority issued by this authority, with the validity of {@code content} and the common name as its name. */
    public TestCa intermediate(Content content) {
        KeyPair below = Keys.P256.generate();
        List<X509Certificate> path = new ArrayList<>();
        path.add(issuer(Signing.SHA256).sign(content, below.getPublic(), authorityExtensions()));
        path.addAll(chain);
        return new TestCa(content.commonName(), below, path);
    }

    /** Returns an identity issued by this authority. */
    public Identity issue(Content content) {
        return issue(content, Keys.P256);
    }

    /** Returns an identity issued by this authority, with a key of the given kind. */
    public Identity issue(Content content, Keys kind) {
        return issue(content, kind.generate(), Signing.SHA256);
    }

    /** Returns an identity issued with a signature over SHA-1, which clients should reject. */
    public Identity issueWithSha1(Content content) {
        return issue(content, Keys.P256.generate(), Signing.SHA1);
    }

    private Identity issue(Content content, KeyPair own, Signing signing) {
        List<X509Certificate> path = new ArrayList<>();
        path.add(issuer(signing).sign(content, own.getPublic(), names(content.names())));
        path.addAll(chain.subList(0, chain.size() - 1));
        return new Identity(own.getPrivate(), path);
    }

    /** Returns a self-signed identity. */
    public static Identity selfSigned(Content content) {
        KeyPair own = Keys.P256.generate();
        return new Identity(
                own.getPrivate(),
                List.of(new Issuer(content.commonName(), own.getPrivate(), Signing.SHA256)
                        .sign(content, own.getPublic(), names(content.names()))));
    }

    private Issuer issuer(Signing signing) {
        return new Issuer(name, keys.getPrivate(), signing);
    }

    /** Returns this authority's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Returns a certificate in PEM form. */
    public static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate without encoding", e);
        }
    }

    private static String pem(String label, byte[] octets) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets) + "\n-----END " + label
                + "-----\n";
    }

    /** The signer of a certificate. */
    private record Issuer(String name, PrivateKey key, Signing signing) {
        X509Certificate sign(Content content, PublicKey subject, byte[] extensions) {
            byte[] algorithm = hex(signing.identifier);
            byte[] data = der(
                    SEQUENCE,
                    hex("a003020102"),
                    der(0x02, BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray()),
                    algorithm,
                    commonName(name),
                    der(SEQUENCE, time(content.from()), time(content.to())),
                    commonName(content.commonName()),
                    subject.getEncoded(),
                    der(0xa3, der(SEQUENCE, extensions)));
            try {
                Signature signature = Signature.getInstance(signing.algorithm);
                signature.initSign(key);
                signature.update(data);
                byte[] certificate = der(SEQUENCE, data, algorithm, der(0x03, new byte[1], signature.sign()));
                return (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(certificate));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("can't make a certificate", e);
            }
        }
    }

    private static byte[] authorityExtensions() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(der(SEQUENCE, CONSTRAINTS, TRUE, der(OCTETS, der(SEQUENCE, TRUE))));
        all.writeBytes(der(SEQUENCE, KEY_USAGE, TRUE, der(OCTETS, hex("03020106"))));
        return all.toByteArray();
    }

    private static byte[] names(List<String> names) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String one : names) {
            boolean address = one.matches("[0-9.]+|.*:.*");
            all.writeBytes(address ? der(0x87, address(one)) : der(0x82, one.getBytes(StandardCharsets.US_ASCII)));
        }
        return names.isEmpty()
                ? der(SEQUENCE, CONSTRAINTS, der(OCTETS, der(SEQUENCE)))
                : der(SEQUENCE, ALTERNATIVES, der(OCTETS, der(SEQUENCE, all.toByteArray())));
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no address", e);
        }
    }

    private static byte[] commonName(String text) {
        byte[] value = der(0x0c, text.getBytes(StandardCharsets.UTF_8));
        return der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, value)));
    }

    private static byte[] time(Instant time) {
        return der(0x18, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length >= 0x10000) {
            all.write(0x83);
            all.write(length >> 16);
            all.write(length >> 8);
        } else if (length >= 0x100) {
            all.write(0x82);
            all.write(length >> 8);
        } else if (length >= 0x80) {
            all.write(0x81);
        }
        all.write(length);
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }
}
