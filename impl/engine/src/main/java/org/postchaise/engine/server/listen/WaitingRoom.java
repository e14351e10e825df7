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
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.Deadline;

/**
 * The waiting room: one thread with one selector, for listening sockets and for all connections that have no thread, since they wait for
 * octets or for a time. The room's thread never blocks in anything but its selector.
 */
final class WaitingRoom implements AutoCloseable {
    private static final Logger LOG = LineLog.of(ServerLog.NAME);
    private static final Duration ACCEPT_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_SELECT = Duration.ofMinutes(1);

    private final Selector selector;
    private final Thread thread;

    /** What the room's thread has to do before it looks at its keys. */
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** The connections that wait, the earliest deadline first; only for the room's thread. */
    private final TreeSet<ServerConnection> deadlines =
            new TreeSet<>((a, b) -> a.queuedFor == b.queuedFor
                    ? Long.compare(a.number(), b.number())
                    : Long.signum(a.queuedFor - b.queuedFor));

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
     * Lets {@code one} wait: it is resumed once, at the deadline or, if it waits for octets, as soon as there are any or the peer has gone.
     * The caller must not touch the connection afterwards.
     */
    void await(ServerConnection one, Deadline deadline, boolean reading) {
        one.waitUntil(deadline);
        tasks.add(() -> expect(one));
        try {
            if (reading) {
                one.connection().park(selector, one);
            } else {
                selector.wakeup();
            }
        } catch (IOException | CancelledKeyException | ClosedSelectorException gone) {
            resume(one, ServerConnection.Reason.OCTETS);
        }
    }

    /** Resumes {@code one} now if it waits. */
    void hurry(ServerConnection one, ServerConnection.Reason reason) {
        resume(one, reason);
    }

    /** Accepts connections by {@code listener} from now on. */
    void open(Listener listener) {
        tasks.add(() -> {
            try {
                listener.acceptor().register(selector, listener);
            } catch (IOException | ClosedSelectorException e) {
                LOG.log(Level.ERROR, "{0}: {1}", listener.name(), e.getMessage());
            }
        });
        selector.wakeup();
    }

    /** Makes the room's thread look at its keys. */
    void wake() {
        selector.wakeup();
    }

    private void work() {
        try {
            while (!closed) {
                selector.select(this::ready, timeout());
                runTasks();
                expire();
                acceptAgain();
            }
        } catch (IOException | ClosedSelectorException e) {
            if (!closed) {
                LOG.log(Level.ERROR, "the waiting room has failed: {0}", e.toString());
            }
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a task of the waiting room failed", e);
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
                key.interestOps(0);
                resume(one, ServerConnection.Reason.OCTETS);
            }
        } catch (CancelledKeyException gone) {
            // the connection or the listening socket was closed meanwhile
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a task of the waiting room failed", e);
        }
    }

    private void accept(SelectionKey key, Listener listener) {
        try {
            listener.accept();
        } catch (IOException e) {
            if (key.isValid()) {
                LOG.log(Level.ERROR, "{0}: can''t accept a connection: {1}", listener.name(), e.getMessage());
                // without the pause, the same connection would be tried again at once, for example for lack of file descriptors
                key.interestOps(0);
                paused.add(key);
                acceptAgain = Deadline.in(ACCEPT_PAUSE);
            }
        }
    }

    private void acceptAgain() {
        if (!paused.isEmpty() && acceptAgain.passed()) {
            paused.stream().filter(SelectionKey::isValid).forEach(key -> key.interestOps(SelectionKey.OP_ACCEPT));
            paused.clear();
        }
    }

    private void expect(ServerConnection one) {
        if (one.isWaiting()) {
            deadlines.remove(one);
            one.queuedFor = one.deadline().nanoTime();
            deadlines.add(one);
        }
    }

    private void expire() {
        while (!deadlines.isEmpty() && new Deadline(deadlines.first().queuedFor).passed()) {
            ServerConnection one = deadlines.pollFirst();
            if (one.deadline().passed()) {
                resume(one, ServerConnection.Reason.DEADLINE);
            }
        }
    }

    private void resume(ServerConnection one, ServerConnection.Reason reason) {
        if (one.stopWaiting(reason)) {
            if (Thread.currentThread() == thread) {
                deadlines.remove(one);
            }
            one.start();
        }
    }

    /** Ends the room's thread; connections that wait are not resumed any more. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
