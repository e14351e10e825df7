/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.time.Duration;

/**
 * A point in time by which something must have happened, on the monotonic clock.
 *
 * @param nanoTime of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {
    /** Longer than this is as good as this, and far from what the clock can count. */
    private static final Duration LONGEST = Duration.ofDays(365);

    /** That much from now, a year at most. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime()).plus(time);
    }

    /** That much later, a year at most. */
    public Deadline plus(Duration time) {
        return new Deadline(nanoTime + (time.compareTo(LONGEST) > 0 ? LONGEST : time).toNanos());
    }

    /** The earlier of the two. */
    public Deadline orEarlier(Deadline other) {
        return nanoTime - other.nanoTime <= 0 ? this : other;
    }

    /** Whether it has passed. */
    public boolean passed() {
        return remainingNanos() <= 0;
    }

    /** The time left in milliseconds, at least 1 and at most an hour, as a socket wants it. */
    int socketTimeout() {
        return (int) Math.max(1, Math.min(3_600_000, remainingNanos() / 1_000_000));
    }

    private long remainingNanos() {
        return nanoTime - System.nanoTime();
    }
}
