/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.time.Duration;

/**
 * A point in time by which an operation must have ended, on the monotonic clock.
 *
 * @param nanoTime the deadline as a value of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {
    /** The longest time limit, to which longer ones are cut; far below the range of the monotonic clock. */
    private static final Duration LONGEST = Duration.ofDays(365);

    /** Returns the deadline that is {@code time} from now, a year at most. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime()).plus(time);
    }

    /** Returns the deadline that is {@code time} after this deadline, a year at most. */
    public Deadline plus(Duration time) {
        return new Deadline(nanoTime + (time.compareTo(LONGEST) > 0 ? LONGEST : time).toNanos());
    }

    /** Returns the earlier of this deadline and {@code other}. */
    public Deadline orEarlier(Deadline other) {
        return nanoTime - other.nanoTime <= 0 ? this : other;
    }

    /** Returns true if the deadline has passed. */
    public boolean passed() {
        return remainingNanos() <= 0;
    }

    /** Returns the time left in milliseconds, at least 1 and at most an hour, for use as a socket time-out. */
    public int socketTimeout() {
        return (int) Math.max(1, Math.min(3_600_000, remainingNanos() / 1_000_000));
    }

    private long remainingNanos() {
        return nanoTime - System.nanoTime();
    }
}
