/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.retry;

import java.time.Duration;
import java.time.Instant;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Queue;

/**
 * When a deferred mail is tried again, and when it is given up: qmgr(8). A mail waits as long as it is old, but at least
 * {@code minimal_backoff_time} and at most {@code maximal_backoff_time}; at {@code maximal_queue_lifetime} ({@code
 * bounce_queue_lifetime} for the null sender) it expires. Pure arithmetic.
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
     * @throws IllegalArgumentException when the minimal is longer than the maximal backoff time
     */
    public RetrySchedule {
        if (minimalBackoff.compareTo(maximalBackoff) > 0) {
            throw new IllegalArgumentException("minimal_backoff_time " + minimalBackoff.toSeconds()
                    + "s is longer than maximal_backoff_time " + maximalBackoff.toSeconds() + "s");
        }
    }

    /**
     * The schedule that {@code settings} mean.
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
     * What follows after an attempt that left recipients deferred.
     *
     * @param sender the envelope sender; empty for the null sender
     * @param submitted when the mail was queued
     * @param now when the attempt ended
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
     * When a mail is looked at again whose destination was busy: soon, but with a long queue before it less and less often. It waits a
     * quarter of its age, from one second to one minute, and never longer than {@code minimal_backoff_time}.
     */
    public Instant whenBusy(Instant submitted, Instant now) {
        Duration most = minimalBackoff.compareTo(LONGEST_TURN) < 0 ? minimalBackoff : LONGEST_TURN;
        return now.plus(within(Duration.between(submitted, now).dividedBy(TURN_SHARE), SHORTEST_TURN, most));
    }

    /**
     * When a mail is tried again for which no connection was to be had here: nothing was sent, and the cause is near and often short. It
     * waits as long as it is old, at least five seconds, and never longer than {@code minimal_backoff_time}.
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
