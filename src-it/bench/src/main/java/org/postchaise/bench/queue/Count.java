/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.time.Duration;

/** Number of mails at some place. */
@FunctionalInterface
interface Count {
    Duration LIMIT = Duration.ofSeconds(60);
    long LOOK_MILLIS = 200;
    long LOOK_SOON_MILLIS = 2;

    long now() throws IOException;

    /**
     * Waits until the number is {@code expected}: a broker counts paged messages a little later.
     *
     * @param what the name of the counted mails, for the error text
     * @throws IOException when the number is different after a minute
     */
    default void await(long expected, String what) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        for (long count = now(); count != expected; count = now()) {
            if (System.nanoTime() > end) {
                throw new IOException(what + ": " + count + "; expected " + expected);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /**
     * Waits until the number is at least {@code total}.
     *
     * @return a reading of {@link System#nanoTime()} right after
     * @throws IOException when the number does not grow for a minute
     */
    default long reach(long total, String what) throws IOException, InterruptedException {
        long had = now();
        long last = System.nanoTime();
        while (had < total) {
            Thread.sleep(LOOK_SOON_MILLIS);
            long has = now();
            if (has > had) {
                had = has;
                last = System.nanoTime();
            } else if (System.nanoTime() - last > LIMIT.toNanos()) {
                throw new IOException(
                        what + ": " + had + " of " + total + ", and no more for " + LIMIT.toSeconds() + " s");
            }
        }
        return System.nanoTime();
    }
}
