/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.outbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that each commit messages one after the other, for a short time. */
final class Commits implements AutoCloseable {
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(300);

    private final int threads;
    private final ExecutorService workers;

    /** Commit of one message. */
    interface Commit {
        /** Commits a message, which is durable on return. */
        void run() throws Exception;
    }

    /** Method of storing messages. */
    interface Way extends AutoCloseable {
        /** Returns the commit of one thread. */
        Commit forThread(int thread) throws Exception;

        /** Cleans up after a round; not measured. */
        default void tidy() throws Exception {}

        @Override
        default void close() throws IOException {}
    }

    Commits(int threads) {
        this.threads = threads;
        this.workers = Executors.newFixedThreadPool(threads);
    }

    /** Returns the commits per second. A round is short, so that other load on the machine affects all methods. */
    double rate(Way way) throws Exception {
        List<Commit> each = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            each.add(way.forThread(i));
        }
        long start = System.nanoTime();
        List<Future<Integer>> counts = new ArrayList<>();
        for (Commit one : each) {
            counts.add(workers.submit(() -> {
                int count = 0;
                while (System.nanoTime() - start < SHORT) {
                    one.run();
                    count++;
                }
                return count;
            }));
        }
        long sum = 0;
        try {
            for (Future<Integer> count : counts) {
                sum += count.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a commit failed: " + e.getCause(), e);
        }
        double rate = sum / ((System.nanoTime() - start) / 1e9);
        way.tidy();
        return rate;
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
