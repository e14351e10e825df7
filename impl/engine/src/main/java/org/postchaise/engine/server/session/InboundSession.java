/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postchaise.engine.event.ServerEvent;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.server.command.CommandResult;
import org.postchaise.engine.server.command.CommandResult.Then;
import org.postchaise.engine.server.command.CommandTable.Flag;
import org.postchaise.engine.server.command.CommandTable.Row;
import org.postchaise.engine.server.command.ContentReader;
import org.postchaise.engine.server.command.Replies;
import org.postchaise.engine.server.command.SessionContext;
import org.postchaise.engine.server.command.SessionState;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ClientRates.Admission;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.wire.LineDecoder;

/**
 * A session of the SMTP and LMTP server: a state machine that is fed with octets. The owner feeds what has arrived, calls {@link #run}, and
 * does what {@link Next} says:
 *
 * <ul>
 *   <li>first {@code run()} without octets: the session greets its client;
 *   <li>{@link Next.Read}: wait for octets, then {@link #feed} and {@code run()}; at the deadline {@link #timedOut}; at the end of the input
 *       {@link #inputEnded}, also for a connection that was reset;
 *   <li>{@link Next.Pause}: wait, reading nothing, then {@code run()};
 *   <li>{@link Next.Write}: wait until the client has read what was written, then {@code run()};
 *   <li>{@link Next.End}: close the connection.
 * </ul>
 *
 * <p>Used by one thread at a time, except {@link #drain}. No method throws what a client can cause.
 */
public final class InboundSession {
    private static final System.Logger LOG = LineLog.of(InboundSession.class.getName());
    private static final byte[] NOTHING = {};

    private final SessionContext context;
    private final SessionState state;
    private final ConnectionCount count;
    private final Dispatcher dispatcher;
    private final Output output;
    private final ReplyWriter writer;
    private final LineDecoder lines;
    private final ReadClock clock;

    /** What was fed and not used yet, from {@code at} to {@code end}. */
    private byte[] input = NOTHING;

    private int at;
    private int end;

    private Optional<ContentReader> content = Optional.empty();
    private Optional<Row> current = Optional.empty();
    private Optional<CommandResult> held = Optional.empty();
    private Deadline heldUntil;
    private boolean begun;
    private boolean ended;
    private volatile boolean draining;

    /**
     * Creates a session.
     *
     * @param client the client, identified by address and DNS
     * @param count the count of the connection, which the session ends
     */
    public InboundSession(SessionContext context, ClientIdentity client, ConnectionCount count, Output output) {
        this.context = context;
        this.count = count;
        this.state = new SessionState(context, client);
        this.dispatcher = new Dispatcher(state);
        this.output = output;
        this.writer = new ReplyWriter(state, output);
        this.lines = new LineDecoder(context.rules().lineLengthLimit());
        this.clock = new ReadClock(context.rules(), context.nanoTime());
    }

    /**
     * Hands octets over, from {@code from} (inclusive) to {@code to} (exclusive). Nothing is processed before {@link #run}, and the array
     * must not change before it returns; what the session has not used then it has copied.
     */
    public void feed(byte[] octets, int from, int to) {
        if (at == end) {
            input = octets;
            at = from;
            end = to;
            return;
        }
        byte[] both = Arrays.copyOfRange(input, at, end + (to - from));
        System.arraycopy(octets, from, both, end - at, to - from);
        end = both.length;
        input = both;
        at = 0;
    }

    /** Handles what has arrived; may block in tables, DNS, access control and the sink. */
    public Next run() {
        if (ended) {
            return Next.END;
        }
        try {
            Next next = advance();
            keepInput();
            return next;
        } catch (IOException e) {
            return broken("lost connection");
        } catch (RuntimeException | Error e) {
            // an error, too: the mail must be dropped, and the client must be counted out
            return fault(e);
        }
    }

    private Next advance() throws IOException {
        if (!begun) {
            begin();
        } else if (held.isPresent()) {
            CommandResult result = held.get();
            held = Optional.empty();
            answer(result);
        }
        while (!ended) {
            if (held.isPresent()) {
                writer.flush();
                return new Next.Pause(heldUntil);
            }
            if (output.backlogged()) {
                return Next.WRITE;
            }
            if (draining && content.isEmpty() && !inTransaction()) {
                return shutDown();
            }
            if (!(content.isPresent() ? readContent(content.get()) : readCommand())) {
                writer.flush();
                return new Next.Read(clock.deadline());
            }
        }
        return Next.END;
    }

    /** Replaces the caller's array by a copy of what is left in it, of nothing mostly. */
    private void keepInput() {
        input = ended || at == end ? NOTHING : Arrays.copyOfRange(input, at, end);
        at = 0;
        end = input.length;
    }

    private void begin() throws IOException {
        begun = true;
        context.events().on(new ServerEvent.ClientConnected(state.label()));
        Admission admission = count.admission();
        if (admission instanceof Admission.TooMany many) {
            refuseConnection("Connection concurrency limit exceeded: " + many.count());
        } else if (admission instanceof Admission.TooOften often) {
            refuseConnection("Connection rate limit exceeded: " + often.rate());
        } else {
            greet();
        }
    }

    private void refuseConnection(String why) throws IOException {
        state.warn(why + " from " + state.label() + " for service " + state.serviceLabel());
        complete(CommandResult.abort(ServerReply.of(
                421,
                "4.7.0",
                state.rules().hostName() + " Error: too many connections from "
                        + state.client().address())));
    }

    private void greet() throws IOException {
        Optional<ServerReply> refusal = state.refusal(state.access().client(), Optional.empty());
        dispatcher.deny(refusal.isPresent());
        complete(
                refusal.isPresent()
                        ? CommandResult.failed(refusal.get())
                        : CommandResult.done(
                                ServerReply.plain(220, state.rules().banner())));
    }

    /** Returns true if a command line was handled; false if more octets are needed. */
    private boolean readCommand() throws IOException {
        at = lines.feed(input, at, end);
        if (!lines.complete()) {
            return false;
        }
        Dispatcher.Handled handled = dispatcher.handle(lines.take(), input, at, end);
        current = handled.row();
        complete(handled.result());
        return true;
    }

    /** Returns true if content has ended; false if more octets are needed. */
    private boolean readContent(ContentReader reader) throws IOException {
        if (!reader.complete() && at < end) {
            int next = reader.take(input, at, end);
            clock.received(next - at);
            at = next;
        }
        if (!reader.complete()) {
            return false;
        }
        content = Optional.empty();
        complete(reader.end());
        return true;
    }

    /** Counts a result, and answers, at once or after a pause for a client that made too many errors. */
    private void complete(CommandResult result) throws IOException {
        boolean slow = state.budget().slow();
        if (result.then() != Then.CONTENT) {
            count(result);
        }
        if (slow && !result.replies().isEmpty() && !state.rules().errorSleep().isZero()) {
            held = Optional.of(result);
            heldUntil = new Deadline(context.nanoTime().getAsLong())
                    .plus(state.rules().errorSleep());
        } else {
            answer(result);
        }
    }

    private void count(CommandResult result) {
        if (result.success()) {
            current.ifPresent(row -> state.counts().succeeded(row.verb()));
        } else if (result.then() != Then.GREETING) {
            state.budget().error();
        }
        if (current.isPresent() && current.get().is(Flag.JUNK)) {
            state.budget().junk();
        }
        current = Optional.empty();
    }

    private void answer(CommandResult result) throws IOException {
        List<ServerReply> replies = result.replies();
        boolean closes = result.then() == Then.END;
        for (ServerReply reply : replies) {
            writer.write(reply);
            closes |= reply.closes();
        }
        clock.restart();
        if (closes) {
            finish();
        } else if (result.then() == Then.CONTENT) {
            content = result.content();
        } else if (result.then() == Then.GREETING) {
            greet();
        } else if (state.budget().spent()) {
            report("too many errors");
            complete(CommandResult.abort(
                    ServerReply.of(421, "4.7.0", state.rules().hostName() + " Error: too many errors")));
        }
    }

    /** Ends the session because the client sent nothing up to the deadline: 421 4.4.2. */
    public Next timedOut() {
        if (ended) {
            return Next.END;
        }
        report("timeout");
        return lastReply("4.4.2", "Error: timeout exceeded");
    }

    /**
     * Ends the session because the client closed the connection or reset it. What arrived before was {@linkplain #feed fed} and
     * {@linkplain #run run}.
     */
    public Next inputEnded() {
        return broken("lost connection");
    }

    /** Ends the session after a failure of the connection that its owner found, or a client that does not read; writes nothing more. */
    public Next failed(IOException cause) {
        LOG.log(System.Logger.Level.DEBUG, "connection of " + state.label() + " failed", cause);
        return broken(cause instanceof SocketTimeoutException ? "timeout" : "lost connection");
    }

    /**
     * Ends a session that has not begun with {@code reply}: the server is full, or a proxy did not tell who the client is.
     *
     * @throws IllegalStateException when the session has begun
     */
    public Next turnAway(ServerReply reply) {
        if (begun) {
            throw new IllegalStateException("the session has begun");
        }
        begun = true;
        context.events().on(new ServerEvent.ClientConnected(state.label()));
        try {
            writer.write(reply);
        } catch (IOException e) {
            return close();
        }
        return finish();
    }

    /**
     * Asks the session to end: with 421 4.3.2 at once where it has no mail transaction, else after the transaction. May be called by any
     * thread; takes effect at the next {@link #run}.
     */
    public void drain() {
        draining = true;
    }

    /** Ends the session with 421 4.3.2, mail transaction or not; what was accepted stays accepted. On the session's thread. */
    public Next shutDown() {
        return ended ? Next.END : lastReply("4.3.2", "Error: shutting down");
    }

    /** Returns true if a mail transaction is open: from an accepted MAIL command to the end of the content. */
    public boolean inTransaction() {
        return state.mail().isPresent();
    }

    private Next lastReply(String status, String text) {
        try {
            writer.write(ServerReply.of(421, status, state.rules().hostName() + " " + text));
        } catch (IOException e) {
            return close();
        }
        return finish();
    }

    private Next broken(String reason) {
        // as in Postfix, a client may leave after its mail without QUIT
        if (begun && !ended && !state.stage().equals(SessionState.END_OF_MESSAGE)) {
            report(reason);
        }
        return close();
    }

    private Next fault(Throwable fault) {
        try {
            LOG.log(System.Logger.Level.ERROR, "session with " + state.label() + " failed", fault);
            writer.write(Replies.localError(state.rules()));
            writer.flush();
        } catch (IOException | RuntimeException | Error e) {
            // the session ends without a reply
        }
        return close();
    }

    private void report(String reason) {
        context.events()
                .on(new ServerEvent.SessionBroken(
                        reason,
                        state.stage(),
                        content.map(reader -> OptionalLong.of(reader.received()))
                                .orElse(OptionalLong.empty()),
                        state.label()));
    }

    /** Sends the last replies, and ends the session. */
    private Next finish() {
        try {
            writer.flush();
        } catch (IOException e) {
            // the client has gone, as it should
        }
        return close();
    }

    private Next close() {
        if (ended) {
            return Next.END;
        }
        ended = true;
        content = Optional.empty();
        held = Optional.empty();
        input = NOTHING;
        at = 0;
        end = 0;
        try {
            state.resetMail();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "mail of " + state.label() + " can't be dropped", e);
        } finally {
            count.end();
        }
        if (begun) {
            context.events()
                    .on(new ServerEvent.ClientDisconnected(
                            state.label(), state.counts().toString()));
        }
        return Next.END;
    }
}
