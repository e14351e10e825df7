/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.Deadline;

/**
 * The waiting room: one thread with one selector, for listening sockets and for all connections that have no thread, since they wait for
 * octets or for a time. The room's thread never blocks in anything but its selector.
 */
final class WaitingRoom implements AutoCloseable {
    private static final Logger LOG = LineLog.of(ServerLog.NAME);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_SELECT = Duration.ofMinutes(1);

    private final Selector selector;
    private final Thread thread;

    /** What the room's thread has to do before it looks at its keys. */
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** The connections that wait, the earliest deadline first; only for the room's thread. */
    private final TreeSet<ServerConnection> deadlines = new TreeSet<>((a, b) ->
            a.queuedFor == b.queuedFor ? Long.compare(a.number(), b.number()) : Long.signum(a.queuedFor - b.queuedFor));

    /** The keys of the listening sockets that could not accept, until {@link #acceptAgain}; only for the room's thread. */
    private final List<SelectionKey> paused = new ArrayList<>();

    private Deadline acceptAgain = new Deadline(System.nanoTime());

    private volatile boolean closed;

    /** Opens the room and starts its thread. */
    WaitingRoom() throws IOException {
        selector = Selector.open();
        thread = SessionThreads.daemon("postchaise-waiting-room", this::work);
        thread.start();
    }

    /**
     * Lets {@code one} wait: it is resumed once, at the deadline or, if it waits for octets or for room to write, as soon as it is ready or
     * the peer has gone. Only the room's thread resumes a connection, and it disarms the connection's key before.
     */
    void await(ServerConnection one) {
        tasks.add(() -> expect(one));
        selector.wakeup();
        if (closed) {
            // the room's thread may have looked at its tasks for the last time
            resume(one, ServerConnection.Reason.GO_ON);
        }
    }

    /** Resumes {@code one} soon if it waits. */
    void hurry(ServerConnection one) {
        tasks.add(() -> resume(one, ServerConnection.Reason.GO_ON));
        selector.wakeup();
    }

    /**
     * Accepts connections by {@code listener} from now on.
     *
     * @throws IOException when the listener or the room is closed
     */
    void open(Listener listener) throws IOException {
        try {
            listener.acceptor().register(selector, listener);
        } catch (ClosedSelectorException e) {
            throw new IOException("the server has ended", e);
        }
        selector.wakeup();
    }

    /** Makes the room's thread look at its keys. */
    void wake() {
        selector.wakeup();
    }

    private void work() {
        try {
            while (!closed) {
                select();
                runTasks();
                expire();
                acceptAgain();
            }
        } finally {
            end();
        }
    }

    private void select() {
        try {
            selector.select(this::ready, timeout());
        } catch (IOException | RuntimeException | Error e) {
            failed(e);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Ends the connections that still wait, and closes the selector, which gives the ports of closed listeners back. */
    private void end() {
        runTasks();
        for (ServerConnection one = deadlines.pollFirst(); one != null; one = deadlines.pollFirst()) {
            resume(one, ServerConnection.Reason.GO_ON);
        }
        try {
            selector.close();
        } catch (IOException ignored) {
            // a failed close needs no handling
        }
    }

    /** Logs a failure, which must never end the room's thread: the server would be dead without a word. */
    private static void failed(Throwable cause) {
        try {
            LOG.log(Level.ERROR, "a task of the waiting room failed", cause);
        } catch (RuntimeException | Error ignored) {
            // there is no memory for a log line
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }
    }

    /** Returns the time until there is something to do, in milliseconds, rounded up. */
    private long timeout() {
        if (!tasks.isEmpty()) {
            return 1;
        }
        Deadline next = Deadline.in(LONGEST_SELECT);
        if (!deadlines.isEmpty()) {
            next = next.orEarlier(new Deadline(deadlines.first().queuedFor));
        }
        if (!paused.isEmpty()) {
            next = next.orEarlier(acceptAgain);
        }
        return next.socketTimeout() + 1L;
    }

    private void ready(SelectionKey key) {
        try {
            if (key.attachment() instanceof Listener listener) {
                accept(key, listener);
            } else if (key.attachment() instanceof ServerConnection one) {
                resume(one, ServerConnection.Reason.READY);
            }
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private void accept(SelectionKey key, Listener listener) {
        try {
            listener.accept();
        } catch (IOException | RuntimeException | Error e) {
            if (key.isValid()) {
                LOG.log(Level.ERROR, "{0}: can''t accept a connection: {1}", listener.name(), e.getMessage());
                // without the pause, the same connection would be tried again at once, for example for lack of file
                // descriptors
                paused.add(key);
                acceptAgain = Deadline.in(PAUSE);
                arm(key, 0);
            }
        }
    }

    private void acceptAgain() {
        if (!paused.isEmpty() && acceptAgain.passed()) {
            paused.forEach(key -> arm(key, SelectionKey.OP_ACCEPT));
            paused.clear();
        }
    }

    private static void arm(SelectionKey key, int operation) {
        try {
            key.interestOps(operation);
        } catch (CancelledKeyException gone) {
            // the connection or the listening socket was closed meanwhile
        }
    }

    private void expect(ServerConnection one) {
        if (!one.isWaiting()) {
            return;
        }
        deadlines.remove(one);
        one.queuedFor = one.deadline().nanoTime();
        deadlines.add(one);
        int operation = one.operation();
        try {
            if (one.key.isEmpty() && operation != 0) {
                one.key = Optional.of(one.connection().park(selector, one));
            }
            if (operation != 0) {
                one.key.get().interestOps(operation);
            }
        } catch (IOException | CancelledKeyException gone) {
            resume(one, ServerConnection.Reason.READY);
        }
    }

    private void expire() {
        while (!deadlines.isEmpty() && new Deadline(deadlines.first().queuedFor).passed()) {
            ServerConnection one = deadlines.pollFirst();
            try {
                resume(one, ServerConnection.Reason.DEADLINE);
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }
    }

    private void resume(ServerConnection one, ServerConnection.Reason reason) {
        if (!one.stopWaiting(reason)) {
            return;
        }
        if (Thread.currentThread() == thread) {
            deadlines.remove(one);
            one.key.ifPresent(key -> arm(key, 0));
        }
        try {
            one.start();
        } catch (RuntimeException | Error e) {
            failed(e);
            one.abandon();
        }
    }

    /** Ends the room's thread; connections that wait end. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    /** Waits until the room's thread has closed the selector, {@code limit} at most. */
    void awaitEnd(Duration limit) throws InterruptedException {
        thread.join(limit.toMillis());
    }
}
