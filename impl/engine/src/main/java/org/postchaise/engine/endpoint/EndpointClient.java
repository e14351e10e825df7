/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.endpoint;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.postchaise.engine.net.Deadline;

/**
 * A client of a small server, for protocols of one request and one reply. Keeps connections, as many as requests ever ran
 * at once, within {@link EndpointLimits}. A lost connection is replaced by a new connection for another attempt, so that a
 * restart of the server goes unnoticed; a failed connect is tried again only after a delay. No lock is held during a dialogue; thread-safe.
 */
public final class EndpointClient implements AutoCloseable {

    /**
     * A request and its reply.
     *
     * @param <T> the reply
     */
    @FunctionalInterface
    public interface Dialogue<T> {
        /**
         * Sends the request and returns the reply; called again with a new connection when the connection was lost.
         *
         * @throws UnusableReplyException when another attempt would not help
         * @throws IOException when the connection is lost
         */
        T talk(EndpointConnection connection) throws IOException;
    }

    private final Endpoint endpoint;
    private final EndpointLimits limits;
    private final Deque<Pooled> kept = new ConcurrentLinkedDeque<>();
    private final Semaphore permits;
    private volatile boolean closed;

    /** Creates a client, which connects at its first request. */
    public EndpointClient(Endpoint endpoint, EndpointLimits limits) {
        this.endpoint = endpoint;
        this.limits = limits;
        this.permits = new Semaphore(limits.connections());
    }

    /**
     * Runs the dialogue over a kept connection or a new connection, and again over a new connection when the connection
     * was lost. A time-out is not followed by another attempt, nor is a failed connect where no delay is set.
     *
     * @throws IOException when there was no reply within the limits, or an unusable reply
     */
    public <T> T ask(Dialogue<T> dialogue) throws IOException {
        Deadline deadline = Deadline.in(limits.request());
        acquirePermit();
        try {
            for (int attempt = 1; ; attempt++) {
                boolean connected = false;
                try {
                    Pooled pooled = attempt == 1 ? keptOrNew(deadline) : connect(deadline);
                    connected = true;
                    return talk(pooled, dialogue, deadline);
                } catch (InterruptedIOException | UnusableReplyException e) {
                    throw e;
                } catch (IOException lost) {
                    // the others were opened to the same dead server
                    kept.forEach(this::drop);
                    boolean again = connected || !limits.retryDelay().isZero();
                    if (closed || !again || attempt >= limits.attempts() || !pause(deadline)) {
                        throw lost;
                    }
                }
            }
        } finally {
            permits.release();
        }
    }

    private void acquirePermit() throws IOException {
        try {
            if (!permits.tryAcquire(limits.request().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new SocketTimeoutException("all " + limits.connections() + " connections were busy");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits before another attempt; returns false, without waiting, if the deadline would pass meanwhile. */
    private boolean pause(Deadline deadline) throws IOException {
        Duration delay = limits.retryDelay();
        Deadline next = Deadline.in(delay);
        if (next.orEarlier(deadline).equals(deadline)) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
            return true;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException failure = new InterruptedIOException("interrupted");
        failure.initCause(e);
        return failure;
    }

    private <T> T talk(Pooled pooled, Dialogue<T> dialogue, Deadline deadline) throws IOException {
        boolean whole = false;
        try {
            pooled.connection.limit(deadline);
            T reply = dialogue.talk(pooled.connection);
            whole = true;
            return reply;
        } finally {
            pooled.used();
            if (whole) {
                kept.addFirst(pooled);
                kept.stream().filter(one -> closed || one.isOver(limits)).forEach(this::drop);
            } else {
                pooled.connection.close();
            }
        }
    }

    private Pooled keptOrNew(Deadline deadline) throws IOException {
        if (closed) {
            throw new IOException("the client is closed");
        }
        for (Pooled pooled = kept.pollFirst(); pooled != null; pooled = kept.pollFirst()) {
            if (!pooled.isOver(limits) && pooled.connection.isQuiet()) {
                return pooled;
            }
            pooled.connection.close();
        }
        return connect(deadline);
    }

    private Pooled connect(Deadline deadline) throws IOException {
        return new Pooled(EndpointConnection.open(endpoint, deadline));
    }

    private void drop(Pooled pooled) {
        // who takes it out of the deque owns it
        if (kept.remove(pooled)) {
            pooled.connection.close();
        }
    }

    /** Closes the kept connections; a connection in use is closed at the end of its dialogue. */
    @Override
    public void close() {
        closed = true;
        kept.forEach(this::drop);
    }

    /** A connection with what its limits are compared with; used by the thread that took it out of the deque. */
    private static final class Pooled {
        private final EndpointConnection connection;
        private final long opened = System.nanoTime();
        private volatile long lastUse = opened;
        private final AtomicInteger requests = new AtomicInteger();

        Pooled(EndpointConnection connection) {
            this.connection = connection;
        }

        void used() {
            lastUse = System.nanoTime();
            requests.incrementAndGet();
        }

        boolean isOver(EndpointLimits limits) {
            long now = System.nanoTime();
            return now - lastUse >= limits.idle().toNanos()
                    || now - opened >= limits.lifetime().toNanos()
                    || (limits.requests() > 0 && requests.get() >= limits.requests());
        }
    }
}
