/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.Connection;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.server.session.Next;

/**
 * A connection of the server from accept to close: it moves between a session thread, where its {@link Dialogue} runs, and the {@link
 * WaitingRoom}. At any time one of the two owns it.
 */
final class ServerConnection {
    private static final Logger LOG = LineLog.of(ServerLog.NAME);

    /** The time for which a session waits for octets on its thread, while there are threads enough. */
    private static final Duration LINGER = Duration.ofMillis(500);

    private static final int NOTHING = 0;

    /** The number of octets from which a read suggests that more have arrived, as within content; after a command a client waits for the reply. */
    private static final int MANY = 1024;

    private static final int BUFFER = 16 * 1024;
    private static final ThreadLocal<byte[]> BUFFERS = ThreadLocal.withInitial(() -> new byte[BUFFER]);

    /** The reason why a connection left the waiting room. */
    enum Reason {
        /** The connection is new, or is no longer to wait although nothing has happened. */
        GO_ON,
        /** There are octets to read or room to write, or the peer has closed the connection. */
        READY,
        /** The deadline has passed. */
        DEADLINE
    }

    /** The deadline by which the waiting room sorts; only for the room's thread. */
    long queuedFor;

    /** The key in the waiting room's selector, once there is one; only for the room's thread. */
    Optional<SelectionKey> key = Optional.empty();

    private final long number;
    private final Connection connection;
    private final Dialogue dialogue;
    private final MailServer server;

    /** The reason of the end of waiting; null while the connection waits. */
    private final AtomicReference<Reason> resumed = new AtomicReference<>(Reason.GO_ON);

    private volatile Deadline deadline = new Deadline(System.nanoTime());

    /** The operation for which the connection waits, or 0 for none but the deadline. */
    private volatile int operation;

    /** The need for which the connection waits; for the thread that runs the dialogue. */
    private Optional<Next> need = Optional.empty();

    /** True if octets are read even after the deadline, once: they came while the connection waited. */
    private boolean readsLate;

    /** True if the last read found so many octets that more are likely; for the thread that runs the dialogue. */
    private boolean expectsMore = true;

    /** True after a call of {@link #wake} that the dialogue has not seen. */
    private final AtomicBoolean asked = new AtomicBoolean();

    ServerConnection(long number, Connection connection, Dialogue dialogue, MailServer server) {
        this.number = number;
        this.connection = connection;
        this.dialogue = dialogue;
        this.server = server;
    }

    long number() {
        return number;
    }

    Connection connection() {
        return connection;
    }

    Deadline deadline() {
        return deadline;
    }

    /** Returns the operation for which the connection waits, as in {@link SelectionKey}; 0 for none but the deadline. */
    int operation() {
        return operation;
    }

    boolean isWaiting() {
        return resumed.get() == null;
    }

    /** Ends the waiting; false if the connection did not wait. */
    boolean stopWaiting(Reason reason) {
        return resumed.compareAndSet(null, reason);
    }

    /** Runs the dialogue on a session thread, as soon as one is free; ends the connection if the threads have ended. */
    void start() {
        if (!server.threads().execute(this::run)) {
            abandon();
        }
    }

    /** Asks the dialogue to end after its mail transaction; called by any thread. */
    void drain() {
        dialogue.drain();
        wake();
    }

    /** Lets the dialogue go on soon without new octets; called by any thread. */
    void wake() {
        asked.set(true);
        server.room().hurry(this);
    }

    /** Ends the connection, which has no thread and will have none. */
    void abandon() {
        try {
            dialogue.shutDown();
            dialogue.outbox().flush();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "a session was abandoned", e);
        } finally {
            end();
        }
    }

    private void run() {
        boolean waits = false;
        try {
            waits = !converse();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a session failed", e);
            dialogue.failed(new IOException("internal error", e));
        } finally {
            if (!waits) {
                end();
            }
        }
    }

    private void end() {
        try {
            ThreadSelector.own().release();
            connection.shut();
            dialogue.end();
        } finally {
            server.ended(this);
        }
    }

    /** Runs the dialogue until it has ended (true), or waits for its client in the waiting room (false). */
    private boolean converse() {
        Optional<Next> next = Optional.of(resume());
        while (next.isPresent()) {
            boolean ends = next.get() instanceof Next.End;
            if (!ends && server.isEnding()) {
                next = Optional.of(dialogue.shutDown());
            } else if (!ends && asked.getAndSet(false)) {
                next = Optional.of(dialogue.go());
            } else if (!flushed()) {
                await(next.get(), dialogue.outbox().deadline(), SelectionKey.OP_WRITE);
                return false;
            } else if (ends) {
                return true;
            } else {
                next = meet(next.get());
            }
        }
        return false;
    }

    /** Goes on when the wait is over. */
    private Next resume() {
        Reason reason = resumed.get();
        readsLate = reason != Reason.GO_ON;
        if (need.isEmpty()) {
            return dialogue.go();
        }
        boolean due = reason == Reason.DEADLINE;
        if (due && !flushed()) {
            dialogue.failed(new SocketTimeoutException("the client does not read"));
            dialogue.outbox().drop();
            return Next.END;
        }
        return due && need.get() instanceof Next.Pause ? dialogue.go() : need.get();
    }

    /** Returns true if the client has read what was written, or will never read it. */
    private boolean flushed() {
        try {
            return dialogue.outbox().flush();
        } catch (IOException lost) {
            dialogue.failed(lost);
            dialogue.outbox().drop();
            return true;
        }
    }

    /** Does what the dialogue needs; returns its next need, empty if the connection waits for its client now. */
    private Optional<Next> meet(Next next) {
        if (next instanceof Next.Read read) {
            return read(read);
        }
        if (next instanceof Next.Pause pause && !pause.until().passed()) {
            await(pause, pause.until(), 0);
            return Optional.empty();
        }
        return Optional.of(dialogue.go());
    }

    private Optional<Next> read(Next.Read read) {
        boolean late = readsLate;
        readsLate = false;
        if (!late && read.deadline().passed()) {
            return Optional.of(dialogue.timedOut());
        }
        boolean lingers = !late && !server.threads().scarce();
        int count = late || lingers ? octets(lingers, read.deadline()) : NOTHING;
        if (count == NOTHING) {
            if (read.deadline().passed()) {
                return Optional.of(dialogue.timedOut());
            }
            await(read, read.deadline(), SelectionKey.OP_READ);
            return Optional.empty();
        }
        return Optional.of(count < 0 ? dialogue.inputEnded() : dialogue.received(BUFFERS.get(), 0, count));
    }

    /**
     * Reads octets into the thread's buffer; returns -1 at the end of the connection, and {@link #NOTHING} if there are none for now.
     *
     * @param lingers true if the thread may wait for them
     */
    private int octets(boolean lingers, Deadline limit) {
        if (!lingers || expectsMore) {
            int count = octetsNow();
            if (count != NOTHING || !lingers) {
                return count;
            }
        }
        server.threads().linger();
        try {
            ThreadSelector.own().await(connection, Deadline.in(LINGER).orEarlier(limit));
        } catch (IOException | ClosedSelectorException | CancelledKeyException unable) {
            // no selector left: the connection can wait in the room
            return NOTHING;
        } finally {
            server.threads().workAgain();
        }
        return octetsNow();
    }

    private int octetsNow() {
        byte[] buffer = BUFFERS.get();
        try {
            int count = connection.readNow(buffer, 0, buffer.length);
            expectsMore = count >= MANY;
            return count;
        } catch (IOException lost) {
            return -1;
        }
    }

    /** Lets the connection wait, after which another thread may own it at once. */
    private void await(Next next, Deadline until, int what) {
        need = Optional.of(next);
        operation = what;
        deadline = until;
        ThreadSelector.own().release();
        resumed.set(null);
        try {
            server.room().await(this);
            if (asked.get()) {
                // wake() may have come before the connection began to wait
                server.room().hurry(this);
            }
        } catch (RuntimeException | Error e) {
            if (stopWaiting(Reason.GO_ON)) {
                throw e;
            }
            // another thread owns the connection
            LOG.log(Level.ERROR, "a session can''t wait", e);
        }
    }
}
