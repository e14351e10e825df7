/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.NativeHostResolver;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.server.command.SessionRules.Protocol;
import org.postchaise.engine.server.intake.IntakeSink;
import org.postchaise.engine.server.view.ServerReply;

/** A server over sockets, and its clients. */
@Timeout(120)
abstract class MailServerFixture {
    static final DnsResolver NO_NAMES =
            (name, type, options) -> new DnsAnswer.None(DnsAnswer.Kind.NO_SUCH_NAME, "none", 0);

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    final Map<String, String> settings = new HashMap<>(Map.of(
            "myhostname", "mail.example",
            "mydestination", "mail.example",
            "local_recipient_maps", "",
            "smtpd_peername_lookup", "no",
            "session_threads", "4",
            "drain_time", "1s"));

    /** The DNS, which a test may replace before the server starts. */
    DnsResolver dns = NO_NAMES;

    MailServer server;

    /** The sink, which a test may replace before its first mail. */
    IntakeSink sink = message -> List.of(ServerReply.of(250, "2.0.0", "Ok: queued as " + message.queueId()));

    @AfterEach
    final void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    final SocketAddress start(SocketAddress address) throws IOException {
        Settings all = Catalog.settings(settings);
        ServerParts parts = new ServerParts(
                message -> sink.accept(message), new Resolvers(dns, new NativeHostResolver()), EngineListener.NONE);
        server = MailServer.start(ServerLimits.from(all));
        open.add(server);
        open.add(parts);
        return server.listen(parts.plan(new ListenAddress(Protocol.SMTP, address), all));
    }

    final SocketAddress start() throws IOException {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** A client that reads replies line by line. */
    final class Client implements AutoCloseable {
        private final SocketChannel channel;
        private final ByteBuffer received = ByteBuffer.allocate(8192).flip();

        Client(SocketAddress address) throws IOException {
            channel = SocketChannel.open(address);
            open.add(this);
        }

        void send(String text) throws IOException {
            ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        }

        /** Returns the last line of the next reply; empty at the end of the connection. */
        String reply() throws IOException {
            String line = line();
            while (line.length() > 3 && line.charAt(3) == '-') {
                line = line();
            }
            return line;
        }

        String command(String line) throws IOException {
            send(line + "\r\n");
            return reply();
        }

        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            while (true) {
                while (received.hasRemaining()) {
                    char c = (char) received.get();
                    if (c == '\n') {
                        return line.toString().strip();
                    }
                    line.append(c);
                }
                received.clear();
                int count;
                try {
                    count = channel.read(received);
                } catch (IOException reset) {
                    count = -1;
                }
                received.flip();
                if (count < 0) {
                    return line.toString();
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Waits until the server has that many sessions; the class's time limit ends the wait. */
    final void awaitSessions(int count) throws InterruptedException {
        while (server.sessions() != count) {
            Thread.sleep(10);
        }
    }

    static void deliver(Client client) throws IOException {
        assertThat(client.command("EHLO client.example")).startsWith("250 ");
        assertThat(client.command("MAIL FROM:<a@example.com>")).startsWith("250 ");
        assertThat(client.command("RCPT TO:<ann@mail.example>")).startsWith("250 ");
        assertThat(client.command("DATA")).startsWith("354 ");
        assertThat(client.command("Subject: hello\r\n\r\nhello\r\n.")).startsWith("250 2.0.0 Ok: queued as ");
    }
}
