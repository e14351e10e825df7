/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.engine.event.EngineListener;

/** LMTP over a unix-domain socket to a server that offers STARTTLS, and can't. */
@Timeout(60)
class UnixSocketTest {
    @TempDir
    Path folder;

    /** Takes every mail. */
    private static final class UnixPeer implements AutoCloseable {
        private final ServerSocketChannel server;
        private final List<String> commands = new CopyOnWriteArrayList<>();
        private final AtomicInteger connections = new AtomicInteger();

        UnixPeer(Path socket) throws IOException {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread thread = new Thread(this::accept, "unix-peer");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            while (server.isOpen()) {
                try (SocketChannel channel = server.accept()) {
                    connections.incrementAndGet();
                    serve(channel);
                } catch (IOException e) {
                    // the client or the test is done
                }
            }
        }

        private void serve(SocketChannel channel) throws IOException {
            BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.US_ASCII));
            OutputStream out = Channels.newOutputStream(channel);
            say(out, "220 here LMTP");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line.split("[ :]", 2)[0]);
                switch (line.split("[ :]", 2)[0]) {
                    case "LHLO" -> say(out, "250-here\r\n250 STARTTLS");
                    case "STARTTLS" -> say(out, "454 4.7.0 not now");
                    case "DATA" -> {
                        say(out, "354 go on");
                        while (!in.readLine().equals(".")) {
                            // content
                        }
                        say(out, "250 2.0.0 taken");
                    }
                    default -> say(out, "250 Ok");
                }
            }
        }

        private static void say(OutputStream out, String text) throws IOException {
            out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private RecipientOutcome deliver(MailClient client, Path socket, SessionStore sessions) {
        return client.deliver(
                        NextHop.parse("unix:" + socket),
                        Envelope.of("me@example.com", "ann@example.net"),
                        MessageSource.of("Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII)),
                        sessions)
                .outcomes()
                .get(0);
    }

    private static MailClient client(Map<String, String> set) {
        Map<String, String> all = new HashMap<>(set);
        all.put("myhostname", "client.example");
        return MailClient.of(
                Catalog.settings(all),
                Protocol.LMTP,
                Resolvers.keeping(new DnsjavaResolver(NameServers.system())),
                EngineListener.NONE);
    }

    @Test
    void opportunisticTlsIsNotForSocketsOfThisHost() throws IOException {
        Path socket = folder.resolve("lmtp");
        try (UnixPeer peer = new UnixPeer(socket);
                MailClient client = client(Map.of("lmtp_tls_security_level", "may"))) {
            assertThat(deliver(client, socket, SessionStore.none()).kind()).isEqualTo(RecipientOutcome.Kind.DELIVERED);
            assertThat(peer.commands).contains("LHLO", "DATA").doesNotContain("STARTTLS");
        }
    }

    @Test
    void requiredTlsHoldsForSocketsOfThisHostToo() throws IOException {
        Path socket = folder.resolve("lmtp");
        try (UnixPeer peer = new UnixPeer(socket);
                MailClient client = client(Map.of("lmtp_tls_security_level", "encrypt"))) {
            RecipientOutcome outcome = deliver(client, socket, SessionStore.none());
            assertThat(outcome.kind()).isEqualTo(RecipientOutcome.Kind.DEFERRED);
            assertThat(outcome.status()).hasToString("4.7.0");
            assertThat(peer.commands).contains("STARTTLS").doesNotContain("MAIL");
        }
    }

    /** As in Postfix a path stands for a file of patterns, and what can't be opened counts for nothing. */
    @ParameterizedTest
    @CsvSource({"inline:{SOCKET=x}, 1", "SOCKET, 2", "unix:SOCKET, 2", "inline:{SOCKET=x} unix:SOCKET, 1"})
    void aSocketsPathInATableKeepsItsSessions(String destinations, int connections) throws IOException {
        Path socket = folder.resolve("lmtp");
        try (UnixPeer peer = new UnixPeer(socket);
                MailClient client = client(Map.of(
                        "lmtp_connection_cache_on_demand",
                        "no",
                        "lmtp_connection_cache_destinations",
                        destinations.replace("SOCKET", socket.toString())))) {
            OneSession sessions = new OneSession();
            for (int i = 0; i < 2; i++) {
                assertThat(deliver(client, socket, sessions).kind()).isEqualTo(RecipientOutcome.Kind.DELIVERED);
            }
            assertThat(peer.connections).hasValue(connections);
        }
    }
}
