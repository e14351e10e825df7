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
        Duration wait = age;
        if (wait.compareTo(maximalBackoff) > 0) {
            wait = maximalBackoff;
        }
        if (wait.compareTo(minimalBackoff) < 0) {
            wait = minimalBackoff;
        }
        return new Disposition.RetryAt(now.plus(wait));
    }
}
