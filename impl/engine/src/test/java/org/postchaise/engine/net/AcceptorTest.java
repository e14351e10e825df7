/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postchaise.testkit.TestCa;

/** Acceptor, and connections over accepted channels; the client's side is {@link Connector}'s. */
@Timeout(60)
class AcceptorTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private enum Family {
        TCP,
        UNIX
    }

    @TempDir
    Path directory;

    private final OpenConnections served = new OpenConnections(this);
    private final OpenConnections made = new OpenConnections(this);

    @AfterEach
    void closeAll() {
        served.close();
        made.close();
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesKnowEachOther(Family family) throws IOException {
        try (Acceptor acceptor = bind(family)) {
            Connection client = connect(acceptor.address());
            Connection server = accept(acceptor);
            assertThat(client.peer()).contains(acceptor.address());
            assertThat(server.local()).contains(acceptor.address());
            if (family == Family.TCP) {
                assertThat(server.peer()).isEqualTo(client.local());
                assertThat(client.source()).contains(InetAddress.getLoopbackAddress());
                assertThat(server.source()).contains(InetAddress.getLoopbackAddress());
            } else {
                assertThat(client.source()).isEmpty();
                assertThat(server.source()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void octetsPassBothWaysAndReadsHaveADeadline(Family family) throws IOException {
        try (Acceptor acceptor = bind(family)) {
            Connection client = connect(acceptor.address());
            Connection server = accept(acceptor);
            say(server, "220 hello\r\n");
            assertThat(hear(client, 11)).isEqualTo("220 hello\r\n");
            say(client, "NOOP\r\n");
            assertThat(hear(server, 6)).isEqualTo("NOOP\r\n");
            server.limit(Deadline.in(Duration.ofMillis(50)));
            assertThatThrownBy(() -> server.input().read()).isInstanceOf(SocketTimeoutException.class);
            client.close();
            server.limit(Deadline.in(LONG));
            assertThat(server.input().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aParkedConnectionIsReadyWhenThePeerSends(Family family) throws IOException {
        try (Acceptor acceptor = bind(family);
                Selector room = Selector.open()) {
            Connection client = connect(acceptor.address());
            Connection server = accept(acceptor);
            for (int turn = 0; turn < 3; turn++) {
                server.limit(Deadline.in(Duration.ofMillis(1)));
                assertThatThrownBy(() -> server.input().read()).isInstanceOf(SocketTimeoutException.class);
                SelectionKey key = server.park(room, server);
                assertThat(room.selectNow()).isZero();
                say(client, "NOOP\r\n");
                assertThat(room.select(LONG.toMillis())).isEqualTo(1);
                assertThat(room.selectedKeys()).containsExactly(key);
                assertThat(key.attachment()).isSameAs(server);
                room.selectedKeys().clear();
                key.interestOps(0);
                assertThat(hear(server, 6)).isEqualTo("NOOP\r\n");
                say(server, "250 Ok\r\n");
                assertThat(hear(client, 8)).isEqualTo("250 Ok\r\n");
            }
            SelectionKey key = server.park(room, server);
            assertThat(room.selectNow()).isZero();
            client.close();
            assertThat(room.select(LONG.toMillis())).isEqualTo(1);
            assertThat(key.isReadable()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aParkedConnectionWithTlsGoesOn(Family family) throws Exception {
        TestCa.Identity identity = TestCa.root("Root").issue(TestCa.Content.of("mx.example", "mx.example"));
        try (Acceptor acceptor = bind(family);
                Selector room = Selector.open()) {
            Connection client = connect(acceptor.address());
            Connection server = accept(acceptor);
            SSLEngine serverSide = identity.server().createSSLEngine();
            serverSide.setUseClientMode(false);
            SSLEngine clientSide = trusting(identity).createSSLEngine();
            clientSide.setUseClientMode(true);
            client.limit(Deadline.in(LONG));
            CompletableFuture<Void> handshake = CompletableFuture.runAsync(() -> {
                try {
                    client.startTls(clientSide, Connection.Farewell.ONE_SIDED);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            server.limit(Deadline.in(LONG));
            server.startTls(serverSide, Connection.Farewell.ONE_SIDED);
            handshake.get(30, TimeUnit.SECONDS);
            assertThat(server.peer()).isEqualTo(client.local());
            for (String line : new String[] {"NOOP\r\n", "x".repeat(40_000) + "\r\n", "QUIT\r\n"}) {
                assertThat(server.input().available()).isZero();
                SelectionKey key = server.park(room, server);
                assertThat(room.selectNow()).isZero();
                CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sayUnchecked(client, line));
                assertThat(room.select(LONG.toMillis())).isEqualTo(1);
                room.selectedKeys().clear();
                key.interestOps(0);
                assertThat(hear(server, line.length())).isEqualTo(line);
                sent.get(30, TimeUnit.SECONDS);
                say(server, "250 Ok\r\n");
                assertThat(hear(client, 8)).isEqualTo("250 Ok\r\n");
            }
            server.park(room, server).interestOps(0);
            server.shut();
            assertThat(client.input().read()).isEqualTo(-1);
            assertThat(clientSide.isInboundDone()).as("close_notify was sent").isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void parkingAndClosingWakeTheSelectingThread(Family family) throws Exception {
        try (Acceptor acceptor = bind(family);
                Selector room = Selector.open()) {
            connect(acceptor.address());
            Connection server = accept(acceptor);
            CompletableFuture<Void> parked = new CompletableFuture<>();
            CompletableFuture<Void> released = new CompletableFuture<>();
            Thread selecting = new Thread(() -> {
                try {
                    while (room.keys().isEmpty()) {
                        room.select();
                    }
                    parked.complete(null);
                    while (!room.keys().isEmpty()) {
                        room.select();
                    }
                    released.complete(null);
                } catch (IOException | ClosedSelectorException e) {
                    parked.completeExceptionally(e);
                    released.completeExceptionally(e);
                }
            });
            selecting.start();
            TimeUnit.MILLISECONDS.sleep(50);
            server.park(room, server);
            parked.get(20, TimeUnit.SECONDS);
            TimeUnit.MILLISECONDS.sleep(50);
            server.close();
            released.get(20, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatDoesNotReadEndsTheWrite(Family family) throws IOException {
        try (Acceptor acceptor = bind(family)) {
            Connection client = connect(acceptor.address());
            Connection server = accept(acceptor);
            server.limit(Deadline.in(Duration.ofMillis(300)));
            byte[] block = new byte[1 << 20];
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            server.output().write(block);
                        }
                    })
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(client.isClosed()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingTheRegistryEndsARead(Family family) throws Exception {
        try (Acceptor acceptor = bind(family)) {
            Connection client = connect(acceptor.address());
            Connection server = accept(acceptor);
            server.limit(Deadline.in(LONG));
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                try {
                    ended.completeExceptionally(
                            new AssertionError("read " + server.input().read()));
                } catch (IOException e) {
                    ended.complete(e);
                }
            });
            reader.start();
            say(server, "220 hello\r\n");
            assertThat(hear(client, 11)).isEqualTo("220 hello\r\n");
            served.close();
            assertThat(ended.get(30, TimeUnit.SECONDS)).isNotInstanceOf(SocketTimeoutException.class);
            assertThat(server.isClosed()).isTrue();
            assertThat(client.input().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadWaitsInAnInterruptedThread(Family family) throws IOException {
        try (Acceptor acceptor = bind(family)) {
            connect(acceptor.address());
            Connection server = accept(acceptor);
            server.limit(Deadline.in(Duration.ofSeconds(1)));
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> server.input().read()).isInstanceOf(SocketTimeoutException.class);
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            } finally {
                Thread.interrupted();
            }
            long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
            assertThat(Duration.ofNanos(used)).as("CPU time").isLessThan(Duration.ofMillis(150));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdleConnectionIsClosedAtItsDeadlineWithoutAThread(Family family) throws IOException {
        try (Acceptor acceptor = bind(family);
                Selector room = Selector.open()) {
            Connection client = connect(acceptor.address());
            Connection server = accept(acceptor);
            server.park(room, server);
            server.idleUntil(Deadline.in(Duration.ofMillis(100)));
            client.limit(Deadline.in(LONG));
            assertThat(client.input().read()).isEqualTo(-1);
            assertThat(server.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyThereIsNoConnectionAndAClosedAcceptorAcceptsNone(Family family) throws IOException {
        Acceptor acceptor = bind(family);
        assertThat(acceptor.accept()).isEmpty();
        acceptor.close();
        acceptor.close();
        assertThatThrownBy(acceptor::accept).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> connect(acceptor.address())).isInstanceOf(IOException.class);
        try (Acceptor again = Acceptor.bind(acceptor.address(), 0)) {
            assertThat(again.address()).isEqualTo(acceptor.address());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAddressInUseIsNamed(Family family) throws IOException {
        try (Acceptor acceptor = bind(family)) {
            assertThatThrownBy(() -> Acceptor.bind(acceptor.address(), 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("listen on ")
                    .hasMessageContaining(acceptor.address().toString());
            connect(acceptor.address());
        }
    }

    @Test
    void aSocketFileThatNobodyListensOnIsReplaced() throws IOException {
        Path file = directory.resolve("smtp");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(file);
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(address);
        }
        assertThat(file).exists();
        try (Acceptor acceptor = Acceptor.bind(address, 0)) {
            connect(acceptor.address());
            accept(acceptor);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void aSocketFileIsOpenToAllAsPostfixsAre() throws IOException {
        Path file = directory.resolve("smtp");
        try (Acceptor acceptor = Acceptor.bind(UnixDomainSocketAddress.of(file), 0)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-rw-rw-");
            assertThat(acceptor.address()).isEqualTo(UnixDomainSocketAddress.of(file));
        }
    }

    @Test
    void aFileThatIsNoSocketStays() throws IOException {
        Path file = Files.writeString(directory.resolve("smtp"), "text");
        assertThatThrownBy(() -> Acceptor.bind(UnixDomainSocketAddress.of(file), 0))
                .isInstanceOf(IOException.class)
                .hasMessage("listen on unix:" + file + ": the file exists and is not a socket");
        assertThat(file).hasContent("text");
    }

    @Test
    void aClosedRegistryTakesNoAcceptedChannel() throws IOException {
        try (Acceptor acceptor = bind(Family.TCP)) {
            connect(acceptor.address());
            served.close();
            assertThat(accept(acceptor).isClosed()).isTrue();
        }
    }

    @Test
    void onlyAnAcceptedConnectionCanBeParked() throws IOException {
        try (Acceptor acceptor = bind(Family.TCP);
                Selector room = Selector.open()) {
            Connection client = connect(acceptor.address());
            assertThatThrownBy(() -> client.park(room, client)).isInstanceOf(IllegalStateException.class);
        }
    }

    private Acceptor bind(Family family) throws IOException {
        SocketAddress address = family == Family.TCP
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
                : UnixDomainSocketAddress.of(directory.resolve("socket"));
        return Acceptor.bind(address, 0);
    }

    private Connection connect(SocketAddress address) throws IOException {
        return new Connector(made).connect(address, Optional.empty(), Deadline.in(LONG));
    }

    private Connection accept(Acceptor acceptor) throws IOException {
        try (Selector selector = Selector.open()) {
            acceptor.register(selector, acceptor);
            Optional<SocketChannel> channel = acceptor.accept();
            while (channel.isEmpty()) {
                assertThat(selector.select(LONG.toMillis())).isEqualTo(1);
                selector.selectedKeys().clear();
                channel = acceptor.accept();
            }
            return Connection.accepted(channel.get(), served);
        }
    }

    private static void say(Connection connection, String text) throws IOException {
        connection.limit(Deadline.in(LONG));
        connection.output().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void sayUnchecked(Connection connection, String text) {
        try {
            say(connection, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext trusting(TestCa.Identity identity) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", identity.chain().get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String hear(Connection connection, int length) throws IOException {
        connection.limit(Deadline.in(LONG));
        InputStream in = connection.input();
        return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }

    @Test
    void aFifoIsNoStaleSocket(@TempDir Path folder) throws Exception {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> Acceptor.bind(UnixDomainSocketAddress.of(fifo), 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a socket");
        assertThat(fifo).exists();
    }

    @Test
    void closingLeavesASuccessorsSocketFile(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("s");
        Acceptor first = Acceptor.bind(UnixDomainSocketAddress.of(path), 0);
        Files.move(path, folder.resolve("moved"));
        try (Acceptor successor = Acceptor.bind(UnixDomainSocketAddress.of(path), 0)) {
            assertThat(successor).isNotNull();
            first.close();
            assertThat(path).exists();
        }
        assertThat(path).doesNotExist();
    }
}
