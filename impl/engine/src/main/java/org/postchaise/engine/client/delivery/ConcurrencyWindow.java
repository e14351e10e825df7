/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import org.postchaise.engine.config.Feedback;

/**
 * How many deliveries to one destination may run at once, by the feedback of those that ended (Postfix's SCHEDULER_README): it
 * grows at the end of a series of successes, shrinks at the beginning of a series of failures, and the destination is dead when
 * as many failed in a row as make up the limit of pseudo-cohorts. Pure arithmetic, not thread-safe.
 *
 * <p>A failure is one of connection or handshake; anything a server says about a mail is a success here.
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
     * @param initial the window of a destination that is not known yet ({@code initial_destination_concurrency}), at least 1
     * @param limit the largest window ({@code default_destination_concurrency_limit}); 0: none
     * @param positive by how much a success counts ({@code default_destination_concurrency_positive_feedback})
     * @param negative by how much a failure counts ({@code default_destination_concurrency_negative_feedback})
     * @param cohorts how many pseudo-cohorts must fail until the destination is dead ({@code
     *     default_destination_concurrency_failed_cohort_limit}); 0: it never is
     */
    record Rules(int initial, int limit, Feedback positive, Feedback negative, int cohorts) {
        /**
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

    /** How many deliveries may run at once: at least 1; 0 when the destination is dead. */
    int size() {
        return size;
    }

    boolean isDead() {
        return size == 0;
    }

    /**
     * A delivery did not fail. It brings a dead destination back.
     *
     * @param busy how many deliveries run now, this one included
     */
    void succeeded(int busy) {
        failedCohorts = 0;
        if (isDead()) {
            revive(busy);
            return;
        }
        // a window far beyond what is used would be too slow to shrink to it
        boolean mayGrow = (rules.limit() == 0 || size < rules.limit()) && size < busy + initial;
        if (mayGrow) {
            double feedback = rules.positive().at(size);
            success += feedback;
            // half a step of grace for what rounding lost
            while (success + feedback / 2 >= 1) {
                size++;
                success--;
                failure = 0;
            }
            size = rules.limit() == 0 ? size : Math.min(size, rules.limit());
        }
    }

    /** A delivery failed to connect, or lost the connection. */
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
        // the same grace the other way: the first failure after a start counts for more than the next
        while (failure - feedback / 2 < 0) {
            size--;
            failure++;
            success = 0;
        }
        size = Math.max(size, 1);
    }

    /**
     * The destination gets another chance: with as many deliveries as run now, or as at first.
     *
     * @param busy how many deliveries run now
     */
    void revive(int busy) {
        size = busy > 0 ? busy : initial;
        success = 0;
        failure = 0;
        failedCohorts = 0;
    }
}
