/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postchaise.engine.server.view.ServerReply;

/** The server when something is short or broken: threads, file descriptors, memory, clients that do not read. */
class ServerStrainTest extends MailServerFixture {
    private static final int MANY = 2000;

    @BeforeEach
    void permitManyCommands() {
        // also under stress
        settings.put("smtpd_hard_error_limit", "1000000");
        settings.put("smtpd_junk_command_limit", "1000000");
    }

    /** Lets a client pipeline more commands than their replies have room in the system, without reading one. */
    private static void stuff(Client client) throws IOException {
        client.reply();
        client.send("EHLO client.example\r\n".repeat(MANY));
    }

    @Test
    void clientsThatDoNotReadHoldNoThread() throws Exception {
        SocketAddress address = start(UnixDomainSocketAddress.of(directory.resolve("s")));
        for (int i = 0; i < 6; i++) {
            Client stuck = new Client(address);
            CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
                try {
                    stuff(stuck);
                } catch (IOException closed) {
                    // at the end of the test
                }
            });
        }
        Client honest = new Client(address);
        assertThat(honest.reply()).startsWith("220 ");
        deliver(honest);
    }

    @Test
    void aClientThatReadsLateGetsEveryReply() throws Exception {
        Client client = new Client(start(UnixDomainSocketAddress.of(directory.resolve("s"))));
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                client.send("EHLO client.example\r\n".repeat(MANY) + "QUIT\r\n");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        Thread.sleep(200);
        assertThat(client.reply()).startsWith("220 ");
        for (int i = 0; i < MANY; i++) {
            assertThat(client.reply()).startsWith("250 ");
        }
        assertThat(client.reply()).startsWith("221 ");
        assertThat(client.reply()).isEmpty();
        sending.get();
    }

    @Test
    void aClientThatDoesNotReadIsDisconnectedAtTheTimeLimit() throws Exception {
        settings.put("smtpd_timeout", "1s");
        Client stuck = new Client(start(UnixDomainSocketAddress.of(directory.resolve("s"))));
        stuck.reply();
        assertThatThrownBy(() -> stuck.send("EHLO client.example\r\n".repeat(20 * MANY)))
                .isInstanceOf(IOException.class);
        awaitSessions(0);
    }

    @Test
    void aSessionThatEndsInAnErrorIsEnded() throws Exception {
        sink = message -> {
            throw new StackOverflowError("in a table");
        };
        Client client = new Client(start());
        client.reply();
        client.command("EHLO client.example");
        client.command("MAIL FROM:<a@example.com>");
        client.command("RCPT TO:<ann@mail.example>");
        client.command("DATA");
        client.send("Subject: x\r\n\r\nx\r\n.\r\n");
        client.reply();
        assertThat(client.reply()).isEmpty();
        awaitSessions(0);
    }

    @Test
    void aThreadThatCanNotBeMadeLeavesTheTaskToOthers() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread only = new Thread(() -> {});
        SessionThreads threads = new SessionThreads(4, task -> {
            if (only.getState() != Thread.State.NEW) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            only.start();
            return SessionThreads.daemon("only", task);
        });
        threads.execute(() -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(threads.execute(done::countDown)).isTrue();
        busy.countDown();
        done.await();
        threads.close();
        assertThat(threads.awaitEnd(Duration.ofMinutes(1))).isTrue();
        assertThat(threads.execute(done::countDown)).isFalse();
    }

    @Test
    void octetsDuringATarpitPauseEndNoPause() throws Exception {
        settings.put("smtpd_error_sleep_time", "1s");
        settings.put("smtpd_soft_error_limit", "1");
        Client client = new Client(start());
        client.reply();
        client.command("BAD");
        client.command("BAD");
        long begin = System.nanoTime();
        client.send("BAD\r\n");
        for (int i = 0; i < 10; i++) {
            Thread.sleep(20);
            client.send("N");
        }
        assertThat(client.reply()).startsWith("500 ");
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(900_000_000L);
    }

    @Test
    void closeLetsTheSinkEnd() throws Exception {
        CountDownLatch within = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        sink = message -> {
            within.countDown();
            try {
                closing.await();
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of(ServerReply.of(250, "2.0.0", "Ok: stored"));
        };
        Client client = new Client(start());
        client.reply();
        client.command("EHLO client.example");
        client.command("MAIL FROM:<a@example.com>");
        client.command("RCPT TO:<ann@mail.example>");
        client.command("DATA");
        client.send("Subject: x\r\n\r\nx\r\n.\r\n");
        within.await();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> {
            closing.countDown();
            server.close();
        });
        assertThat(client.reply()).isEqualTo("250 2.0.0 Ok: stored");
        closed.get();
        assertThat(server.sessions()).isZero();
    }

    @Test
    void aClosedServerLeavesItsPortAndNoFileDescriptor() throws Exception {
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = 0;
        for (int turn = 0; turn < 3; turn++) {
            InetSocketAddress address = (InetSocketAddress) start();
            for (int i = 0; i < 5; i++) {
                Client client = new Client(address);
                client.reply();
                client.command("NOOP");
                client.close();
            }
            awaitSessions(0);
            server.close();
            try (ServerSocket again = new ServerSocket(address.getPort(), 1, address.getAddress())) {
                assertThat(again.isBound()).isTrue();
            }
            before = turn == 0 ? system.getOpenFileDescriptorCount() : before;
        }
        // a thread closes its selector a moment after the server has counted the thread out; the class's time limit
        // ends the wait
        while (system.getOpenFileDescriptorCount() > before) {
            Thread.sleep(10);
        }
        assertThat(system.getOpenFileDescriptorCount()).isLessThanOrEqualTo(before);
    }
}
