/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.retry;

import java.time.Duration;
import java.time.Instant;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Queue;

/**
 * The times at which deferred mail is tried again or given up, as in qmgr(8). A mail waits for the time of its age, but
 * at least {@code minimal_backoff_time} and at most {@code maximal_backoff_time}; at {@code maximal_queue_lifetime}
 * ({@code bounce_queue_lifetime} for the null sender) it expires. The schedule is pure arithmetic and reads no clock.
 *
 * @param minimalBackoff Postfix parameter {@code minimal_backoff_time}
 * @param maximalBackoff Postfix parameter {@code maximal_backoff_time}
 * @param queueLifetime Postfix parameter {@code maximal_queue_lifetime}
 * @param bounceLifetime Postfix parameter {@code bounce_queue_lifetime}
 */
public record RetrySchedule(
        Duration minimalBackoff, Duration maximalBackoff, Duration queueLifetime, Duration bounceLifetime) {
    private static final Duration SHORTEST_TURN = Duration.ofSeconds(1);
    private static final Duration LONGEST_TURN = Duration.ofMinutes(1);
    private static final int TURN_SHARE = 4;
    private static final Duration LOCAL_BACKOFF = Duration.ofSeconds(5);

    /**
     * Creates a schedule.
     *
     * @throws IllegalArgumentException when the minimal is longer than the maximal backoff time
     */
    public RetrySchedule {
        if (minimalBackoff.compareTo(maximalBackoff) > 0) {
            throw new IllegalArgumentException("minimal_backoff_time " + minimalBackoff.toSeconds()
                    + "s is longer than maximal_backoff_time " + maximalBackoff.toSeconds() + "s");
        }
    }

    /**
     * Creates the schedule of {@code settings}.
     *
     * @throws SettingsException for a bad value
     */
    public static RetrySchedule from(Settings settings) {
        return new RetrySchedule(
                settings.get(Queue.MINIMAL_BACKOFF_TIME),
                settings.get(Queue.MAXIMAL_BACKOFF_TIME),
                settings.get(Queue.MAXIMAL_QUEUE_LIFETIME),
                settings.get(Queue.BOUNCE_QUEUE_LIFETIME));
    }

    /**
     * Returns the next step after an attempt that left recipients deferred.
     *
     * @param sender the envelope sender; empty for the null sender
     * @param submitted the time at which the mail was queued
     * @param now the time at which the attempt ended
     */
    public Disposition afterDeferral(String sender, Instant submitted, Instant now) {
        Duration age = Duration.between(submitted, now);
        Duration lifetime = sender.isEmpty() ? bounceLifetime : queueLifetime;
        if (age.compareTo(lifetime) >= 0) {
            return new Disposition.Expired();
        }
        return new Disposition.RetryAt(now.plus(within(age, minimalBackoff, maximalBackoff)));
    }

    /**
     * Returns the next time at which a mail is examined whose destination was busy. The mail waits a quarter of its
     * age, so that mail in a long queue is examined less and less often: from one second to one minute, and never
     * longer than {@code minimal_backoff_time}.
     */
    public Instant whenBusy(Instant submitted, Instant now) {
        Duration most = minimalBackoff.compareTo(LONGEST_TURN) < 0 ? minimalBackoff : LONGEST_TURN;
        return now.plus(within(Duration.between(submitted, now).dividedBy(TURN_SHARE), SHORTEST_TURN, most));
    }

    /**
     * Returns the next time at which a mail is tried for which no connection was available on this side, such as none
     * from the pool. Nothing was sent, and the cause is local and often short, so the mail waits for the time of its
     * age, at least five seconds, and never longer than {@code minimal_backoff_time}.
     */
    public Instant whenUnreachable(Instant submitted, Instant now) {
        Duration least = minimalBackoff.compareTo(LOCAL_BACKOFF) < 0 ? minimalBackoff : LOCAL_BACKOFF;
        return now.plus(within(Duration.between(submitted, now), least, minimalBackoff));
    }

    private static Duration within(Duration wait, Duration least, Duration most) {
        if (wait.compareTo(most) > 0) {
            return most;
        }
        return wait.compareTo(least) < 0 ? least : wait;
    }
}
