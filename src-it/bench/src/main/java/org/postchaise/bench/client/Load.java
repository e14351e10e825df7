/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import java.util.concurrent.atomic.AtomicLong;

/** Mail client under load. */
interface Load {

    /** Opens the connections and sends a message over each, so that {@link #run} finds all of them open. */
    void open(int port, int size, int connections) throws Exception;

    /** Sends messages over all connections while {@code budget} allows; returns their number. */
    long run(Budget budget) throws Exception;

    /** Closes the connections. */
    void end() throws Exception;

    /** Limit of a run: a number of messages, or a time. Shared by all connections. */
    final class Budget {
        private final AtomicLong left;
        private final long end;

        private Budget(long messages, long end) {
            this.left = new AtomicLong(messages);
            this.end = end;
        }

        static Budget messages(long count) {
            return new Budget(count, System.nanoTime() + 600_000_000_000L);
        }

        static Budget millis(long millis) {
            return new Budget(Long.MAX_VALUE, System.nanoTime() + millis * 1_000_000);
        }

        boolean allows() {
            return left.getAndDecrement() > 0 && end - System.nanoTime() > 0;
        }
    }
}
