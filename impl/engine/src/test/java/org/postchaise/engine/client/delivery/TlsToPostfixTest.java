/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.Dovecot;
import org.postchaise.engine.Postfix;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;
import org.postchaise.testkit.TestCa.Identity;
import org.postchaise.testkit.TestCa.Keys;

/** Mail to Postfix's smtpd with TLS of its own, which relays for clients whose certificates it knows, and for users of Dovecot. */
@Timeout(180)
class TlsToPostfixTest {
    private static final String HOST = "mx.example.com";
    private static final TestCa ROOT = TestCa.root("Test Root");
    private static final Identity SERVER = ROOT.issue(Content.of("a server", HOST));
    private static final Map<String, Identity> CLIENTS = Map.of(
            "rsa", ROOT.issue(Content.of("rsa client"), Keys.RSA_2048),
            "ecdsa", ROOT.issue(Content.of("ecdsa client"), Keys.P384),
            "self-signed", TestCa.selfSigned(Content.of("self-signed client")),
            "unknown", ROOT.issue(Content.of("another client")));

    @TempDir
    private static Path folder;

    private static Dovecot dovecot;
    private static AutoCloseable master;
    private static int port;

    private final List<String> handshakes = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        Postfix postfix = Postfix.in(folder).assumeInstalled();
        dovecot = Dovecot.start();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        write("server.pem", SERVER.pem());
        write("ca.pem", TestCa.pem(ROOT.certificate()));
        StringBuilder known = new StringBuilder();
        for (Map.Entry<String, Identity> client : CLIENTS.entrySet()) {
            write(client.getKey() + ".pem", client.getValue().pem());
            if (!client.getKey().equals("unknown")) {
                known.append(fingerprint(client.getValue().chain().get(0))).append(" yes\n");
            }
        }
        Path relay = postfix.write("relay_clientcerts", known.toString());
        master = postfix.startMaster(
                """
                myhostname = mx.example.com
                mydestination =
                inet_interfaces = 127.0.0.1
                default_transport = discard
                maillog_file = DIRECTORY/log
                maillog_file_prefixes = DIRECTORY
                smtpd_peername_lookup = no
                smtpd_sasl_auth_enable = yes
                smtpd_sasl_type = dovecot
                smtpd_sasl_path = AUTH
                smtpd_tls_security_level = may
                smtpd_tls_auth_only = yes
                smtpd_tls_chain_files = DIRECTORY/server.pem
                smtpd_tls_CAfile = DIRECTORY/ca.pem
                smtpd_tls_ask_ccert = yes
                smtpd_tls_fingerprint_digest = sha256
                smtpd_tls_loglevel = 1
                relay_clientcerts = texthash:RELAY
                smtpd_relay_restrictions = permit_tls_clientcerts, permit_sasl_authenticated, reject_unauth_destination
                """.replace("DIRECTORY", folder.toString())
                        .replace("AUTH", dovecot.authSocket().toString())
                        .replace("RELAY", relay.toString()),
                """
                rewrite unix - - n - - trivial-rewrite
                127.0.0.1:PORT inet n - n - - smtpd
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                tlsmgr unix - - n 1000? 1 tlsmgr
                bounce unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                proxymap unix - - n - - proxymap
                anvil unix - - n - 1 anvil
                discard unix - - n - - discard
                postlog unix-dgram n - n - 1 postlogd
                """.replace("PORT", "" + port));
    }

    @AfterAll
    static void stop() throws Exception {
        if (master != null) {
            master.close();
        }
        if (dovecot != null) {
            dovecot.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "login", "cram-md5", "digest-md5", "scram-sha-1", "scram-sha-256"})
    void eachMechanismLogsInOverTlsAndMayRelay(String mechanism) throws IOException {
        assertThat(deliver(login(mechanism, Dovecot.PASSWORD))).startsWith("DELIVERED 2.0.0 250 2.0.0 Ok: queued as");
        assertThat(handshakes).containsExactly("Verified");
        assertThat(deliver(login(mechanism, "wrong")))
                .startsWith(
                        "DEFERRED 4.7.8 SASL authentication failed; server mx.example.com[127.0.0.1] said: 535 5.7.8");
    }

    private static Map<String, String> login(String mechanism, String password) {
        return Map.of(
                "smtp_tls_security_level",
                "verify",
                "smtp_sasl_auth_enable",
                "yes",
                "smtp_sasl_tls_security_options",
                "noanonymous",
                "smtp_sasl_mechanism_filter",
                mechanism,
                "smtp_sasl_password_maps",
                "inline:{mx.example.com=ann:" + password + "}");
    }

    /** With the name or the certificate that is wanted, and with another. */
    @ParameterizedTest
    @CsvSource({
        "verify, smtp_tls_verify_cert_match, hostname, Verified",
        "verify, smtp_tls_verify_cert_match, mail.example.com, Untrusted",
        "secure, smtp_tls_secure_cert_match, nexthop, Verified",
        "secure, smtp_tls_secure_cert_match, .example.com, Verified",
        "secure, smtp_tls_secure_cert_match, .example.net, Untrusted",
        "fingerprint, smtp_tls_fingerprint_cert_match, OWN, Verified",
        "fingerprint, smtp_tls_fingerprint_cert_match, 00:11:22, Untrusted"
    })
    void theServerIsCheckedBeforeItGetsTheMail(String level, String match, String value, String trust)
            throws Exception {
        Map<String, String> set = new HashMap<>(client("smtp_tls_cert_file", "rsa"));
        set.put("smtp_tls_security_level", level);
        set.put("smtp_tls_fingerprint_digest", "sha256");
        set.put(match, value.equals("OWN") ? fingerprint(SERVER.chain().get(0)) : value);
        assertThat(deliver(set))
                .startsWith(
                        trust.equals("Verified")
                                ? "DELIVERED 2.0.0 250 2.0.0 Ok: queued as"
                                : "DEFERRED 4.7.5 Server certificate not verified");
        assertThat(handshakes).containsExactly(trust);
    }

    @ParameterizedTest
    @CsvSource({
        "smtp_tls_cert_file, rsa",
        "smtp_tls_eccert_file, ecdsa",
        "smtp_tls_eccert_file, self-signed",
        "smtp_tls_chain_files, rsa",
        "smtp_tls_chain_files, ecdsa"
    })
    void aClientWithAKnownCertificateMayRelayByEachVersionOfTls(String setting, String name) throws IOException {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            Map<String, String> set = new HashMap<>(client(setting, name));
            set.put("smtp_tls_mandatory_protocols", protocol);
            assertThat(deliver(set)).as(protocol).startsWith("DELIVERED 2.0.0 250 2.0.0 Ok: queued as");
        }
    }

    @Test
    void aClientWithoutOneOrWithAnotherMayNot() throws IOException {
        String refused = "REJECTED 5.7.1 host mx.example.com[127.0.0.1] said: 554 5.7.1 <you@example.net>: Relay access"
                + " denied (in reply to RCPT TO command)";
        assertThat(deliver(Map.of("smtp_tls_security_level", "secure"))).isEqualTo(refused);
        assertThat(deliver(client("smtp_tls_cert_file", "unknown"))).isEqualTo(refused);
    }

    private static Map<String, String> client(String setting, String name) {
        return Map.of(
                "smtp_tls_security_level",
                "secure",
                setting,
                folder.resolve(name + ".pem").toString());
    }

    private String deliver(Map<String, String> set) {
        Map<String, String> all = new HashMap<>(set);
        all.put("smtp_host_lookup", "native");
        all.put("myhostname", "client.example");
        all.put("smtp_tls_CAfile", folder.resolve("ca.pem").toString());
        Resolvers resolvers = new Resolvers(
                (name, type, options) -> {
                    throw new AssertionError("DNS was asked for " + name);
                },
                host -> new HostAnswer.Found(List.of(InetAddress.getLoopbackAddress())));
        handshakes.clear();
        try (MailClient client = MailClient.of(Catalog.settings(all), resolvers, event -> {
            if (event instanceof ClientEvent.TlsEstablished established) {
                handshakes.add(established.summary().trust().label());
            }
        })) {
            RecipientOutcome outcome = client.deliver(
                            client.key(NextHop.parse("[" + HOST + "]:" + port)),
                            DeliveryRequest.of(
                                    Envelope.of("me@example.com", "you@example.net"),
                                    MessageSource.of("Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII))),
                            SessionStore.none())
                    .outcomes()
                    .get(0);
            return outcome.kind() + " " + outcome.status() + " " + outcome.text();
        }
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }
}
