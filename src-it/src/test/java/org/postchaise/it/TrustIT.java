/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postchaise.it.peers.SignedZone;
import org.postchaise.it.server.ServerControl.Pool;
import org.postchaise.it.server.ServerFiles;
import org.postchaise.testkit.ScriptedPeer;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Identity;
import org.postchaise.testkit.TlsPeer;
import org.postchaise.testkit.TlsPeer.Fault;

/** Servers that prove who they are, and logins with tokens, from an application server. */
@ArquillianTest
class TrustIT {
    private static final byte[] CONTENT = Contents.plain("trust");

    private final ItClient application = new ItClient();

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.application();
    }

    @BeforeEach
    void requireItsSetUp() {
        ServerSession.requireWildFly("the administered object is set up on WildFly only");
    }

    @AfterEach
    void forgetTheDestination() {
        ServerFiles.write(ServerSession.transports(), "");
        ServerFiles.write(ServerSession.policies(), "");
    }

    @Test
    void mailGoesToAServerThatDaneVerifies() throws Exception {
        // of no authority, for no name, and out of date: what the signed zone says is all that counts (RFC 7671,
        // section 5.1)
        Identity identity = TestCa.selfSigned(TestCa.Content.of("nobody").shifted(-10));
        try (TlsPeer server = TlsPeer.start(identity.server(), Fault.NONE);
                TlsPeer impostor = TlsPeer.start(
                        TestCa.selfSigned(TestCa.Content.of("mx.dane.test")).server(), Fault.NONE)) {
            String data = " IN TLSA 3 1 1 "
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(identity.chain()
                                            .get(0)
                                            .getPublicKey()
                                            .getEncoded()));
            String records = "@ IN MX 10 mx\nmx IN A 127.0.0.1\n_" + server.port() + "._tcp.mx" + data + "\n_"
                    + impostor.port() + "._tcp.mx" + data + "\n";
            ServerFiles.write(
                    ServerSession.policies(),
                    "dane.test:" + server.port() + " dane-only\ndane.test:" + impostor.port() + " dane-only\n");
            // a table is looked at once a second, by itself: the way to the servers comes when its rules are in force
            Waits.aWhile();
            ServerFiles.write(
                    ServerSession.transports(),
                    "right@dane.test smtp:dane.test:" + server.port() + "\nwrong@dane.test smtp:dane.test:"
                            + impostor.port() + "\n");
            Waits.aWhile();
            try (SignedZone zone = SignedZone.start("dane.test", records, ServerSession.NAME_SERVER)) {
                String id = application.send(CONTENT, "me@example.com", "right@dane.test");
                Waits.until(
                        () -> assertThat(application.status(id)).as(zone.log()).contains("right@dane.test DELIVERED"));
                // while one mail's thread reads a new version of a table, another's still finds the old one
                String other = application.send(CONTENT, "me@example.com", "wrong@dane.test");
                Waits.until(() -> assertThat(application.status(other)).contains("wrong@dane.test"));
            }
            assertThat(impostor.received()).contains("<TLS>").noneMatch(line -> line.startsWith("MAIL"));
            show("Verified TLS connection established to mx.dane.test[127.0.0.1]:" + server.port() + ": TLSv1.3");
            show("to=<right@dane.test>, relay=mx.dane.test[127.0.0.1]:" + server.port(), "dsn=2.0.0, status=sent");
            show("Untrusted TLS connection established to mx.dane.test[127.0.0.1]:" + impostor.port());
            show("to=<wrong@dane.test>", "dsn=4.7.5, status=deferred (Server certificate not verified)");
        }
    }

    /** As Microsoft's servers have it: the token is refused before its time, a new one is fetched, and the same session logs in. */
    @Test
    void aTokenThatIsRefusedIsReplacedOnceAndNoMailFails() throws Exception {
        AtomicInteger count = new AtomicInteger();
        HttpServer endpoint = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), ServerSession.TOKEN_ENDPOINT), 0);
        endpoint.createContext("/token", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] answer = ("{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"t0ken-"
                            + count.incrementAndGet() + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        endpoint.start();
        String dialogue = session(login(1)) + "close\nsession\n"
                + session(login(1) + "S: 334 eyJzdGF0dXMiOiI0MDEifQ==\nC: \nS: 535 5.7.3 Authentication unsuccessful\n"
                        + login(2))
                + "close\nsession\n" + session(login(2)) + "close\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(dialogue)) {
            for (int i = 0; i < 3; i++) {
                assertThat(application.deliver(
                                Pool.TOKENS, CONTENT, List.of(peer.nextHop()), List.of("you@example.com")))
                        .contains("DELIVERED 2.6.0");
            }
            peer.verify();
        } finally {
            endpoint.stop(0);
        }
        assertThat(count).hasValue(2);
        assertThat(ServerSession.control().log()).doesNotContain("t0ken-", "client-s3cret");
    }

    private static String login(int number) {
        String response = "user=ann@example.com\1auth=Bearer t0ken-" + number + "\1\1";
        return "C: AUTH XOAUTH2 " + Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.UTF_8))
                + "\n";
    }

    private static String session(String login) {
        return "S: 220 mx.office365.example Microsoft ESMTP MAIL Service ready\nC: EHLO *\nS: 250-mx.office365.example\n"
                + "S: 250-SIZE 157286400\nS: 250-8BITMIME\nS: 250 AUTH LOGIN XOAUTH2\n" + login + """
                S: 235 2.7.0 Authentication successful
                C: MAIL *
                S: 250 2.1.0 Sender OK
                C: RCPT *
                S: 250 2.1.5 Recipient OK
                C: DATA
                S: 354 Start mail input; end with <CRLF>.<CRLF>
                body
                S: 250 2.6.0 Queued mail for delivery
                """;
    }

    /** Prints a line of the server's log that has all these texts, which it must have. */
    private static void show(String... texts) {
        Waits.until(() -> {
            String line = ServerSession.control()
                    .log()
                    .lines()
                    .filter(one -> List.of(texts).stream().allMatch(one::contains))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no line in the log with " + List.of(texts)));
            System.out.println(line);
        });
    }
}
