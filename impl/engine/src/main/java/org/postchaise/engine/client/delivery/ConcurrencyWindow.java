/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import org.postchaise.engine.config.Feedback;

/**
 * The number of deliveries that may run to one destination at once, by the feedback of deliveries that ended (Postfix's
 * SCHEDULER_README). The window grows at the end of a series of successes and shrinks at the beginning of a series of failures;
 * the destination is dead when the number of consecutive failures reaches the limit of pseudo-cohorts. Pure arithmetic, not
 * thread-safe.
 *
 * <p>A failure is a failure of connection or handshake; any reply to a mail counts as a success here.
 */
final class ConcurrencyWindow {
    private final Rules rules;
    private final int initial;
    private int size;
    private double success;
    private double failure;
    private double failedCohorts;

    /**
     * The rules of a transport.
     *
     * @param initial the initial window of a destination ({@code initial_destination_concurrency}), at least 1
     * @param limit the largest window ({@code default_destination_concurrency_limit}); 0 for no limit
     * @param positive the feedback of a success ({@code default_destination_concurrency_positive_feedback})
     * @param negative the feedback of a failure ({@code default_destination_concurrency_negative_feedback})
     * @param cohorts the number of pseudo-cohorts whose failure makes the destination dead
     *     ({@code default_destination_concurrency_failed_cohort_limit}); 0 for never
     */
    record Rules(int initial, int limit, Feedback positive, Feedback negative, int cohorts) {
        /**
         * Creates the rules.
         *
         * @throws IllegalArgumentException for a number out of range
         */
        Rules {
            if (initial < 1 || limit < 0 || cohorts < 0) {
                throw new IllegalArgumentException("initial concurrency " + initial + ", limit " + limit + ", cohorts "
                        + cohorts + "; expected at least 1, 0 and 0");
            }
        }
    }

    ConcurrencyWindow(Rules rules) {
        this.rules = rules;
        this.initial = rules.limit() == 0 ? rules.initial() : Math.min(rules.initial(), rules.limit());
        this.size = initial;
    }

    /** Returns the window: at least 1; 0 when the destination is dead. */
    int size() {
        return size;
    }

    boolean isDead() {
        return size == 0;
    }

    /**
     * Records a delivery without failure, which revives a dead destination.
     *
     * @param busy the number of deliveries that run now, including this delivery
     */
    void succeeded(int busy) {
        failedCohorts = 0;
        if (isDead()) {
            revive(busy);
            return;
        }
        // a window far beyond the deliveries in use would take too long to shrink to them
        boolean mayGrow = (rules.limit() == 0 || size < rules.limit()) && size < busy + initial;
        if (mayGrow) {
            double feedback = rules.positive().at(size);
            success += feedback;
            // half a step of tolerance for rounding errors
            while (success + feedback / 2 >= 1) {
                size++;
                success--;
                failure = 0;
            }
            size = rules.limit() == 0 ? size : Math.min(size, rules.limit());
        }
    }

    /** Records a delivery that failed to connect, or lost the connection. */
    void failed() {
        if (isDead()) {
            return;
        }
        failedCohorts += 1.0 / size;
        if (rules.cohorts() > 0 && failedCohorts >= rules.cohorts()) {
            size = 0;
            return;
        }
        double feedback = rules.negative().at(size);
        failure -= feedback;
        // the same tolerance in the other direction: the first failure after a start counts for more than the next
        while (failure - feedback / 2 < 0) {
            size--;
            failure++;
            success = 0;
        }
        size = Math.max(size, 1);
    }

    /**
     * Revives the destination with a window of as many deliveries as run now, or with the initial window.
     *
     * @param busy the number of deliveries that run now
     */
    void revive(int busy) {
        size = busy > 0 ? busy : initial;
        success = 0;
        failure = 0;
        failedCohorts = 0;
    }
}
