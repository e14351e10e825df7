/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.Secrets;
import org.postchaise.engine.net.Connection;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.wire.CommandEncoder;
import org.postchaise.engine.wire.LineReader;
import org.postchaise.engine.wire.ProtocolException;
import org.postchaise.engine.wire.ReplyReader;

/**
 * The dialogue of a session: commands and content to the server, replies from the server. Each wait ends at the time
 * limit of its stage, or at the delivery's deadline if that is earlier.
 */
final class Dialogue {
    private static final int REPLY_LINE_LIMIT = 2048;
    private static final int OUTPUT_BUFFER = 8192;

    /** The time limit for reading data that has arrived already. */
    private static final Duration ARRIVED_REPLY_LIMIT = Duration.ofMillis(2);

    private final Connection connection;
    private final SessionSettings settings;
    private final Secrets secrets = new Secrets();
    private final List<String> unreported = new ArrayList<>();
    private Peer peer;
    private EngineListener listener;
    private Deadline delivery;
    private ReplyReader replies;
    private OutputStream out;
    private int unanswered;

    Dialogue(Connection connection, Peer peer, SessionSettings settings, EngineListener listener, Deadline delivery) {
        this.connection = connection;
        this.peer = peer;
        this.settings = settings;
        this.listener = listener;
        this.delivery = delivery;
        begin();
    }

    /**
     * Starts reading and writing anew, without any buffered data: octets received before TLS may come from anyone (RFC 3207,
     * section 4.2).
     */
    void begin() {
        replies = new ReplyReader(new LineReader(connection.input(), REPLY_LINE_LIMIT), settings.filter());
        out = new BufferedOutputStream(connection.output(), OUTPUT_BUFFER);
    }

    /** Limits the next waits to the time limit of {@code stage}. */
    void limit(Stage stage) {
        Deadline phase = Deadline.in(settings.limits().of(stage));
        connection.limit(stage == Stage.QUIT ? phase : phase.orEarlier(delivery));
    }

    /**
     * Buffers a command line; {@link #flush} sends the buffer.
     *
     * @throws ProtocolException when a reply has arrived although no reply is due: it would be taken for the reply to this
     *     command
     */
    void send(byte[] encoded, Stage stage) throws IOException {
        limit(stage);
        if (stage != Stage.QUIT) {
            requireSilence();
        }
        unanswered++;
        out.write(encoded);
        if (listener != EngineListener.NONE) {
            unreported.add(secrets.masked(CommandEncoder.show(encoded)));
        }
    }

    /** Sends the buffered command lines. */
    void flush(Stage stage) throws IOException {
        limit(stage);
        out.flush();
        unreported.forEach(line -> listener.on(new ClientEvent.CommandSent(peer, line)));
        unreported.clear();
    }

    /** Waits for the reply to the oldest command without a reply; the caller has called {@link #flush} before. */
    SmtpReply receive(Stage stage) throws IOException {
        limit(stage);
        SmtpReply reply = replies.read();
        unanswered = Math.max(0, unanswered - 1);
        secrets.answered(reply);
        listener.on(new ClientEvent.ReplyReceived(peer, reply));
        return reply;
    }

    /**
     * Returns the stream for message content; each write has the whole limit of {@link Stage#BODY}, as in Postfix, or all
     * writes together have that limit ({@code smtp_per_request_deadline}).
     *
     * @throws ProtocolException as {@link #send}
     */
    OutputStream content() throws IOException {
        requireSilence();
        return new ContentOutput(this);
    }

    /** Writes content that began to be sent at {@code began} and of which {@code sent} octets were written before. */
    void content(byte[] b, int off, int len, long began, long sent) throws IOException {
        if (settings.limits().perRequest()) {
            connection.limit(
                    new Deadline(began).plus(settings.limits().content(sent)).orEarlier(delivery));
        } else {
            limit(Stage.BODY);
        }
        out.write(b, off, len);
    }

    /**
     * Checks that no unsolicited reply has arrived, which would be taken for the reply to the next command and shift all later
     * replies.
     *
     * @throws ProtocolException when a reply has arrived although no reply is due
     */
    void requireSilence() throws IOException {
        if (unanswered == 0 && (replies.buffered() || connection.input().available() > 0)) {
            throw new ProtocolException("reply to no command");
        }
    }

    /**
     * Returns a reply that the server sent unsolicited while it waits for the end of the content; empty if there is none.
     *
     * @throws IOException when the server has closed the connection
     */
    Optional<SmtpReply> unsolicitedReply() throws IOException {
        if (connection.isClosed()) {
            throw new SocketTimeoutException("end of content held back for too long");
        }
        connection.limit(Deadline.in(ARRIVED_REPLY_LIMIT));
        try {
            SmtpReply reply = replies.read();
            listener.on(new ClientEvent.ReplyReceived(peer, reply));
            return Optional.of(reply);
        } catch (SocketTimeoutException silence) {
            return Optional.empty();
        }
    }

    /** Returns true if the server has sent only well-formed replies. */
    boolean isWellFormed() {
        return replies.wellFormed();
    }

    /** Returns the server. */
    Peer peer() {
        return peer;
    }

    /** Sets the name under which the current mail's route reaches the server. */
    void peer(Peer other) {
        peer = other;
    }

    /** Returns the listener of the session's events. */
    EngineListener listener() {
        return listener;
    }

    /** Sets the listener of the session's events. */
    void listener(EngineListener other) {
        listener = other;
    }

    /** Sets the latest end of any wait but that for the reply to QUIT. */
    void deadline(Deadline deadline) {
        delivery = deadline;
    }
}
