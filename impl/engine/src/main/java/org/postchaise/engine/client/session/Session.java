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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.Secrets;
import org.postchaise.engine.event.TlsSummary;
import org.postchaise.engine.net.Connection;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.sasl.Channel;
import org.postchaise.engine.sasl.Security;
import org.postchaise.engine.tls.TlsClient;
import org.postchaise.engine.tls.TlsPolicy;
import org.postchaise.engine.wire.Capabilities;
import org.postchaise.engine.wire.Command;
import org.postchaise.engine.wire.CommandEncoder;
import org.postchaise.engine.wire.LineReader;
import org.postchaise.engine.wire.ProtocolException;
import org.postchaise.engine.wire.ReplyReader;
import org.postchaise.engine.wire.UnsafeArgumentException;

/**
 * An SMTP session with one server, greeted and introduced (RFC 5321, section 3.1).
 *
 * <p>It belongs to one thread at a time and says so when that is broken ({@link #acquire}). Only {@link #abort} may come
 * from any thread. Every wait ends at the stage's limit, or at the delivery's deadline if that is earlier.
 */
public final class Session {
    private static final int REPLY_LINE_LIMIT = 2048;
    private static final int OUTPUT_BUFFER = 8192;

    /** Long enough to read what has arrived. */
    private static final Duration GLANCE = Duration.ofMillis(2);

    private final Connection connection;
    private Peer peer;
    private final SessionSettings settings;
    private EngineListener listener;
    private ReplyReader replies;
    private OutputStream out;
    private final Deadline reusableUntil;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<String> unreported = new ArrayList<>();
    private Deadline delivery;
    private int uses = 1;
    private int unanswered;
    private boolean delaysFinalDot;
    private boolean resetDue;
    private final Protection protection;
    private Optional<TlsSummary> secured = Optional.empty();
    private Channel channel = Channel.PLAIN;
    private Consumer<TlsSummary> told = summary -> {};
    private Capabilities capabilities = Capabilities.NONE;
    private final Secrets secrets = new Secrets();
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
        this.peer = peer;
        this.settings = settings;
        this.listener = listener;
        this.delivery = delivery;
        begin();
        this.reusableUntil = Deadline.in(settings.reuse().time());
    }

    /** Nothing that was read before survives: what came ahead of TLS came from anyone (RFC 3207, section 4.2). */
    private void begin() {
        replies = new ReplyReader(new LineReader(connection.input(), REPLY_LINE_LIMIT), settings.filter());
        out = new BufferedOutputStream(connection.output(), OUTPUT_BUFFER);
    }

    /**
     * Turns TLS on.
     *
     * @return whether the server is one that the policy accepts
     * @throws IOException when the handshake fails; then nothing more can be said
     */
    boolean startTls(TlsClient tls) throws IOException {
        limit(Stage.STARTTLS);
        TlsClient.Secured by = tls.secure(connection, protection.target(), peer, protection.policy(), listener);
        begin();
        capabilities = Capabilities.NONE;
        secured = Optional.of(by.summary());
        channel = Channel.secured(
                by.summary().trust() == TlsSummary.Trust.VERIFIED ? Security.TLS_VERIFIED : Security.TLS,
                by.certificates().chain());
        told = summary -> tls.reused(peer, summary);
        listener.secured(peer, by.summary());
        listener.identified(peer, by.certificates());
        return by.certificates().accepted();
    }

    /** Told that the server does not offer the TLS that was to be, or refuses it. */
    void lacksTls(TlsClient tls) {
        tls.unsupported(connection, protection.target(), peer, protection.policy(), listener);
    }

    /** Whether it may hand on mail with REQUIRETLS: what is said in plaintext does not count (RFC 8689, section 4). */
    public boolean offersRequireTls() {
        return secured.isPresent() && capabilities.offers(Capabilities.REQUIRETLS);
    }

    /** Which TLS it was to have. */
    public Protection protection() {
        return protection;
    }

    /** What TLS came to; empty where it is not on. */
    public Optional<TlsSummary> secured() {
        return secured;
    }

    /**
     * Whether it may take another mail as far as TLS is concerned ({@code smtp_tls_connection_reuse}); one in plaintext because
     * TLS failed may not.
     */
    public boolean mayBeKept() {
        TlsPolicy policy = protection.policy();
        return secured.isPresent()
                ? policy.reuse() == TlsPolicy.Reuse.ALLOWED
                : !policy.equals(TlsPolicy.PLAINTEXT_RETRY);
    }

    /**
     * Makes the caller the only user until {@link #release}.
     *
     * @param deadline no wait lasts longer than until then
     * @throws IllegalStateException when there is another user: a bug on this side, never waited for
     */
    public void acquire(Deadline deadline) {
        if (!taken.compareAndSet(false, true)) {
            throw new IllegalStateException("session with " + peer + " is in use by another delivery");
        }
        delivery = deadline;
    }

    /** Who hears of this session from now on; called by its user. */
    public void reportTo(EngineListener other) {
        listener = other;
    }

    /** Ends what {@link #acquire} began. */
    public void release() {
        taken.set(false);
    }

    /** Closes without a word unless it is {@link #reused} soon ({@code smtp_connection_cache_time_limit}). */
    public void rest() {
        connection.idleUntil(Deadline.in(settings.reuse().idle()));
    }

    /**
     * Buffers a command line; {@link #flush} sends it.
     *
     * @throws ProtocolException when no reply is due, yet there is one: it would be taken for the one to this command
     */
    public void send(byte[] encoded, Stage stage) throws IOException {
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

    /** Sends what is buffered. */
    public void flush(Stage stage) throws IOException {
        limit(stage);
        out.flush();
        unreported.forEach(line -> listener.sent(peer, line));
        unreported.clear();
    }

    /** Waits for the reply to the oldest command that has none yet; flush before. */
    public SmtpReply receive(Stage stage) throws IOException {
        limit(stage);
        SmtpReply reply = replies.read();
        unanswered = Math.max(0, unanswered - 1);
        secrets.answered(reply);
        listener.received(peer, reply);
        return reply;
    }

    /**
     * Where content goes; each write has the whole limit of {@link Stage#BODY}, as in Postfix, or all of it together ({@code
     * smtp_per_request_deadline}).
     *
     * @throws ProtocolException as {@link #send}
     */
    public OutputStream content() throws IOException {
        requireSilence();
        return new ContentOutput(this);
    }

    /** Writes content, of which {@code sent} octets went before, since {@code began}. */
    void content(byte[] b, int off, int len, long began, long sent) throws IOException {
        if (settings.limits().perRequest()) {
            connection.limit(
                    new Deadline(began).plus(settings.limits().content(sent)).orEarlier(delivery));
        } else {
            limit(Stage.BODY);
        }
        out.write(b, off, len);
    }

    /** What the server offers. */
    public Capabilities capabilities() {
        return capabilities;
    }

    void introduced(Capabilities offered) {
        capabilities = offered;
    }

    /** What a login would go through. */
    Channel channel() {
        return channel;
    }

    void loggedIn() {
        loggedIn = true;
    }

    /** Whether the client has logged in (AUTH). */
    public boolean isLoggedIn() {
        return loggedIn;
    }

    /** Whether it is good for its own next hop and host name only: the credentials may depend on them. */
    public boolean isPersonal() {
        return settings.sasl().enabled();
    }

    void delaysFinalDot(boolean delays) {
        delaysFinalDot = delays;
    }

    /** Whether the final dot is to be sent in a packet of its own, after a pause ({@code smtp_pix_workarounds}). */
    public boolean delaysFinalDot() {
        return delaysFinalDot;
    }

    /**
     * Begins another mail with RSET, as Postfix does. A session whose server does not answer 2xx is closed.
     *
     * @param name of the same server, which may take the mail of several domains under several names
     * @return whether it can be used
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
     * As {@link #reuse}, where the server takes commands in groups: RSET is left to go out in front of the next command ({@link
     * #resetIsDue}), since a flight of its own would be a third of what a mail takes, with BDAT half.
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
        peer = name;
    }

    /** Whether RSET must go in front of the next command; asked once. */
    public boolean resetIsDue() {
        boolean due = resetDue;
        resetDue = false;
        return due;
    }

    /** Counts another mail: RSET was answered. */
    public void reused() {
        uses++;
        listener.reused(peer, uses);
        secured.ifPresent(told);
    }

    /** What is spoken. */
    public Protocol protocol() {
        return settings.protocol();
    }

    /** How many mails it was used for, the present one included; Postfix's {@code conn_use}. */
    public int uses() {
        return uses;
    }

    /** The server. */
    public Peer peer() {
        return peer;
    }

    /** Whether this side has not closed it; the peer may have. */
    public boolean isOpen() {
        return !connection.isClosed();
    }

    /**
     * Whether it is open, and good for another mail: young enough, not used too often ({@code
     * smtp_connection_reuse_time_limit}, {@code smtp_connection_reuse_count_limit}), and with a server that so far spoke
     * SMTP only.
     */
    public boolean reusable() {
        return isOpen()
                && replies.wellFormed()
                && !reusableUntil.passed()
                && (settings.reuse().count() == 0 || uses <= settings.reuse().count());
    }

    /**
     * A reply to nothing, taken for the next command's, would put all that follow off by one.
     *
     * @throws ProtocolException when no reply is due, yet there is one
     */
    public void requireSilence() throws IOException {
        if (unanswered == 0 && (replies.buffered() || connection.input().available() > 0)) {
            throw new ProtocolException("reply to no command");
        }
    }

    /**
     * What the server says without being asked, while it waits for the end of the content; empty while it just waits.
     *
     * @throws IOException when it has hung up
     */
    public Optional<SmtpReply> overheard() throws IOException {
        if (!isOpen()) {
            throw new SocketTimeoutException("end of content held back for too long");
        }
        connection.limit(Deadline.in(GLANCE));
        try {
            SmtpReply reply = replies.read();
            listener.received(peer, reply);
            return Optional.of(reply);
        } catch (SocketTimeoutException silence) {
            return Optional.empty();
        }
    }

    /** Closes without a word when the end of the content is held back for longer than {@code limit}. */
    public void hold(Duration limit) {
        connection.idleUntil(Deadline.in(limit));
    }

    /** Goes on after {@link #hold}, until {@code deadline} at the latest. */
    public void resume(Deadline until) {
        connection.wake();
        delivery = until;
    }

    /**
     * Resets the session for another mail, and so finds out whether the server still answers ({@code
     * smtp_rset_timeout}). A session that does not answer 2xx is closed.
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
            // what exactly went wrong with an idle session is of no interest: it is replaced
        }
        abort();
        return false;
    }

    /** Sends QUIT, waits for the reply only if told so ({@code smtp_skip_quit_response}), and closes. */
    public void quit() {
        try {
            if (isOpen()) {
                send(CommandEncoder.encode(new Command.Quit()), Stage.QUIT);
                hangUp();
            }
        } catch (IOException | UnsafeArgumentException gone) {
            // closing is all that was wanted
        }
        abort();
    }

    /**
     * QUIT to a server whose certificate is not accepted: nothing more is read from it, TLS's own farewell included, unless
     * {@code smtp_skip_quit_response} is off.
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
            // closing is all that was wanted
        }
        abort();
    }

    /** Closes after a QUIT that was sent behind other commands, whose replies have come. */
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
            // closing is all that was wanted
        }
        abort();
    }

    /** Closes the connection at once, also while another thread uses it. */
    public void abort() {
        if (ended.compareAndSet(false, true)) {
            connection.close();
            listener.disconnected(peer);
        }
    }

    private void limit(Stage stage) {
        Deadline phase = Deadline.in(settings.limits().of(stage));
        connection.limit(stage == Stage.QUIT ? phase : phase.orEarlier(delivery));
    }

    /** The server's name and address. */
    @Override
    public String toString() {
        return "session with " + peer;
    }
}
