/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.TlsSummary;
import org.postchaise.engine.net.Connection;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.sasl.Channel;
import org.postchaise.engine.sasl.Security;
import org.postchaise.engine.tls.client.TlsClient;
import org.postchaise.engine.tls.client.TlsPolicy;
import org.postchaise.engine.wire.Capabilities;
import org.postchaise.engine.wire.Command;
import org.postchaise.engine.wire.CommandEncoder;
import org.postchaise.engine.wire.ProtocolException;
import org.postchaise.engine.wire.UnsafeArgumentException;

/**
 * An SMTP or LMTP session with one server, after the greeting and EHLO, HELO or LHLO (RFC 5321, section 3.1).
 *
 * <p>Confined to one thread at a time, which {@link #acquire} enforces. Only {@link #abort} may be called from any thread.
 * Every wait ends at the stage's time limit, or at the delivery's deadline if that is earlier.
 */
public final class Session {
    private final Connection connection;
    private final Dialogue dialogue;
    private final SessionSettings settings;
    private final Deadline reusableUntil;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private int uses = 1;
    private boolean delaysFinalDot;
    private boolean resetDue;
    private final Protection protection;
    private Optional<TlsSummary> secured = Optional.empty();
    private Channel channel = Channel.PLAIN;
    private Consumer<TlsSummary> logReuse = summary -> {};
    private Capabilities capabilities = Capabilities.NONE;
    private boolean loggedIn;

    Session(
            Connection connection,
            Peer peer,
            SessionSettings settings,
            EngineListener listener,
            Deadline delivery,
            Protection protection) {
        this.protection = protection;
        this.connection = connection;
        this.settings = settings;
        this.dialogue = new Dialogue(connection, peer, settings, listener, delivery);
        this.reusableUntil = Deadline.in(settings.reuse().time());
    }

    /**
     * Starts TLS.
     *
     * @return true if the policy accepts the server
     * @throws IOException when the handshake fails; the session can't be used any more
     */
    boolean startTls(TlsClient tls) throws IOException {
        Peer peer = peer();
        EngineListener listener = dialogue.listener();
        dialogue.limit(Stage.STARTTLS);
        TlsClient.Secured by = tls.secure(connection, protection.target(), peer, protection.policy(), listener);
        dialogue.begin();
        capabilities = Capabilities.NONE;
        secured = Optional.of(by.summary());
        channel = Channel.secured(
                by.summary().trust() == TlsSummary.Trust.VERIFIED ? Security.TLS_VERIFIED : Security.TLS,
                by.certificates().chain());
        logReuse = summary -> tls.reused(peer(), summary);
        listener.on(new ClientEvent.TlsEstablished(peer, by.summary()));
        listener.on(new ClientEvent.CertificatesPresented(peer, by.certificates()));
        return by.certificates().accepted();
    }

    /** Reports that the server does not offer the TLS that the policy wants, or refuses STARTTLS. */
    void lacksTls(TlsClient tls) {
        tls.unsupported(connection, protection.target(), peer(), protection.policy(), dialogue.listener());
    }

    /**
     * Returns true if mail with REQUIRETLS may be sent in this session; an offer in plaintext does not count (RFC 8689, section
     * 4).
     */
    public boolean offersRequireTls() {
        return secured.isPresent() && capabilities.offers(Capabilities.REQUIRETLS);
    }

    /** Returns the TLS requirements with which the session was opened. */
    public Protection protection() {
        return protection;
    }

    /** Returns the result of the TLS handshake; empty for a plaintext session. */
    public Optional<TlsSummary> secured() {
        return secured;
    }

    /**
     * Returns true if the session may be reused for another mail as far as TLS is concerned
     * ({@code smtp_tls_connection_reuse}); a session in plaintext because TLS failed may not.
     */
    public boolean mayBeKept() {
        TlsPolicy policy = protection.policy();
        return secured.isPresent()
                ? policy.reuse() == TlsPolicy.Reuse.ALLOWED
                : !policy.equals(TlsPolicy.PLAINTEXT_RETRY);
    }

    /**
     * Makes the caller the only user of the session until {@link #release}.
     *
     * @param deadline the latest end of any wait
     * @throws IllegalStateException when the session is in use: a bug on this side, never waited for
     */
    public void acquire(Deadline deadline) {
        if (!taken.compareAndSet(false, true)) {
            throw new IllegalStateException("session with " + peer() + " is in use by another delivery");
        }
        dialogue.deadline(deadline);
    }

    /** Sets the listener of this session's events; called by the session's user. */
    public void reportTo(EngineListener other) {
        dialogue.listener(other);
    }

    /** Ends the exclusive use that began with {@link #acquire}. */
    public void release() {
        taken.set(false);
    }

    /**
     * Lets the connection be closed without QUIT unless the session is {@linkplain #reuse reused} within
     * {@code smtp_connection_cache_time_limit}.
     */
    public void rest() {
        connection.idleUntil(Deadline.in(settings.reuse().idle()));
    }

    /**
     * Buffers a command line; {@link #flush} sends the buffer.
     *
     * @throws ProtocolException when a reply has arrived although no reply is due: it would be taken for the reply to this
     *     command
     */
    public void send(byte[] encoded, Stage stage) throws IOException {
        dialogue.send(encoded, stage);
    }

    /** Sends the buffered command lines. */
    public void flush(Stage stage) throws IOException {
        dialogue.flush(stage);
    }

    /** Waits for the reply to the oldest command without a reply; the caller has called {@link #flush} before. */
    public SmtpReply receive(Stage stage) throws IOException {
        return dialogue.receive(stage);
    }

    /**
     * Returns the stream for message content; each write has the whole limit of {@link Stage#BODY}, as in Postfix, or all
     * writes together have that limit ({@code smtp_per_request_deadline}).
     *
     * @throws ProtocolException as {@link #send}
     */
    public OutputStream content() throws IOException {
        return dialogue.content();
    }

    /**
     * Checks that no unsolicited reply has arrived, which would be taken for the reply to the next command and shift all later
     * replies.
     *
     * @throws ProtocolException when a reply has arrived although no reply is due
     */
    public void requireSilence() throws IOException {
        dialogue.requireSilence();
    }

    /**
     * Returns a reply that the server sent unsolicited while it waits for the end of the content; empty if there is none.
     *
     * @throws IOException when the server has closed the connection
     */
    public Optional<SmtpReply> unsolicitedReply() throws IOException {
        return dialogue.unsolicitedReply();
    }

    /** Returns the service extensions that the server offers. */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** Sets the service extensions that the server offers. */
    void offers(Capabilities offered) {
        capabilities = offered;
    }

    /** Returns the security of the channel for a login. */
    Channel channel() {
        return channel;
    }

    void loggedIn() {
        loggedIn = true;
    }

    /** Returns true if the client has logged in (AUTH). */
    public boolean isLoggedIn() {
        return loggedIn;
    }

    /**
     * Returns true if the session may be reused only for its own next hop and host name, because the credentials may depend on
     * them.
     */
    public boolean isPersonal() {
        return settings.sasl().enabled();
    }

    void delaysFinalDot(boolean delays) {
        delaysFinalDot = delays;
    }

    /** Returns true if the final dot must be sent in a packet of its own, after a pause ({@code smtp_pix_workarounds}). */
    public boolean delaysFinalDot() {
        return delaysFinalDot;
    }

    /**
     * Begins another mail with RSET, as Postfix does. A session whose server does not answer 2xx is closed.
     *
     * @param name the same server under the name by which the mail's route reaches it
     * @return true if the session can be used
     */
    public boolean reuse(Peer name) {
        wake(name);
        boolean answers = reset();
        if (answers) {
            reused();
        }
        return answers;
    }

    /**
     * Begins another mail like {@link #reuse}, for a server with pipelining: RSET is left to be sent together with the next
     * command ({@link #resetIsDue}), because a round trip for RSET alone would be a third of a mail's round trips, with BDAT
     * half.
     */
    public boolean reuseAhead(Peer name) {
        wake(name);
        try {
            requireSilence();
            resetDue = isOpen();
        } catch (IOException dead) {
            resetDue = false;
        }
        if (!resetDue) {
            abort();
        }
        return resetDue;
    }

    private void wake(Peer name) {
        connection.wake();
        dialogue.peer(name);
    }

    /** Returns true if RSET must be sent before the next command, and clears that state. */
    public boolean resetIsDue() {
        boolean due = resetDue;
        resetDue = false;
        return due;
    }

    /** Counts another mail, after the reply to RSET. */
    public void reused() {
        uses++;
        dialogue.listener().on(new ClientEvent.SessionReused(peer(), uses));
        secured.ifPresent(logReuse);
    }

    /** Returns the settings with which the session was opened. */
    SessionSettings settings() {
        return settings;
    }

    /** Returns the protocol of the session. */
    public Protocol protocol() {
        return settings.protocol();
    }

    /** Returns the number of mails that the session was used for, including the current mail; Postfix's {@code conn_use}. */
    public int uses() {
        return uses;
    }

    /** Returns the server. */
    public Peer peer() {
        return dialogue.peer();
    }

    /** Returns true if this side has not closed the connection; the peer may have closed it. */
    public boolean isOpen() {
        return !connection.isClosed();
    }

    /**
     * Returns true if the session is open and may be used for another mail: within {@code smtp_connection_reuse_time_limit} and
     * {@code smtp_connection_reuse_count_limit}, and with a server that has not violated the protocol.
     */
    public boolean reusable() {
        return isOpen()
                && dialogue.isWellFormed()
                && !reusableUntil.passed()
                && (settings.reuse().count() == 0 || uses <= settings.reuse().count());
    }

    /** Lets the connection be closed without QUIT when the end of the content is held back for longer than {@code limit}. */
    public void hold(Duration limit) {
        connection.idleUntil(Deadline.in(limit));
    }

    /** Continues after {@link #hold}, until {@code deadline} at the latest. */
    public void resume(Deadline until) {
        connection.wake();
        dialogue.deadline(until);
    }

    /**
     * Resets the session with RSET for another mail, and so checks that the server still answers ({@code smtp_rset_timeout}). A
     * session whose server does not answer 2xx is closed.
     *
     * @return true if the session can be used
     */
    public boolean reset() {
        try {
            if (isOpen()) {
                send(CommandEncoder.encode(new Command.Rset()), Stage.RSET);
                flush(Stage.RSET);
                if (receive(Stage.RSET).positive()) {
                    return true;
                }
            }
        } catch (IOException | UnsafeArgumentException dead) {
            // the cause does not matter: another session replaces an idle session that failed
        }
        abort();
        return false;
    }

    /** Sends QUIT, waits for the reply only if {@code smtp_skip_quit_response} is off, and closes the connection. */
    public void quit() {
        try {
            if (isOpen()) {
                send(CommandEncoder.encode(new Command.Quit()), Stage.QUIT);
                hangUp();
            }
        } catch (IOException | UnsafeArgumentException gone) {
            // the connection is closed anyway
        }
        abort();
    }

    /**
     * Sends QUIT to a server whose certificate is not accepted: nothing more is read from the server, not even close_notify,
     * unless {@code smtp_skip_quit_response} is off.
     */
    void turnAway() {
        if (settings.awaitsQuitReply()) {
            quit();
            return;
        }
        try {
            send(CommandEncoder.encode(new Command.Quit()), Stage.QUIT);
            flush(Stage.QUIT);
        } catch (IOException | UnsafeArgumentException gone) {
            // the connection is closed anyway
        }
        abort();
    }

    /** Closes the connection after a QUIT that was pipelined behind other commands whose replies have been received. */
    public void hangUp() {
        try {
            if (isOpen()) {
                if (!settings.awaitsQuitReply()) {
                    connection.holdLast();
                }
                flush(Stage.QUIT);
                if (settings.awaitsQuitReply()) {
                    receive(Stage.QUIT);
                }
                connection.shut();
            }
        } catch (IOException gone) {
            // the connection is closed anyway
        }
        abort();
    }

    /** Closes the connection at once, even while another thread uses the session. */
    public void abort() {
        if (ended.compareAndSet(false, true)) {
            connection.close();
            dialogue.listener().on(new ClientEvent.Disconnected(peer()));
        }
    }

    /** Returns the server's name and address. */
    @Override
    public String toString() {
        return "session with " + peer();
    }
}
