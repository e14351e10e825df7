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
import java.util.Optional;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.Acceptor;
import org.postchaise.engine.net.Connection;

/** An open listening socket, which makes a {@link ServerConnection} of each connection, as far as the server's limits permit. */
final class Listener {
    private static final Logger LOG = LineLog.of(ServerLog.NAME);

    /** The maximum number of connections that are accepted in a row, so that other sessions get their turn. */
    private static final int MOST_AT_ONCE = 64;

    private final ListenerPlan plan;
    private final Acceptor acceptor;
    private final MailServer server;

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
                Connection connection = Connection.accepted(channel.get(), server.connections());
                server.begin(
                        connection,
                        new Dialogue(server.isStressed() ? plan.stressed() : plan.normal(), plan, connection));
            } else {
                refuse(channel.get());
            }
        }
    }

    /** Refuses a connection without waiting: a short reply fits the buffer of a new connection. */
    private void refuse(SocketChannel channel) {
        String host = plan.normal().rules().settings().get(SmtpClient.MYHOSTNAME);
        byte[] reply = ("421 4.7.0 " + host + " Error: too many sessions\r\n").getBytes(StandardCharsets.US_ASCII);
        LOG.log(Level.WARNING, "{0}: too many sessions; a connection was refused", name());
        try (channel) {
            channel.write(ByteBuffer.wrap(reply));
        } catch (IOException gone) {
            // the connection ends anyway
        }
    }
}
