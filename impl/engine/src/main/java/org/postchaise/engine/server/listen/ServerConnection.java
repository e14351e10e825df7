/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.time.Duration;
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

    /** The time limit of a read of octets that have arrived. */
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private static final int NOTHING = 0;
    private static final int BUFFER = 16 * 1024;
    private static final ThreadLocal<byte[]> BUFFERS = ThreadLocal.withInitial(() -> new byte[BUFFER]);

    /** The reason why a connection left the waiting room. */
    enum Reason {
        /** The connection is new, or is no longer to wait although nothing has happened. */
        GO_ON,
        /** There are octets to read, or the peer has closed the connection. */
        OCTETS,
        /** The deadline has passed. */
        DEADLINE
    }

    /** The kinds of waiting. */
    private enum Pausing {
        /** The session makes its client wait; nothing is read. */
        YES,
        /** The session waits for octets. */
        NO
    }

    /** The deadline by which the waiting room sorts; only for the room's thread. */
    long queuedFor;

    private final long number;
    private final Connection connection;
    private final Dialogue dialogue;
    private final MailServer server;

    /** The reason of the end of waiting; null while the connection waits. */
    private final AtomicReference<Reason> resumed = new AtomicReference<>(Reason.GO_ON);

    private volatile Deadline deadline = new Deadline(System.nanoTime());
    private volatile boolean pausing;

    /** True after a call of {@link #drain} that the dialogue has not seen. */
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

    /** Begins to wait, until {@link #stopWaiting}. */
    void waitUntil(Deadline until) {
        deadline = until;
        resumed.set(null);
    }

    boolean isWaiting() {
        return resumed.get() == null;
    }

    /** Ends the waiting; false if the connection did not wait. */
    boolean stopWaiting(Reason reason) {
        return resumed.compareAndSet(null, reason);
    }

    /** Runs the dialogue on a session thread, as soon as one is free. */
    void start() {
        server.threads().execute(this::run);
    }

    /** Asks the dialogue to end after its mail transaction; called by any thread. */
    void drain() {
        dialogue.drain();
        asked.set(true);
        server.room().hurry(this, Reason.GO_ON);
    }

    private void await(Deadline until, Pausing kind) {
        pausing = kind == Pausing.YES;
        server.room().await(this, until, kind == Pausing.NO);
        if (asked.get()) {
            // drain() may have come before the connection began to wait
            server.room().hurry(this, Reason.GO_ON);
        }
    }

    private void run() {
        try {
            if (!converse()) {
                return;
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a session failed", e);
            dialogue.failed(new IOException("internal error", e));
        }
        connection.shut();
        server.ended(this);
    }

    /** Runs the dialogue until it has ended (true), or waits for its client in the waiting room (false). */
    private boolean converse() {
        Next next = resume();
        while (!(next instanceof Next.End)) {
            if (server.isEnding()) {
                next = dialogue.shutDown();
            } else if (asked.getAndSet(false)) {
                next = dialogue.go();
            } else if (next instanceof Next.Pause pause) {
                await(pause.until(), Pausing.YES);
                return false;
            } else if (next instanceof Next.Read read) {
                int count = server.threads().scarce() && resumed.get() != Reason.OCTETS ? NOTHING : read(read.deadline());
                if (count == NOTHING) {
                    await(read.deadline(), Pausing.NO);
                    return false;
                }
                resumed.set(Reason.GO_ON);
                next = count < 0 ? dialogue.inputEnded() : dialogue.received(BUFFERS.get(), 0, count);
            }
        }
        return true;
    }

    private Next resume() {
        return switch (resumed.get()) {
            case GO_ON -> dialogue.go();
            case OCTETS -> new Next.Read(deadline);
            case DEADLINE -> pausing ? dialogue.go() : dialogue.timedOut();
        };
    }

    /** Reads octets into the thread's buffer; returns -1 at the end of the connection, and {@link #NOTHING} if there are none for now. */
    private int read(Deadline end) {
        server.threads().linger();
        try {
            connection.limit(Deadline.in(server.threads().scarce() ? AT_ONCE : LINGER).orEarlier(end));
            byte[] buffer = BUFFERS.get();
            return connection.input().read(buffer, 0, buffer.length);
        } catch (SocketTimeoutException nothingYet) {
            return NOTHING;
        } catch (IOException lost) {
            return -1;
        } finally {
            server.threads().workAgain();
        }
    }
}
