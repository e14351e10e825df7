/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers in bounded time to queries that need a walk through the queues: a walk takes as long as the broker needs, which is long while many mails are
 * delivered. Walks run on threads of their own, one for each query at a time. A caller waits for a limited time, and gets the walk's findings; if the walk goes
 * on, the findings of the last complete walk; if there was none, the findings so far. Thread-safe.
 */
final class Snapshots implements AutoCloseable {
    /** Time that an operator's query waits for its walk. */
    static final Duration PATIENCE = Duration.ofMillis(1500);

    /** Largest number of walks at once. */
    private static final int THREADS = 4;

    /** Number of complete walks that are kept, the most recently used ones. */
    private static final int KEPT = 50;

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private final Duration patience;
    private final ThreadPoolExecutor threads;
    private final Map<String, Walk<?>> running = new HashMap<>();
    private final Map<String, Walk<?>> complete = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Walk<?>> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * Creates snapshots without any walk.
     *
     * @param nanoTime the time, as {@link System#nanoTime()}
     * @param patience the time that a query waits for its walk
     */
    Snapshots(LongSupplier nanoTime, Duration patience) {
        this.nanoTime = nanoTime;
        this.patience = patience;
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(KEPT),
                Snapshots::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Findings of a walk.
     *
     * @param age the time since the walk began
     * @param partial true if the walk has not ended
     */
    record Snapshot<F>(F findings, Duration age, boolean partial) {}

    private record Walk<F>(F findings, long began, CompletableFuture<Void> end) {}

    /**
     * Returns the snapshot for a query.
     *
     * @param key the query; equal keys mean the same query
     * @param fresh makes empty findings, which are read while the walk adds to them
     * @param walk adds to the findings
     * @param kept true for findings of a complete walk that are small enough to be kept
     * @throws RuntimeException the failure of the walk
     */
    <F> Snapshot<F> of(String key, Supplier<F> fresh, Consumer<F> walk, Predicate<F> kept) {
        long asked = nanoTime.getAsLong();
        Walk<F> now = join(key, fresh, walk, kept);
        boolean ended = isEnded(now, asked);
        if (ended && now.began() < asked) {
            // the answer must include changes made before the query
            now = join(key, fresh, walk, kept);
            ended = isEnded(now, asked);
        }
        Walk<F> told = ended ? now : last(key, now);
        return new Snapshot<>(
                told.findings(), Duration.ofNanos(nanoTime.getAsLong() - told.began()), !ended && told.equals(now));
    }

    @SuppressWarnings("unchecked") // findings of one key are of one type
    private <F> Walk<F> join(String key, Supplier<F> fresh, Consumer<F> walk, Predicate<F> kept) {
        synchronized (running) {
            Walk<F> before = (Walk<F>) running.get(key);
            if (before != null) {
                return before;
            }
            Walk<F> begun = new Walk<>(fresh.get(), nanoTime.getAsLong(), new CompletableFuture<>());
            try {
                threads.execute(() -> run(key, begun, walk, kept));
            } catch (RejectedExecutionException e) {
                throw new QueueUnavailableException("too many questions about the queue at once; ask again later", e);
            }
            running.put(key, begun);
            return begun;
        }
    }

    private <F> void run(String key, Walk<F> begun, Consumer<F> walk, Predicate<F> kept) {
        RuntimeException failure = new IllegalStateException("the walk through the queues was broken off");
        boolean whole = false;
        try {
            walk.accept(begun.findings());
            whole = true;
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            synchronized (running) {
                running.remove(key);
                complete.remove(key);
                if (whole && kept.test(begun.findings())) {
                    complete.put(key, begun);
                }
            }
            if (whole) {
                begun.end().complete(null);
            } else {
                begun.end().completeExceptionally(failure);
            }
        }
    }

    @SuppressWarnings("unchecked") // findings of one key are of one type
    private <F> Walk<F> last(String key, Walk<F> now) {
        synchronized (running) {
            return (Walk<F>) complete.getOrDefault(key, now);
        }
    }

    private boolean isEnded(Walk<?> walk, long asked) {
        long left = patience.toNanos() - (nanoTime.getAsLong() - asked);
        try {
            walk.end().get(Math.max(0, left), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException goesOn) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueueUnavailableException("interrupted while the queues were looked at", e);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "postchaise queue survey");
        thread.setDaemon(true);
        thread.setContextClassLoader(Snapshots.class.getClassLoader());
        return thread;
    }

    /** Stops all walks. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
