/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * Keeps some of a queue's workers for destinations that answer soon: windows alone would let many slow destinations, or those of
 * which nothing is known yet, take all of them. What is slow, or waits for its turn, may have half of the workers, a slow destination's first delivery
 * all but an eighth, and no destination more than that, unless it is the only one. Pure arithmetic, not thread-safe; times are
 * those of {@link System#nanoTime()}.
 */
final class WorkerShare {
    /** A delivery that takes longer is slow. */
    private static final long SLOW = Duration.ofSeconds(1).toNanos();

    /** A destination that was the only one for so long is the only one. */
    private static final long ALONE = Duration.ofSeconds(10).toNanos();

    private static final int RESERVE = 8;

    private int slow;
    private Optional<Object> last = Optional.empty();
    private Optional<Long> another = Optional.empty();

    /** How fast a destination's deliveries are: slow until one has ended soon, and when none has ended for a while. */
    static final class Speed {
        private boolean quick;
        private long since;

        void began(int busyBefore, long now) {
            since = busyBefore == 0 ? now : since;
        }

        void ended(long began, long now) {
            quick = now - began <= SLOW;
            since = now;
        }

        private boolean isSlow(int busy, long now) {
            return !quick || (busy > 0 && now - since > SLOW);
        }
    }

    /** A delivery to {@code destination} wants to begin. */
    void asked(Object destination, long now) {
        if (last.isPresent() && !last.get().equals(destination)) {
            another = Optional.of(now);
        }
        last = Optional.of(destination);
    }

    /**
     * Whether a destination may have one more of {@code workers}.
     *
     * @param busy how many it has
     */
    boolean admits(Speed speed, int busy, int workers, long now) {
        if (workers == 0 || isAlone(now)) {
            return true;
        }
        int most = Math.max(1, workers - Math.max(1, workers / RESERVE));
        if (!speed.isSlow(busy, now)) {
            return busy < most;
        }
        return slow < (busy == 0 ? most : workers / 2);
    }

    private boolean isAlone(long now) {
        return another.filter(then -> now - then < ALONE).isEmpty();
    }

    /** Whether one of {@code workers} may wait for a turn, which keeps it as a slow delivery does; it is {@link #hold held} then. */
    boolean letsWait(int workers, long now) {
        return workers == 0 || isAlone(now) || slow < workers / 2;
    }

    /** One of {@code workers} begins to wait. */
    void hold(int workers) {
        slow += workers > 0 ? 1 : 0;
    }

    /** It has ended. */
    void release(int workers) {
        slow -= workers > 0 ? 1 : 0;
    }

    /** A delivery begins; whether it is one of the slow ones, which must be {@link #leave left}. */
    boolean enter(Speed speed, int busy, int workers, long now) {
        boolean counts = workers > 0 && speed.isSlow(busy, now);
        slow += counts ? 1 : 0;
        return counts;
    }

    /** A slow delivery has ended. */
    void leave() {
        slow--;
    }
}
