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

/** Threads that commit messages for a short while, one after the other each. */
final class Commits implements AutoCloseable {
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(300);

    private final int threads;
    private final ExecutorService workers;

    /** One message. */
    interface Commit {
        /** It is durable on return. */
        void run() throws Exception;
    }

    /** A way to keep messages. */
    interface Way extends AutoCloseable {
        /** For one thread of the many. */
        Commit forThread(int thread) throws Exception;

        /** After a round, which is not measured. */
        default void tidy() throws Exception {}

        @Override
        default void close() throws IOException {}
    }

    Commits(int threads) {
        this.threads = threads;
        this.workers = Executors.newFixedThreadPool(threads);
    }

    /** How many in a second. A round is short, so that whatever else the machine does falls on all ways. */
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
