/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.Acceptor;
import org.postchaise.engine.net.Connection;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.server.command.SessionContext;

/** An open listening socket, which makes a {@link ServerConnection} of each connection, as far as the server's limits permit. */
final class Listener {
    private static final Logger LOG = LineLog.of(ServerLog.NAME);

    /** The maximum number of connections that are accepted in a row, so that other sessions get their turn. */
    private static final int MOST_AT_ONCE = 64;

    /** The minimum time between two log lines about refused connections, which may be thousands a second. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final ListenerPlan plan;
    private final Acceptor acceptor;
    private final MailServer server;

    /** The number of connections refused since the last log line; only for the room's thread, as {@link #quietUntil}. */
    private long refused;

    private Deadline quietUntil = new Deadline(System.nanoTime());

    Listener(ListenerPlan plan, Acceptor acceptor, MailServer server) {
        this.plan = plan;
        this.acceptor = acceptor;
        this.server = server;
    }

    Acceptor acceptor() {
        return acceptor;
    }

    /** Returns the address in messages. */
    String name() {
        SocketAddress address = acceptor.address();
        return address instanceof UnixDomainSocketAddress unix ? "unix:" + unix.getPath() : address.toString();
    }

    /**
     * Accepts the connections that have arrived, without waiting.
     *
     * @throws IOException when the system can't accept
     */
    void accept() throws IOException {
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            Optional<SocketChannel> channel = acceptor.accept();
            if (channel.isEmpty()) {
                return;
            }
            if (server.hasRoom()) {
                begin(channel.get());
            } else {
                refuse(channel.get());
            }
        }
    }

    private void begin(SocketChannel channel) {
        Connection connection = Connection.accepted(channel, server.connections());
        try {
            SessionContext context = server.isStressed() ? plan.stressed() : plan.normal();
            server.begin(connection, new Dialogue(context, plan, connection, server.lookups()));
        } catch (RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    /** Refuses a connection without waiting: a short reply fits the buffer of a new connection. */
    private void refuse(SocketChannel channel) {
        String host = plan.normal().rules().settings().get(SmtpClient.MYHOSTNAME);
        byte[] reply = ("421 4.7.0 " + host + " Error: too many sessions\r\n").getBytes(StandardCharsets.US_ASCII);
        refused++;
        if (quietUntil.passed()) {
            LOG.log(Level.WARNING, "{0}: too many sessions; connections refused: {1}", name(), refused);
            refused = 0;
            quietUntil = Deadline.in(QUIET);
        }
        try (channel) {
            channel.write(ByteBuffer.wrap(reply));
        } catch (IOException gone) {
            // the connection ends anyway
        }
    }
}
