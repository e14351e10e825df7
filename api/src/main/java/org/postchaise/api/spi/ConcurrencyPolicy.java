/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api.spi;

import java.time.Duration;
import org.postchaise.api.RecipientOutcome;

/**
 * The policy of a caller at a busy destination, at which the concurrency or rate limit is reached ({@code
 * smtp_destination_concurrency_limit}, {@code default_destination_rate_delay}). A recipient whose wait ends without a delivery is {@linkplain
 * RecipientOutcome.NotTried not tried}.
 *
 * @param patience the maximum wait, summed over all destinations of the delivery; zero means no wait
 * @param workers the maximum number of concurrent deliveries of the caller, for all of its mail; slow destinations together never occupy
 *     all workers. 0 means as many workers as mails, so no destination takes workers from another
 * @param share the caller's share of each destination's limit
 */
public record ConcurrencyPolicy(Duration patience, int workers, NodeShare share) {
    /** The policy of an application that delivers on its own thread: a wait of up to 30 s. */
    public static final ConcurrencyPolicy APPLICATION = new ConcurrencyPolicy(Duration.ofSeconds(30), 0);

    /**
     * Creates a policy.
     *
     * @throws IllegalArgumentException when time or workers are negative
     */
    public ConcurrencyPolicy {
        if (patience.isNegative() || workers < 0) {
            throw new IllegalArgumentException(
                    "patience is " + patience + " and workers are " + workers + "; expected neither below zero");
        }
    }

    /** Creates the policy of an only node. */
    public ConcurrencyPolicy(Duration patience, int workers) {
        this(patience, workers, NodeShare.ALL);
    }

    /**
     * Returns the policy of a queue, in which a mail that does not wait for long makes room for another mail: a wait of up to 1 s, by at
     * most half of the workers.
     */
    public static ConcurrencyPolicy ofQueue(int workers) {
        return new ConcurrencyPolicy(Duration.ofSeconds(1), workers);
    }

    /** Returns this policy with the given maximum wait. */
    public ConcurrencyPolicy withPatience(Duration other) {
        return new ConcurrencyPolicy(other, workers, share);
    }

    /** Returns this policy with the given share. */
    public ConcurrencyPolicy withShare(NodeShare other) {
        return new ConcurrencyPolicy(patience, workers, other);
    }
}
