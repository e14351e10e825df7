/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which sessions run, a bounded number. A session that finds no free thread waits in a queue, which holds each session
 * once at most. A thread that was idle for a minute ends.
 */
final class SessionThreads {
    private static final long IDLE_SECONDS = 60;
    private static final int BUSY_NUMERATOR = 3;
    private static final int BUSY_DENOMINATOR = 4;

    private final int most;
    private final AtomicInteger busy = new AtomicInteger();

    /** The number of busy threads that only wait for octets of their clients. */
    private final AtomicInteger lingering = new AtomicInteger();

    private final Waiting queue = new Waiting();
    private final ThreadPoolExecutor pool;

    /** A queue that takes a task only if a thread waits for it; else the pool starts a thread, or adds the task by {@code put}. */
    private static final class Waiting extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }
    }

    SessionThreads(int most) {
        this(most, maker("postchaise-session-"));
    }

    /** Creates the threads by {@code maker}; the first one at once, since tasks can wait only for a thread that there is. */
    SessionThreads(int most, ThreadFactory maker) {
        this.most = most;
        this.pool = new ThreadPoolExecutor(
                1, most, IDLE_SECONDS, TimeUnit.SECONDS, queue, maker, (task, full) -> enqueue(task));
        pool.prestartCoreThread();
    }

    /** Returns a maker of daemon threads with numbered names, each of which closes its {@link ThreadSelector} at its end. */
    static ThreadFactory maker(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> daemon(prefix + number.incrementAndGet(), () -> {
            try {
                task.run();
            } finally {
                ThreadSelector.closeOwn();
            }
        });
    }

    /** Creates a daemon thread, which retains nothing of the caller: no inherited thread local, class loader or access context. */
    @SuppressWarnings("removal") // a thread inherits its access context as long as there is one
    static Thread daemon(String name, Runnable task) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(SessionThreads.class.getClassLoader());
            return thread;
        });
    }

    /** Lets {@code task} wait for a thread; the pool calls this when all threads are busy, or after {@link #close}. */
    private void enqueue(Runnable task) {
        queue.put(task);
        if (pool.isShutdown() && queue.remove(task)) {
            throw new RejectedExecutionException("the threads have ended");
        }
    }

    /**
     * Runs {@code task} as soon as a thread is free.
     *
     * @return false if the task is not run since {@link #close} was called
     */
    boolean execute(Runnable task) {
        Runnable counted = () -> {
            busy.incrementAndGet();
            try {
                task.run();
            } finally {
                busy.decrementAndGet();
            }
        };
        try {
            hand(counted);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    private void hand(Runnable task) {
        try {
            pool.execute(task);
        } catch (OutOfMemoryError noThread) {
            // the system makes no more threads: those that there are do it
            enqueue(task);
        }
    }

    /** Returns true if sessions should not wait on their threads: three quarters of the threads are busy, or sessions wait for one. */
    boolean scarce() {
        return busy.get() * BUSY_DENOMINATOR >= most * BUSY_NUMERATOR || !queue.isEmpty();
    }

    /** Notes that the current thread begins to wait for octets of its client. */
    void linger() {
        lingering.incrementAndGet();
    }

    /** Notes that the current thread no longer waits for octets. */
    void workAgain() {
        lingering.decrementAndGet();
    }

    /** Returns true if sessions wait for a thread though hardly a thread waits for its client: the server is overloaded. */
    boolean exhausted() {
        return (busy.get() - lingering.get()) * BUSY_DENOMINATOR >= most * BUSY_NUMERATOR && !queue.isEmpty();
    }

    /** Ends the threads when their sessions have returned. */
    void close() {
        pool.shutdown();
    }

    /** Waits until all threads have ended, {@code limit} at most. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return pool.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
    }
}
