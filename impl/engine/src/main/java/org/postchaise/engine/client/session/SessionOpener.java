/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.route.Candidate;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.net.Connection;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.net.OpenConnections;
import org.postchaise.engine.wire.Capabilities;
import org.postchaise.engine.wire.Command;
import org.postchaise.engine.wire.CommandEncoder;
import org.postchaise.engine.wire.UnsafeArgumentException;

/**
 * Connects, takes the greeting, and says EHLO, or HELO where EHLO is refused. As Postfix: an EHLO reply of 421 ends the
 * session, any other refusal falls back to HELO.
 */
public final class SessionOpener {
    private final SessionSettings settings;
    private final OpenConnections connections;
    private final EngineListener listener;

    /** Opens sessions with these settings, and registers their connections. */
    public SessionOpener(SessionSettings settings, OpenConnections connections, EngineListener listener) {
        this.settings = settings;
        this.connections = connections;
        this.listener = listener;
    }

    /** A session with {@code candidate}, acquired by the caller until {@code deadline}, or why there is none. */
    public Opening open(Candidate candidate, Deadline deadline) {
        Peer peer = candidate.peer();
        Connection connection;
        try {
            if (!(candidate.address() instanceof InetSocketAddress address)) {
                throw new IOException("unix-domain sockets are not supported yet");
            }
            connection = Connection.open(
                    address, Deadline.in(settings.limit(Stage.CONNECT)).orEarlier(deadline), connections);
        } catch (IOException e) {
            return new Opening.Failed(Failures.connect(peer, e));
        }
        listener.connected(peer);
        Session session = new Session(connection, peer, settings, listener, deadline);
        session.acquire(deadline);
        return introduce(session);
    }

    private Opening introduce(Session session) {
        Stage stage = Stage.GREETING;
        try {
            SmtpReply reply = session.receive(stage);
            if (!reply.positive()) {
                return refused(session, stage, reply);
            }
            stage = Stage.EHLO;
            reply = say(session, new Command.Ehlo(settings.clientName()), stage);
            if (reply.positive()) {
                session.introduced(Capabilities.of(reply));
                return new Opening.Opened(session);
            }
            if (reply.code() == 421) {
                return refused(session, stage, reply);
            }
            stage = Stage.HELO;
            reply = say(session, new Command.Helo(settings.clientName()), stage);
            return reply.positive() ? new Opening.Opened(session) : refused(session, stage, reply);
        } catch (IOException e) {
            session.abort();
            return new Opening.Failed(Failures.connection(session.peer(), stage, e));
        }
    }

    private static SmtpReply say(Session session, Command command, Stage stage) throws IOException {
        try {
            session.send(CommandEncoder.encode(command), stage);
        } catch (UnsafeArgumentException e) {
            throw new IllegalStateException("client name was checked when the settings were made", e);
        }
        session.flush(stage);
        return session.receive(stage);
    }

    private static Opening refused(Session session, Stage stage, SmtpReply reply) {
        if (reply.code() == 421) {
            session.abort();
        } else {
            session.quit();
        }
        return new Opening.Failed(Failures.refusedToTalk(session.peer(), stage, reply));
    }
}
