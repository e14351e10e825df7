/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;

/** Servers and token endpoints that never come to the end of a login: the mail is deferred. */
@Timeout(60)
class EndlessLoginTest {
    private static final String FAILED = "DEFERRED 4.7.0 SASL authentication failed";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "PLAIN,''",
        "PLAIN,c29tZXRoaW5n",
        "LOGIN,''",
        "LOGIN,UGFzc3dvcmQ6",
        "CRAM-MD5,PDEuMkBteC5leGFtcGxlPg==",
        "DIGEST-MD5,bm9uY2U9IngiLHFvcD0iYXV0aCIsY2hhcnNldD11dGYtOCxhbGdvcml0aG09bWQ1LXNlc3M=",
        "SCRAM-SHA-256,''",
        "SCRAM-SHA-256,cj14LHM9eCxpPTQwOTY=",
        "SCRAM-SHA-1,not-base64",
    })
    void challengesWithoutEndDeferTheMail(String mechanism, String challenge) throws IOException {
        try (Peer server = endless(mechanism, challenge)) {
            assertThat(login(server, "smtp_sasl_password_maps", "127.0.0.1 ann:secret"))
                    .startsWith(FAILED);
        }
    }

    @ParameterizedTest
    @CsvSource({"XOAUTH2,e30=", "XOAUTH2,''", "OAUTHBEARER,e30=", "OAUTHBEARER,AQ=="})
    void challengesAfterATokenWithoutEndDeferTheMail(String mechanism, String challenge) throws IOException {
        try (Peer tokens = endpoint(out ->
                        out.write(text("HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n{\"access_token\":\"abcdef\"}")));
                Peer server = endless(mechanism, challenge)) {
            assertThat(login(server, "smtp_sasl_token_maps", grant(tokens, "127.0.0.1")))
                    .startsWith(FAILED);
        }
    }

    @Test
    void anAnswerOfATokenEndpointWithoutEndDefersTheMail() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        assertThat(withEndpoint(head + "\r\n", "{\"a\":[")).contains("longer than 65536 octets");
        assertThat(withEndpoint(head + "Transfer-Encoding: chunked\r\n\r\n", "1\r\n{\r\n"))
                .contains("longer than 65536 octets");
        assertThat(withEndpoint("HTTP/1.1 200 OK\r\n", "X-More: more\r\n")).startsWith(FAILED);
        assertThat(withEndpoint("", "HTTP/1.1 100 Continue\r\n\r\n")).startsWith(FAILED);
        assertThat(withEndpoint("", "x")).startsWith(FAILED);
        assertThat(withEndpoint("HTTP/1.1 500 Oops\r\n\r\n", "x")).contains("longer than 65536 octets");
    }

    @Test
    void anAnswerOfATokenEndpointThatIsDeepDefersTheMail() throws IOException {
        String deep = "{\"a\":" + "[".repeat(60_000);
        assertThat(withAnswer(deep)).contains("its answer is not a JSON object");
        String objects = IntStream.range(0, 17).mapToObj(i -> "{\"a\":").collect(Collectors.joining());
        assertThat(withAnswer(objects + "1" + "}".repeat(17))).contains("its answer is not a JSON object");
    }

    @ParameterizedTest
    @CsvSource({"-1", "0", "-99999999999999999999", "1e99", "\"soon\"", "null", "{}"})
    void anExpiryThatMakesNoSenseLetsTheTokenBeUsed(String expiry) throws IOException {
        // the server that refuses each AUTH has seen the token
        assertThat(withAnswer("{\"expires_in\":" + expiry + ",\"access_token\":\"abcdef\"}"))
                .contains("said: 535 5.7.8 no");
    }

    private String withAnswer(String body) throws IOException {
        try (Peer tokens = endpoint(out ->
                        out.write(text("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)));
                Peer server = refusing()) {
            return login(server, "smtp_sasl_token_maps", grant(tokens, "127.0.0.1"));
        }
    }

    private String withEndpoint(String once, String forEver) throws IOException {
        try (Peer tokens = endpoint(out -> {
                    out.write(text(once));
                    while (true) {
                        out.write(text(forEver.repeat(1000)));
                    }
                });
                Peer server = refusing()) {
            return login(server, "smtp_sasl_token_maps", grant(tokens, "127.0.0.1"));
        }
    }

    private static String grant(Peer tokens, String host) {
        return "127.0.0.1 ann token_endpoint=http://" + host + ":" + tokens.port()
                + "/token grant=client_credentials client_id=client client_secret=secret scope=mail";
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The answer of the token endpoint to each request. */
    @FunctionalInterface
    private interface Answer {
        void write(OutputStream out) throws IOException;
    }

    private static Peer endpoint(Answer answer) throws IOException {
        return new Peer(socket -> {
            byte[] request = new byte[4096];
            int read = socket.getInputStream().read(request);
            assertThat(read).isPositive();
            answer.write(socket.getOutputStream());
        });
    }

    private static Peer endless(String mechanism, String challenge) throws IOException {
        return server(mechanism, "334 " + challenge);
    }

    private static Peer refusing() throws IOException {
        return server("XOAUTH2", "535 5.7.8 no");
    }

    /** Answers all that follows EHLO with {@code reply}. */
    private static Peer server(String mechanism, String reply) throws IOException {
        return new Peer(socket -> {
            OutputStream out = socket.getOutputStream();
            out.write(text("220 mx.example ESMTP\r\n"));
            line(socket);
            out.write(text("250-mx.example\r\n250 AUTH " + mechanism + "\r\n"));
            while (line(socket)) {
                out.write(text(reply + "\r\n"));
            }
        });
    }

    private static boolean line(Socket socket) throws IOException {
        int octet = socket.getInputStream().read();
        while (octet >= 0 && octet != '\n') {
            octet = socket.getInputStream().read();
        }
        return octet >= 0;
    }

    private String login(Peer server, String parameter, String entry) throws IOException {
        Map<String, String> set = new HashMap<>(Map.of(
                "myhostname",
                "client.example",
                "smtp_sasl_auth_enable",
                "yes",
                "smtp_sasl_security_options",
                "noanonymous",
                "smtp_sasl_mechanism_filter",
                "!gssapi, static:all",
                "smtp_quit_timeout",
                "2s"));
        set.put(parameter, "texthash:" + Files.writeString(folder.resolve(parameter), entry + "\n"));
        try (MailClient client = MailClient.of(Catalog.settings(set), EngineListener.NONE)) {
            RecipientOutcome outcome = client.deliver(
                            client.key(NextHop.parse("[127.0.0.1]:" + server.port())),
                            DeliveryRequest.of(
                                    Envelope.of("me@example.com", "ann@example.net"), MessageSource.of(new byte[10])),
                            SessionStore.none())
                    .outcomes()
                    .get(0);
            return outcome.kind() + " " + outcome.status() + " " + outcome.text();
        }
    }

    /** The server's part in a connection. */
    @FunctionalInterface
    private interface Part {
        void play(Socket socket) throws IOException;
    }

    private static final class Peer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

        Peer(Part part) throws IOException {
            Thread thread = new Thread(() -> accept(part), "endless-peer");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept(Part part) {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    part.play(socket);
                } catch (IOException ignored) {
                    // the client has gone
                }
            }
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
