/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * The reservation of a queue's workers for destinations that answer quickly: concurrency windows alone would let many slow or unknown destinations
 * take all workers. Slow deliveries, and deliveries that wait for their turn, may use half of the workers, a slow destination's first delivery all but
 * an eighth, and no destination more than that, unless it is the only one. Pure arithmetic, not thread-safe; times are those of
 * {@link System#nanoTime()}.
 */
final class WorkerShare {
    /** The duration from which on a delivery is slow. */
    private static final long SLOW = Duration.ofSeconds(1).toNanos();

    /** The time without requests for other destinations after which a destination is the only one. */
    private static final long ALONE = Duration.ofSeconds(10).toNanos();

    private static final int RESERVE = 8;

    private int slow;
    private Optional<Object> last = Optional.empty();
    private Optional<Long> another = Optional.empty();

    /** The speed of a destination's deliveries: slow until a delivery has ended quickly, and when none has ended for a while. */
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

    /** Notes that a delivery to {@code destination} is about to begin. */
    void asked(Object destination, long now) {
        if (last.isPresent() && !last.get().equals(destination)) {
            another = Optional.of(now);
        }
        last = Optional.of(destination);
    }

    /**
     * Returns true if a destination may use one more of {@code workers}.
     *
     * @param busy the number of workers that the destination uses
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

    /** Returns true if one of {@code workers} may wait for a turn; a waiting worker counts as slow, and is {@linkplain #hold held} meanwhile. */
    boolean letsWait(int workers, long now) {
        return workers == 0 || isAlone(now) || slow < workers / 2;
    }

    /** Notes that one of {@code workers} begins to wait. */
    void hold(int workers) {
        slow += workers > 0 ? 1 : 0;
    }

    /** Notes that one of {@code workers} has ended its wait. */
    void release(int workers) {
        slow -= workers > 0 ? 1 : 0;
    }

    /**
     * Notes the beginning of a delivery.
     *
     * @return true if the delivery counts as slow and must {@link #leave}
     */
    boolean enter(Speed speed, int busy, int workers, long now) {
        boolean counts = workers > 0 && speed.isSlow(busy, now);
        slow += counts ? 1 : 0;
        return counts;
    }

    /** Notes the end of a slow delivery. */
    void leave() {
        slow--;
    }
}
