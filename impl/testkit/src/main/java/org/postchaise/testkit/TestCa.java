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

/**
 * A certificate authority for tests, in memory, with keys on P-256: certificates that are right, and such as are wrong in one
 * way. Thread-safe.
 */
public final class TestCa {
    private static final byte[] ALGORITHM = hex("300a06082a8648ce3d040302");
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
     * A key and the certificates that go with it.
     *
     * @param key of the first certificate
     * @param chain its own certificate, then those of its issuers without the root
     */
    public record Identity(PrivateKey key, List<X509Certificate> chain) {

        /** A copy of the list. */
        public Identity {
            chain = List.copyOf(chain);
        }

        /** The same without its issuers' certificates. */
        public Identity alone() {
            return new Identity(key, chain.subList(0, 1));
        }

        /** TLS for a server with this identity; it takes any certificate of a client. */
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

        /** The key, then the certificates, in PEM form. */
        public String pem() {
            StringBuilder text = new StringBuilder(TestCa.pem("PRIVATE KEY", key.getEncoded()));
            chain.forEach(one -> text.append(TestCa.pem(one)));
            return text.toString();
        }
    }

    /** Trusts whoever shows a certificate. */
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
     * What a certificate says.
     *
     * @param commonName of the subject
     * @param names alternative names: hosts, or IP addresses
     * @param from when it becomes valid
     * @param to when it ceases to be
     */
    public record Content(String commonName, List<String> names, Instant from, Instant to) {

        /** A copy of the list. */
        public Content {
            names = List.copyOf(names);
        }

        /** For these hosts, valid today. */
        public static Content of(String commonName, String... names) {
            Instant now = Instant.now();
            return new Content(
                    commonName, List.of(names), now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)));
        }

        /** The same, valid at another time: {@code days} from today on, for a day. */
        public Content shifted(long days) {
            Instant start = Instant.now().plus(Duration.ofDays(days));
            return new Content(commonName, names, start, start.plus(Duration.ofDays(1)));
        }
    }

    /** A root that signed itself. */
    public static TestCa root(String name) {
        KeyPair keys = newKeys();
        X509Certificate own = sign(name, keys.getPrivate(), Content.of(name), keys.getPublic(), true);
        return new TestCa(name, keys, List.of(own));
    }

    /** An authority below this one. */
    public TestCa intermediate(String other) {
        KeyPair below = newKeys();
        List<X509Certificate> path = new ArrayList<>();
        path.add(sign(name, keys.getPrivate(), Content.of(other), below.getPublic(), true));
        path.addAll(chain);
        return new TestCa(other, below, path);
    }

    /** A certificate of this authority. */
    public Identity issue(Content content) {
        KeyPair own = newKeys();
        List<X509Certificate> path = new ArrayList<>();
        path.add(sign(name, keys.getPrivate(), content, own.getPublic(), false));
        path.addAll(chain.subList(0, chain.size() - 1));
        return new Identity(own.getPrivate(), path);
    }

    /** A certificate of no authority. */
    public static Identity selfSigned(Content content) {
        KeyPair own = newKeys();
        return new Identity(
                own.getPrivate(),
                List.of(sign(content.commonName(), own.getPrivate(), content, own.getPublic(), false)));
    }

    /** This authority's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** A certificate in PEM form. */
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

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no P-256 in this Java", e);
        }
    }

    private static X509Certificate sign(
            String issuer, PrivateKey signer, Content content, PublicKey key, boolean authority) {
        byte[] data = der(
                SEQUENCE,
                hex("a003020102"),
                der(0x02, BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray()),
                ALGORITHM,
                name(issuer),
                der(SEQUENCE, time(content.from()), time(content.to())),
                name(content.commonName()),
                key.getEncoded(),
                der(0xa3, der(SEQUENCE, authority ? authorityExtensions() : names(content.names()))));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signer);
            signature.update(data);
            byte[] certificate = der(SEQUENCE, data, ALGORITHM, der(0x03, new byte[1], signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("can't make a certificate", e);
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

    private static byte[] name(String commonName) {
        byte[] value = der(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
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
        if (length >= 0x100) {
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
