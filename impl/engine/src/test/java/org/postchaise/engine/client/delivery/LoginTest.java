/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.sasl.Secret;
import org.postchaise.engine.sasl.client.Credentials;
import org.postchaise.engine.sasl.client.Identity;
import org.postchaise.testkit.ScriptedPeer;
import org.postchaise.testkit.TestCa;

/** Logins over several mails, with tokens, and what is seen of them. What one login looks like is in the dialogue files. */
@Timeout(120)
class LoginTest {
    private static final String PASSWORD = "s3cr3t-pa55word";
    private static final String MAIL = """
            C: MAIL FROM:*
            S: 250 Ok
            C: RCPT TO:*
            S: 250 Ok
            C: DATA
            S: 354 go on
            body
            S: 250 queued
            """;
    private static final MessageSource CONTENT =
            MessageSource.of("Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII));

    /** What Microsoft's server says of a token that has expired. */
    private static final String EXPIRED = base64("{\"status\":\"401\",\"schemes\":\"Bearer\"}");

    @TempDir
    private Path folder;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Map<String, String> set = new HashMap<>(Map.of(
            "smtp_helo_timeout",
            "5s",
            "smtp_helo_name",
            "client.example",
            "smtp_sasl_auth_enable",
            "yes",
            "smtp_sasl_security_options",
            "noanonymous",
            "notify_classes",
            "protocol"));
    private final Logger root = Logger.getLogger("");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            seen.add(line.getMessage() + Arrays.toString(line.getParameters()) + stackTrace(line.getThrown()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listenToTheLog() {
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        root.removeHandler(handler);
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        if (thrown != null) {
            thrown.printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String greeting(String mechanisms) {
        return "S: 220 mx.example ESMTP\nC: EHLO client.example\nS: 250-mx.example\nS: 250 AUTH " + mechanisms + "\n";
    }

    private static String plain(String user) {
        return "C: AUTH PLAIN " + base64("\0" + user + "\0" + PASSWORD) + "\n";
    }

    private void table(String parameter, String text) throws IOException {
        set.put(parameter, "texthash:" + Files.writeString(folder.resolve(parameter), text));
    }

    private MailClient client() {
        return MailClient.of(Catalog.settings(set), event -> {
            if (event instanceof ClientEvent.CommandSent sent) {
                seen.add(sent.line());
            } else if (event instanceof ClientEvent.ReplyReceived received) {
                seen.add(received.reply().toString());
            } else if (event instanceof ClientEvent.ProtocolError error) {
                seen.add(error.transcript().text());
                seen.add(error.transcript().toString());
            } else if (event instanceof ClientEvent.RecipientSettled settled) {
                seen.add(settled.outcome().toString());
            }
        });
    }

    private static DeliveryReport send(MailClient client, ConnectionKey key, String sender, SessionStore store) {
        return client.deliver(key, DeliveryRequest.of(Envelope.of(sender, "ann@example.net"), CONTENT), store);
    }

    @Test
    void aSessionOfOneSenderIsNeverUsedForAnother() throws IOException {
        table("smtp_sasl_password_maps", "a@example.com a:" + PASSWORD + "\n@example.com all:" + PASSWORD + "\n");
        set.put("smtp_sender_dependent_authentication", "yes");
        String dialogue = greeting("PLAIN") + plain("a") + "S: 235 in\n" + MAIL + "C: RSET\nS: 250 Ok\n" + MAIL
                + "session\n" + greeting("PLAIN") + plain("all") + "S: 235 in\n" + MAIL;
        Kept kept = new Kept();
        try (ScriptedPeer peer = ScriptedPeer.ofText(dialogue);
                MailClient client = client()) {
            ConnectionKey key = client.key(NextHop.parse(peer.nextHop()));
            for (String sender : List.of("a@example.com", "b@example.com", "a@example.com")) {
                assertThat(send(client, key, sender, kept).outcomes())
                        .allSatisfy(outcome -> assertThat(outcome.kind()).isEqualTo(RecipientOutcome.Kind.DELIVERED));
            }
            kept.sessions.values().forEach(Session::quit);
            peer.verify();
        }
    }

    @Test
    void aSignOnWinsOverTheTablesAndItsSessionsAreItsOwn() throws IOException {
        table("smtp_sasl_password_maps", "127.0.0.1 table:" + PASSWORD + "\n");
        String dialogue = greeting("PLAIN") + plain("app") + "S: 235 in\n" + MAIL + "session\n" + greeting("PLAIN")
                + plain("table") + "S: 235 in\n" + MAIL;
        Kept kept = new Kept();
        try (ScriptedPeer peer = ScriptedPeer.ofText(dialogue);
                MailClient client = client()) {
            ConnectionKey key = client.key(NextHop.parse(peer.nextHop()));
            ConnectionKey signedOn =
                    key.as(Identity.ANYONE.with(new Credentials.Password("app", new Secret(PASSWORD))));
            send(client, signedOn, "me@example.com", kept);
            send(client, key, "me@example.com", kept);
            kept.sessions.values().forEach(Session::quit);
            peer.verify();
            seen.add(signedOn.toString());
        }
        assertNothingIsSeenOf(PASSWORD);
    }

    @Test
    void aRefusedPasswordIsNotTriedAgainUntilItChanges() throws IOException {
        table("smtp_sasl_password_maps", "127.0.0.1 user:" + PASSWORD + "\n");
        set.put("smtp_sasl_auth_cache_name", "memory");
        String refused = greeting("PLAIN") + plain("user") + "S: 535 5.7.8 wrong\nC: QUIT\nS: 221 bye\n";
        String quit = greeting("PLAIN") + "C: QUIT\nS: 221 bye\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(refused + "session\n" + quit);
                MailClient client = client()) {
            ConnectionKey key = client.key(NextHop.parse(peer.nextHop()));
            assertThat(text(send(client, key, "me@example.com", SessionStore.none())))
                    .isEqualTo("SASL authentication failed; server 127.0.0.1[127.0.0.1] said: 535 5.7.8 wrong");
            assertThat(text(send(client, key, "me@example.com", SessionStore.none())))
                    .isEqualTo("SASL [CACHED] authentication failed; server 127.0.0.1 said: 535 5.7.8 wrong");
            peer.verify();
        }
        assertNothingIsSeenOf(PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, 535 no", "LOGIN, 535 no", "CRAM-MD5, 535 no", "DIGEST-MD5, 535 no", "SCRAM-SHA-1, 535 no",
        "SCRAM-SHA-256, 535 no", "PLAIN, 334 YWJj", "LOGIN, 334 YWJj", "CRAM-MD5, 334 YWJj", "DIGEST-MD5, 334 YWJj",
        "SCRAM-SHA-1, 334 YWJj", "SCRAM-SHA-256, 334 ???", "PLAIN, 500 what", "LOGIN, 999 what", "PLAIN, hello"
    })
    void noPasswordIsSeenWhateverTheServerSays(String mechanism, String reply) throws IOException {
        table("smtp_sasl_password_maps", "127.0.0.1 user:" + PASSWORD + "\n");
        String says = "S: " + reply + "\nC: *\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(greeting(mechanism) + "C: AUTH *\n" + says + says + says);
                MailClient client = client()) {
            ConnectionKey key = client.key(NextHop.parse(peer.nextHop()));
            DeliveryReport report = send(client, key, "me@example.com", SessionStore.none());
            assertThat(report.outcomes())
                    .allSatisfy(outcome -> assertThat(outcome.kind()).isNotEqualTo(RecipientOutcome.Kind.DELIVERED));
            seen.add(report.toString());
        }
        assertNothingIsSeenOf(PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({"XOAUTH2, ''", "OAUTHBEARER, AQ=="})
    void anExpiredTokenIsReplacedAndTheLoginTriedOnceMore(String mechanism, String acknowledgement) throws IOException {
        try (TokenServer tokens = new TokenServer()) {
            table("smtp_sasl_token_maps", "127.0.0.1 ann@example.com " + tokens.grant("client_credentials") + "\n");
            String first = initial(mechanism, "token-1");
            String dialogue = greeting("LOGIN " + mechanism) + first + "S: 235 in\n" + MAIL + "C: QUIT\nS: 221 bye\n"
                    + "session\n" + greeting("LOGIN " + mechanism) + first + "S: 334 " + EXPIRED + "\nC: "
                    + acknowledgement + "\nS: 535 5.7.3 Authentication unsuccessful\n" + initial(mechanism, "token-2")
                    + "S: 235 in\n" + MAIL + "C: QUIT\nS: 221 bye\n";
            List<String> kinds = new ArrayList<>();
            try (ScriptedPeer peer = ScriptedPeer.ofText(dialogue);
                    MailClient client = client()) {
                ConnectionKey key = client.key(NextHop.parse(peer.nextHop()));
                for (int i = 0; i < 2; i++) {
                    send(client, key, "me@example.com", SessionStore.none())
                            .outcomes()
                            .forEach(outcome -> kinds.add(outcome.kind().name()));
                }
                peer.verify();
            }
            assertThat(kinds).containsExactly("DELIVERED", "DELIVERED");
            assertThat(tokens.forms).hasSize(2);
            assertNothingIsSeenOf("token-1", "token-2", "client-s3cret");
        }
    }

    /** OAUTHBEARER names the port, which is not known before the peer listens. */
    private static String initial(String mechanism, String token) {
        return mechanism.equals("XOAUTH2")
                ? "C: AUTH XOAUTH2 " + base64("user=ann@example.com\1auth=Bearer " + token + "\1\1") + "\n"
                : "C: AUTH OAUTHBEARER *\n";
    }

    @Test
    void aTokenThatIsRefusedAtOnceIsAFailureOfTheLogin() throws IOException {
        try (TokenServer tokens = new TokenServer()) {
            table("smtp_sasl_token_maps", "127.0.0.1 ann@example.com " + tokens.grant("client_credentials") + "\n");
            String dialogue = greeting("XOAUTH2") + initial("XOAUTH2", "token-1") + "S: 334 " + EXPIRED
                    + "\nC: \nS: 535 5.7.3 Authentication unsuccessful\nC: QUIT\nS: 221 bye\n";
            try (ScriptedPeer peer = ScriptedPeer.ofText(dialogue);
                    MailClient client = client()) {
                assertThat(text(send(
                                client,
                                client.key(NextHop.parse(peer.nextHop())),
                                "me@example.com",
                                SessionStore.none())))
                        .isEqualTo("SASL authentication failed; server 127.0.0.1[127.0.0.1] said:"
                                + " 535 5.7.3 Authentication unsuccessful");
                peer.verify();
            }
        }
    }

    /** The endpoint's clock and ours may be a minute apart: what is left then is nothing. */
    @Test
    void aTokenThatIsPastItsTimeIsReplacedBeforeTheServerHasToRefuseIt() throws IOException {
        try (TokenServer tokens = new TokenServer()) {
            tokens.lifetime = 60;
            table("smtp_sasl_token_maps", "127.0.0.1 ann@example.com " + tokens.grant("client_credentials") + "\n");
            String end = "S: 235 in\n" + MAIL + "C: QUIT\nS: 221 bye\n";
            String dialogue = greeting("XOAUTH2") + initial("XOAUTH2", "token-1") + end + "session\n"
                    + greeting("XOAUTH2") + initial("XOAUTH2", "token-2") + end;
            try (ScriptedPeer peer = ScriptedPeer.ofText(dialogue);
                    MailClient client = client()) {
                ConnectionKey key = client.key(NextHop.parse(peer.nextHop()));
                for (int i = 0; i < 2; i++) {
                    send(client, key, "me@example.com", SessionStore.none());
                }
                peer.verify();
            }
        }
    }

    /** As Java's default has it: an endpoint of an authority that it does not know is not given the secret. */
    @Test
    void anEndpointIsAskedOverHttpsAndOnlyIfItsCertificateIsTrusted() throws Exception {
        TestCa root = TestCa.root("Token Root");
        SSLContext before = SSLContext.getDefault();
        try (TokenServer tokens = new TokenServer(
                root.issue(TestCa.Content.of("endpoint", "localhost")).server())) {
            table("smtp_sasl_token_maps", "127.0.0.1 ann@example.com " + tokens.grant("client_credentials") + "\n");
            String refused = greeting("XOAUTH2") + "C: QUIT\nS: 221 bye\n";
            String taken = greeting("XOAUTH2") + initial("XOAUTH2", "token-1") + "S: 235 in\n" + MAIL
                    + "C: QUIT\nS: 221 bye\n";
            try (ScriptedPeer peer = ScriptedPeer.ofText(refused + "session\n" + taken);
                    MailClient client = client()) {
                ConnectionKey key = client.key(NextHop.parse(peer.nextHop()));
                assertThat(text(send(client, key, "me@example.com", SessionStore.none())))
                        .startsWith("SASL authentication failed; cannot authenticate to server 127.0.0.1[127.0.0.1]:"
                                + " token endpoint localhost: ")
                        .contains("certif");
                assertThat(tokens.forms).isEmpty();
                SSLContext.setDefault(trusting(root));
                assertThat(send(client, key, "me@example.com", SessionStore.none())
                                .outcomes())
                        .allSatisfy(outcome -> assertThat(outcome.kind()).isEqualTo(RecipientOutcome.Kind.DELIVERED));
                peer.verify();
            }
        } finally {
            SSLContext.setDefault(before);
        }
    }

    private static SSLContext trusting(TestCa root) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", root.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void aRefreshTokenIsReplacedByTheOneThatComesWithTheToken() throws IOException {
        try (TokenServer tokens = new TokenServer()) {
            table(
                    "smtp_sasl_token_maps",
                    "127.0.0.1 ann " + tokens.grant("refresh_token") + " refresh_token=first-refresh\n");
            String quit = "S: 334 \nC: \nS: 535 no\n";
            String dialogue = greeting("XOAUTH2") + "C: AUTH XOAUTH2 *\n" + quit + "C: QUIT\nS: 221 bye\n";
            try (ScriptedPeer peer = ScriptedPeer.ofText(dialogue + "session\n" + dialogue);
                    MailClient client = client()) {
                ConnectionKey key = client.key(NextHop.parse(peer.nextHop()));
                send(client, key, "me@example.com", SessionStore.none());
                send(client, key, "me@example.com", SessionStore.none());
            }
            assertThat(tokens.forms.get(0))
                    .contains("grant_type=refresh_token")
                    .contains("refresh_token=first-refresh");
            assertThat(tokens.forms.get(1)).contains("refresh_token=refresh-1");
            assertNothingIsSeenOf("first-refresh", "refresh-1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\":\"invalid_client\",\"error_description\":\"no\"} | it answers 400 invalid_client",
                "500 | {} | it answers 500 without a reason",
                "200 | nonsense | its answer is not a JSON object",
                "200 | {\"token_type\":\"Bearer\"} | NONE",
                "200 | {\"access_token\":\"a b\"} | NONE",
                "200 | {\"access_token\":null} | NONE",
                "200 | {\"access_token\":true} | NONE",
                "200 | {\"access_token\":12} | NONE",
                "200 | {\"access_token\":\"a\\r\\nb\"} | NONE",
                "302 | <html>secret</html> | it answers 302 and redirects are not followed",
                "500 | <html>secret</html> | it answers 500 without a reason",
                "500 | {\"error\":\"Secret Words\"} | it answers 500 without a reason"
            })
    void withoutATokenMailIsDeferred(int status, String body, String words) throws IOException {
        String reason = words.replace(
                "NONE",
                "there is no token in its answer; expected a string of printable ASCII characters as access_token"
                        + " (RFC 6749, section 5.1)");
        try (TokenServer tokens = new TokenServer()) {
            tokens.fixed = Optional.of(body);
            tokens.status = status;
            table("smtp_sasl_token_maps", "127.0.0.1 ann " + tokens.grant("client_credentials") + "\n");
            try (ScriptedPeer peer = ScriptedPeer.ofText(greeting("XOAUTH2") + "C: QUIT\nS: 221 bye\n");
                    MailClient client = client()) {
                assertThat(text(send(
                                client,
                                client.key(NextHop.parse(peer.nextHop())),
                                "me@example.com",
                                SessionStore.none())))
                        .isEqualTo("SASL authentication failed; cannot authenticate to server 127.0.0.1[127.0.0.1]:"
                                + " token endpoint 127.0.0.1: " + reason);
                peer.verify();
            }
        }
    }

    @Test
    void aTokenTooLongForAnExchangeIsNotSent() throws IOException {
        try (TokenServer tokens = new TokenServer()) {
            tokens.fixed = Optional.of("{\"access_token\":\"" + "t".repeat(60_000) + "\"}");
            table("smtp_sasl_token_maps", "127.0.0.1 ann " + tokens.grant("client_credentials") + "\n");
            try (ScriptedPeer peer = ScriptedPeer.ofText(greeting("XOAUTH2") + "C: QUIT\nS: 221 bye\n");
                    MailClient client = client()) {
                assertThat(text(send(
                                client,
                                client.key(NextHop.parse(peer.nextHop())),
                                "me@example.com",
                                SessionStore.none())))
                        .endsWith(
                                "the token has 80000 octets in base64; expected 12288 at most (RFC 4954, section 4.3)");
                peer.verify();
            }
        }
    }

    @Test
    void aMistakeInATokenTableDefersTheMail() throws IOException {
        table("smtp_sasl_token_maps", "127.0.0.1 ann token_endpoint=http://example.com client_id=x\n");
        try (ScriptedPeer peer = ScriptedPeer.ofText(greeting("XOAUTH2") + "C: QUIT\nS: 221 bye\n");
                MailClient client = client()) {
            assertThat(text(send(
                            client, client.key(NextHop.parse(peer.nextHop())), "me@example.com", SessionStore.none())))
                    .isEqualTo("local data error while talking to 127.0.0.1[127.0.0.1]");
            peer.verify();
        }
    }

    private static String text(DeliveryReport report) {
        return ((RecipientOutcome.Undelivered) report.outcomes().get(0))
                .failure()
                .text();
    }

    private void assertNothingIsSeenOf(String... secrets) {
        for (String secret : secrets) {
            assertThat(seen).noneMatch(line -> line.contains(secret));
            for (String form : List.of(base64(secret), base64("\0user\0" + secret), base64("\0app\0" + secret))) {
                assertThat(seen).noneMatch(line -> line.contains(form.replace("=", "")));
            }
        }
        assertThat(seen).isNotEmpty();
    }

    @Test
    void noSecretIsInTheTextOfAKeyOrAnIdentity() {
        Credentials.Password credentials = new Credentials.Password("app", new Secret(PASSWORD));
        ConnectionKey key = new ConnectionKey(NextHop.parse("[127.0.0.1]:25")).as(Identity.ANYONE.with(credentials));
        assertThat(key + " " + credentials + " " + key.identity()).doesNotContain(PASSWORD);
        assertThat(key)
                .isEqualTo(new ConnectionKey(NextHop.parse("[127.0.0.1]:25"))
                        .as(Identity.ANYONE.with(new Credentials.Password("app", new Secret(PASSWORD)))));
        assertThat(key)
                .isNotEqualTo(new ConnectionKey(NextHop.parse("[127.0.0.1]:25"))
                        .as(Identity.ANYONE.with(new Credentials.Password("app", new Secret("other")))));
    }

    /** Keeps a session for each key. */
    private static final class Kept implements SessionStore {
        private final Map<ConnectionKey, Session> sessions = new HashMap<>();

        @Override
        public Optional<Session> take(ConnectionKey key) {
            return Optional.ofNullable(sessions.remove(key));
        }

        @Override
        public boolean wants(ConnectionKey key) {
            return true;
        }

        @Override
        public void keep(ConnectionKey key, Session session) {
            sessions.put(key, session);
        }
    }

    /** A token endpoint that gives token-1, token-2 and so on, or always the same answer. */
    private static final class TokenServer implements AutoCloseable {
        private final HttpServer server;
        private final List<String> forms = new CopyOnWriteArrayList<>();
        private volatile Optional<String> fixed = Optional.empty();
        private final String uri;
        private volatile int status = 200;
        private volatile int lifetime = 3599;

        TokenServer() throws IOException {
            this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), "http://127.0.0.1");
        }

        TokenServer(SSLContext context) throws IOException {
            this(https(context), "https://localhost");
        }

        private static HttpServer https(SSLContext context) throws IOException {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            return server;
        }

        private TokenServer(HttpServer server, String uri) {
            this.server = server;
            this.uri = uri;
            server.createContext("/", exchange -> {
                forms.add(URLDecoder.decode(
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                        StandardCharsets.UTF_8));
                byte[] answer = fixed.orElseGet(() ->
                                "{\"token_type\":\"Bearer\",\"expires_in\":" + lifetime + ",\"access_token\":\"token-"
                                        + forms.size() + "\", \"refresh_token\":\"refresh-" + forms.size()
                                        + "\",\"x\":[1,{}]}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
        }

        String grant(String kind) {
            return "token_endpoint=" + uri + ":" + server.getAddress().getPort() + "/token grant=" + kind
                    + " client_id=client client_secret=client-s3cret scope=https://outlook.office365.com/.default";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
