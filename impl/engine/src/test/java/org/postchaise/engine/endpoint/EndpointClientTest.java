/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.engine.net.Deadline;

@Timeout(60)
class EndpointClientTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final EndpointLimits LIMITS = new EndpointLimits(LONG, LONG, LONG, 0, 8, 2, Duration.ZERO);
    private static final String HANG_UP = "hang up";

    private final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<String> script = line -> line + "\n";
    private ServerSocket listener;

    @BeforeEach
    void start() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(() -> {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                connections.incrementAndGet();
                thread(() -> serve(socket));
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException ignored) {
                // closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) throws IOException {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String reply = script.apply(line);
                if (reply.equals(HANG_UP)) {
                    return;
                }
                socket.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private Endpoint endpoint() {
        return Endpoint.parse("inet:127.0.0.1:" + listener.getLocalPort());
    }

    /** Returns an endpoint where nothing listens: a listener with a thread in accept() may serve one more connection. */
    private static Endpoint endpointWithoutServer() throws IOException {
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Endpoint.parse("inet:127.0.0.1:" + unused.getLocalPort());
        }
    }

    private EndpointClient client(EndpointLimits limits) {
        return new EndpointClient(endpoint(), limits);
    }

    private static String ask(EndpointClient client, String line) throws IOException {
        return client.ask(connection -> {
            connection.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return new String(connection.readLine(100), StandardCharsets.UTF_8);
        });
    }

    @Test
    void keepsAConnectionForTheNextRequest() throws Exception {
        try (EndpointClient client = client(LIMITS)) {
            assertThat(ask(client, "a")).isEqualTo("a");
            assertThat(ask(client, "b")).isEqualTo("b");
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void usesAConnectionForALimitedNumberOfRequests() throws Exception {
        try (EndpointClient client = client(new EndpointLimits(LONG, LONG, LONG, 2, 8, 2, Duration.ZERO))) {
            for (int i = 0; i < 5; i++) {
                ask(client, "a");
            }
        }
        assertThat(connections).hasValue(3);
    }

    @Test
    void keepsNoConnectionBeyondIdleTimeOrLifetime() throws Exception {
        for (EndpointLimits limits : List.of(
                new EndpointLimits(LONG, Duration.ZERO, LONG, 0, 8, 2, Duration.ZERO),
                new EndpointLimits(LONG, LONG, Duration.ZERO, 0, 8, 2, Duration.ZERO))) {
            connections.set(0);
            try (EndpointClient client = client(limits)) {
                ask(client, "a");
                ask(client, "b");
            }
            assertThat(connections).as(limits.toString()).hasValue(2);
        }
    }

    @Test
    void triesAsOftenAsTheLimitSays() throws Exception {
        script = line -> HANG_UP;
        try (EndpointClient client = client(new EndpointLimits(LONG, LONG, LONG, 0, 8, 3, Duration.ofMillis(1)))) {
            assertThatThrownBy(() -> ask(client, "a")).hasMessageContaining("closed the connection");
        }
        assertThat(connections).hasValue(3);
    }

    @Test
    void triesAgainAfterTheDelayWhileTheServerRestarts() throws Exception {
        Endpoint endpoint = endpointWithoutServer();
        thread(() -> {
            try (ServerSocket again = new ServerSocket()) {
                again.setReuseAddress(true);
                again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ((Endpoint.Inet) endpoint).port()));
                serve(again.accept());
            }
        });
        try (EndpointClient client =
                new EndpointClient(endpoint, new EndpointLimits(LONG, LONG, LONG, 0, 8, 1000, Duration.ofMillis(20)))) {
            assertThat(ask(client, "a")).isEqualTo("a");
        }
    }

    @Test
    void aFailedConnectIsNotTriedAgainWithoutADelay() throws Exception {
        Duration request = Duration.ofSeconds(20);
        try (EndpointClient client = new EndpointClient(
                endpointWithoutServer(),
                new EndpointLimits(request, LONG, LONG, 0, 8, Integer.MAX_VALUE, Duration.ZERO))) {
            assertTimeoutPreemptively(
                    request.dividedBy(2),
                    () -> assertThatThrownBy(() -> ask(client, "a")).hasMessageStartingWith("can't connect: "));
        }
    }

    @Test
    void neitherATimeoutNorAnUnusableReplyIsTriedAgain() {
        script = line -> line.equals("long") ? "x".repeat(101) : "";
        try (EndpointClient client =
                client(new EndpointLimits(Duration.ofMillis(300), LONG, LONG, 0, 8, 5, Duration.ZERO))) {
            assertThatThrownBy(() -> ask(client, "silence"))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("no reply within the time limit");
            assertThatThrownBy(() -> ask(client, "long")).isInstanceOf(UnusableReplyException.class);
        }
        assertThat(connections).hasValue(2);
    }

    @Test
    void octetsThatNoRequestAskedForEndTheConnection() throws Exception {
        script = line -> line + "\nmore\n";
        try (EndpointClient client = client(LIMITS)) {
            assertThat(ask(client, "a")).isEqualTo("a");
            assertThat(ask(client, "b")).isEqualTo("b");
        }
        assertThat(connections).hasValue(2);
    }

    @Test
    void opensOneConnectionForEachRequestAtATime() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        script = line -> {
            try {
                together.await(30, TimeUnit.SECONDS);
                return line + "\n";
            } catch (Exception e) {
                return HANG_UP;
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (EndpointClient client = client(new EndpointLimits(LONG, LONG, LONG, 0, 3, 1, Duration.ZERO))) {
            for (int round = 0; round < 2; round++) {
                List<Future<String>> replies = List.of(
                        threads.submit(() -> ask(client, "a")),
                        threads.submit(() -> ask(client, "a")),
                        threads.submit(() -> ask(client, "a")));
                for (Future<String> reply : replies) {
                    assertThat(reply.get()).isEqualTo("a");
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(connections).hasValue(3);
    }

    @Test
    void aRequestWaitsForAFreeConnectionWithinItsTimeLimit() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        script = line -> {
            asked.countDown();
            return "";
        };
        try (EndpointClient client =
                client(new EndpointLimits(Duration.ofSeconds(1), LONG, LONG, 0, 1, 1, Duration.ZERO))) {
            Thread other = new Thread(() -> assertThatThrownBy(() -> ask(client, "a")));
            other.start();
            asked.await();
            assertThatThrownBy(() -> ask(client, "b")).isInstanceOf(SocketTimeoutException.class);
            other.join();
        }
    }

    @Test
    void anInterruptEndsTheWaitForAReply() throws Exception {
        Thread asking = Thread.currentThread();
        script = line -> {
            asking.interrupt();
            return "";
        };
        try (EndpointClient client = client(LIMITS)) {
            assertThatThrownBy(() -> ask(client, "a")).isInstanceOf(InterruptedIOException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(connections).hasValue(1);
    }

    @Test
    void closingTheConnectionEndsTheReadOfAnotherThread() throws Exception {
        EndpointConnection connection = EndpointConnection.open(endpoint(), Deadline.in(LONG));
        script = line -> {
            connection.close();
            return "";
        };
        connection.write("a\n".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(connection::read)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(InterruptedIOException.class);
    }

    @Test
    void anEndpointWithoutAServerIsSaid() throws IOException {
        try (EndpointClient client = new EndpointClient(endpointWithoutServer(), LIMITS)) {
            assertThatThrownBy(() -> ask(client, "a")).hasMessageStartingWith("can't connect: ");
        }
        assertThatThrownBy(() -> EndpointConnection.open(Endpoint.unix("/nonexistent/socket"), Deadline.in(LONG)))
                .hasMessageStartingWith("can't connect: ");
    }
}
