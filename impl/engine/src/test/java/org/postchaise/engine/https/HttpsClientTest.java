/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.engine.https.HttpsClient.Bodies;

/** Behaviour of the HTTPS client that the hostile servers of StsPoliciesTest and EndlessLoginTest do not show. */
@Timeout(60)
class HttpsClientTest {
    private HttpServer server;
    private volatile int status = 200;
    private volatile Runnable meanwhile = () -> {};

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            meanwhile.run();
            byte[] answer = (exchange.getRequestMethod() + " " + body).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", exchange.getRequestHeaders().getFirst("Accept"));
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpsClient.Response send(Optional<String> form, Bodies bodies, int octets) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/x");
        return HttpsClient.OF_JAVA.send(new HttpsClient.Request(
                uri,
                Map.of("Accept", "text/plain"),
                form,
                Optional.empty(),
                new HttpsClient.Bounds(Duration.ofSeconds(30), octets, bodies)));
    }

    @Test
    void secretsAreNotPrinted() {
        HttpsClient.Request request = new HttpsClient.Request(
                URI.create("https://login.example/token"),
                Map.of("Authorization", "secret"),
                Optional.of("client_secret=secret"),
                Optional.empty(),
                new HttpsClient.Bounds(Duration.ofSeconds(30), 10, Bodies.ALL));
        assertThat(request).hasToString("POST https://login.example/token");
        assertThat(new HttpsClient.Response(200, "application/json", "secret")).hasToString("200 application/json");
    }

    @Test
    void sendsAFormByPostAndReadsTheBody() throws IOException {
        assertThat(send(Optional.of("a=\u00fc"), Bodies.ALL, 100))
                .isEqualTo(new HttpsClient.Response(200, "text/plain", "POST a=\u00fc"));
    }

    @Test
    void readsTheBodyOfAnErrorOnlyIfAsked() throws IOException {
        status = 404;
        assertThat(send(Optional.empty(), Bodies.OK, 100)).isEqualTo(new HttpsClient.Response(404, "text/plain", ""));
        assertThat(send(Optional.empty(), Bodies.ALL, 100).body()).isEqualTo("GET ");
    }

    @Test
    void refusesABodyOneOctetLongerThanItsBound() throws IOException {
        assertThat(send(Optional.of("12345"), Bodies.ALL, 10).body()).hasSize(10);
        assertThatThrownBy(() -> send(Optional.of("123456"), Bodies.ALL, 10))
                .isInstanceOf(ResponseTooLongException.class)
                .hasMessage("its answer is longer than 10 octets");
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread asking = Thread.currentThread();
        CountDownLatch over = new CountDownLatch(1);
        meanwhile = () -> {
            asking.interrupt();
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        assertThatThrownBy(() -> send(Optional.empty(), Bodies.ALL, 100)).isInstanceOf(InterruptedIOException.class);
        over.countDown();
        assertThat(Thread.interrupted()).isTrue();
    }
}
