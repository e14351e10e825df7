/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.time.Duration;
import java.util.Optional;

/**
 * The options of one delivery, beside the envelope.
 *
 * @param timeLimit the time limit on the whole delivery. Recipients without an outcome when the limit expires are deferred, or in doubt
 *     after the final dot. Empty: only the limits of the single phases apply ({@code smtp_*_timeout})
 */
public record DeliveryOptions(Optional<Duration> timeLimit) {
    /** The default options: no time limit on the whole delivery. */
    public static final DeliveryOptions NONE = new DeliveryOptions(Optional.empty());

    /**
     * Creates options.
     *
     * @throws IllegalArgumentException when the time limit is not positive
     */
    public DeliveryOptions {
        if (timeLimit.filter(limit -> limit.isNegative() || limit.isZero()).isPresent()) {
            throw new IllegalArgumentException("time limit is " + timeLimit.get() + "; expected more than zero");
        }
    }

    /** Returns these options with a time limit on the whole delivery. */
    public DeliveryOptions withTimeLimit(Duration limit) {
        return new DeliveryOptions(Optional.of(limit));
    }
}
