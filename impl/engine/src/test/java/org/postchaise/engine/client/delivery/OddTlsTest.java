/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postchaise.engine.client.delivery.RawTls.bytes;

import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.diagnosis.Diagnosis;
import org.postchaise.engine.client.diagnosis.Doctor;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;
import org.postchaise.testkit.TestCa.Identity;
import org.postchaise.testkit.TlsPeer;
import org.postchaise.testkit.TlsPeer.Fault;

/** Servers with huge certificates, that negotiate again, or close without a word, and what the doctor says of hostile ones. */
@Timeout(120)
class OddTlsTest {
    private static final TestCa CA = TestCa.root("Test Root");
    private static final Identity SERVER = CA.issue(Content.of("a server", "mx.example.com"));
    private static final String NO_HANDSHAKE = "DEFERRED 4.7.5 Cannot start TLS: handshake failure";

    private static Settings settings() {
        Map<String, String> all = new HashMap<>(Map.of(
                "myhostname", "client.example",
                "smtp_tls_security_level", "encrypt",
                "smtp_starttls_timeout", "10s",
                "smtp_helo_timeout", "10s",
                "smtp_data_xfer_timeout", "10s",
                "smtp_data_done_timeout", "10s",
                "smtp_quit_timeout", "2s"));
        return Catalog.settings(all);
    }

    private static String deliver(TlsPeer peer) {
        return deliver(peer, 100);
    }

    private static String deliver(TlsPeer peer, int lines) {
        return deliver(peer, lines, settings());
    }

    private static String deliver(TlsPeer peer, int lines, Settings settings) {
        try (MailClient client = MailClient.of(settings, EngineListener.NONE)) {
            RecipientOutcome outcome = client.deliver(
                            client.key(NextHop.parse("[127.0.0.1]:" + peer.port())),
                            DeliveryRequest.of(
                                    Envelope.of("me@example.com", "you@example.com"),
                                    MessageSource.of("text\r\n".repeat(lines).getBytes(StandardCharsets.US_ASCII))),
                            SessionStore.none())
                    .outcomes()
                    .get(0);
            return outcome.kind() + " " + outcome.status() + " " + outcome.text();
        }
    }

    @Test
    void aChainOfTwoHundredCertificatesDefersTheMail() {
        TestCa deep = CA;
        for (int i = 0; i < 199; i++) {
            deep = deep.intermediate("Intermediate " + i);
        }
        try (TlsPeer peer = TlsPeer.start(deep.issue(Content.of("a server")).server(), Fault.NONE)) {
            assertThat(deliver(peer)).isEqualTo(NO_HANDSHAKE);
        }
    }

    @Test
    void aCertificateOfTenThousandNamesDefersTheMail() {
        String[] names = IntStream.range(0, 10_000)
                .mapToObj(i -> "host" + i + ".example.com")
                .toArray(String[]::new);
        try (TlsPeer peer =
                TlsPeer.start(CA.issue(Content.of("a server", names)).server(), Fault.NONE)) {
            assertThat(deliver(peer)).isEqualTo(NO_HANDSHAKE);
        }
    }

    @Test
    void aCertificateMessageOfSixteenMegabytesDefersTheMail() {
        try (TlsPeer peer = TlsPeer.start(sixteenMegabytes(), Fault.NONE)) {
            assertThat(deliver(peer)).isEqualTo(NO_HANDSHAKE);
        }
    }

    private static TlsPeer.Layer sixteenMegabytes() {
        return new RawTls(RawTls.Version.HELLO_ONLY, SERVER, records -> {
            records.send(RawTls.HANDSHAKE, bytes(11, 255, 255, 255, 255, 255, 252, 255, 255, 249, new byte[16_000]));
            records.flood(RawTls.HANDSHAKE, new byte[16_000]);
        });
    }

    @Test
    void aServerWithAKeyOf16384BitsGetsTheMail() throws Exception {
        try (TlsPeer peer = TlsPeer.start(ofFile("rsa-16384.pem").server(), Fault.NONE)) {
            // Java's server takes many seconds to sign with such a key
            Settings patient = settings().with(Map.of("smtp_starttls_timeout", "300s"));
            assertThat(deliver(peer, 100, patient)).startsWith("DELIVERED 2.0.0");
        }
    }

    /** Returns the key and the certificate of a file, in that order; a key of this size takes minutes to generate. */
    private static Identity ofFile(String name) throws IOException, GeneralSecurityException {
        try (InputStream file = OddTlsTest.class.getResourceAsStream(name)) {
            String pem = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
            int certificate = pem.indexOf("-----BEGIN CERTIFICATE");
            String key = pem.substring(0, certificate).replaceAll("-----[^-]+-----", "");
            return new Identity(
                    KeyFactory.getInstance("RSA")
                            .generatePrivate(new PKCS8EncodedKeySpec(
                                    Base64.getMimeDecoder().decode(key))),
                    List.of((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(
                                    pem.substring(certificate).getBytes(StandardCharsets.US_ASCII)))));
        }
    }

    @Test
    void aServerThatNegotiatesAgainGetsTheMail() {
        SSLContext context = SERVER.server();
        TlsPeer.Layer twice = plain -> {
            SSLSocket tls = server(context, plain);
            tls.setEnabledProtocols(new String[] {"TLSv1.2"});
            tls.startHandshake();
            tls.startHandshake();
            return new TlsPeer.Layer.Streams(tls.getInputStream(), tls.getOutputStream(), 0, "");
        };
        try (TlsPeer peer = TlsPeer.start(twice, Fault.NONE)) {
            assertThat(deliver(peer)).startsWith("DELIVERED 2.0.0");
        }
    }

    private static SSLSocket server(SSLContext context, Socket plain) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "", plain.getPort(), true);
        tls.setUseClientMode(false);
        return tls;
    }

    /** Ends the connection without close_notify before, or after, the server says {@code reply}. */
    private static TlsPeer.Layer closing(String reply, boolean after) {
        return plain -> {
            SSLSocket tls = server(SERVER.server(), plain);
            tls.startHandshake();
            OutputStream out = new FilterOutputStream(tls.getOutputStream()) {
                @Override
                public void write(byte[] b, int off, int len) throws IOException {
                    boolean now = new String(b, off, len, StandardCharsets.US_ASCII).startsWith(reply);
                    if (now && !after) {
                        plain.close();
                    }
                    out.write(b, off, len);
                    if (now) {
                        out.flush();
                        plain.close();
                    }
                }
            };
            return new TlsPeer.Layer.Streams(tls.getInputStream(), out, 0, "");
        };
    }

    @Test
    void aCloseWithoutNoticeWithinTheContentDefersTheMail() {
        try (TlsPeer peer = TlsPeer.start(closing("354", true), Fault.NONE)) {
            assertThat(deliver(peer, 2_000_000)).startsWith("DEFERRED 4.4.2 lost connection with 127.0.0.1[127.0.0.1]");
        }
    }

    @Test
    void aCloseWithoutNoticeInPlaceOfTheFinalReplyIsInDoubt() {
        try (TlsPeer peer = TlsPeer.start(closing("250 2.0.0 Taken", false), Fault.NONE)) {
            assertThat(deliver(peer)).startsWith("IN_DOUBT 4.4.2 lost connection with 127.0.0.1[127.0.0.1]");
        }
    }

    @Test
    void aCloseWithoutNoticeAfterTheFinalReplyChangesNothing() {
        try (TlsPeer peer = TlsPeer.start(closing("250 2.0.0 Taken", true), Fault.NONE)) {
            assertThat(deliver(peer)).isEqualTo("DELIVERED 2.0.0 250 2.0.0 Taken");
        }
    }

    static Stream<TlsPeer.Layer> hostile() {
        byte[] ticket = bytes(4, 0, 0, 15, 0, 0, 0x1c, 0x20, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 0);
        return Stream.of(
                flood(RawTls.Version.TLS_1_3, RawTls.HANDSHAKE, ticket),
                flood(RawTls.Version.TLS_1_2, RawTls.DATA, bytes()),
                flood(RawTls.Version.TLS_1_3, RawTls.DATA, bytes()),
                flood(RawTls.Version.TLS_1_2, RawTls.HANDSHAKE, bytes(0, 0, 0, 0)),
                flood(RawTls.Version.TLS_1_2, RawTls.ALERT, bytes(1, 90)),
                flood(RawTls.Version.TLS_1_3, RawTls.ALERT, bytes(1, 100)),
                flood(RawTls.Version.HELLO_ONLY, RawTls.HANDSHAKE, bytes()),
                new RawTls(RawTls.Version.TLS_1_3, SERVER, records -> {
                    while (true) {
                        records.updateKey();
                    }
                }),
                sixteenMegabytes());
    }

    private static TlsPeer.Layer flood(RawTls.Version version, int type, byte[] content) {
        return new RawTls(version, SERVER, records -> records.flood(type, content));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void theDoctorSaysWhatIsWrongWithAHostileServer(TlsPeer.Layer layer) {
        try (TlsPeer peer = TlsPeer.start(layer, Fault.NONE)) {
            Diagnosis diagnosis = Doctor.of(settings())
                    .examine(Doctor.Question.of("[127.0.0.1]:" + peer.port()), RouteProbe.Reach.GREETING, Doctor.LIMIT);
            assertThat(diagnosis.report().obstacle()).isPresent();
            assertThat(String.join("\n", diagnosis.lines()))
                    .containsAnyOf("Cannot start TLS: handshake failure", "while performing the EHLO handshake");
        }
    }
}
