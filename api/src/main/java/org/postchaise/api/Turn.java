/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.time.Duration;

/**
 * The rules by which a delivery waits for a busy destination, at which the concurrency or rate limit is reached ({@code
 * smtp_destination_concurrency_limit}, {@code default_destination_rate_delay}). A recipient whose wait ends without a delivery is {@linkplain
 * RecipientOutcome.NotTried not tried}.
 *
 * @param patience the maximum wait, summed over all destinations of the delivery; zero means no wait
 * @param workers the maximum number of concurrent deliveries of the caller, for all of its mail; slow destinations together never occupy
 *     all workers. 0 means as many workers as mails, so no destination takes workers from another
 * @param share the caller's share of each destination's limit
 */
public record Turn(Duration patience, int workers, Share share) implements Serializable {
    /** The rules for an application that delivers on its own thread: a wait of up to 30 s. */
    public static final Turn WAITING = new Turn(Duration.ofSeconds(30), 0);

    /**
     * The share of one of several nodes that work on one queue in a limit that applies to all nodes together: the limit divided by the
     * number of nodes, with the remainder assigned to the first nodes. So the shares add up to the limit, and with a limit below the number
     * of nodes some nodes have no share and leave such mail to others.
     *
     * @param rank the number of this node, from 0
     * @param nodes the number of nodes
     */
    public record Share(int rank, int nodes) implements Serializable {
        /** The share of an only node: the whole limit. */
        public static final Share ALL = new Share(0, 1);

        /**
         * Creates a share.
         *
         * @throws IllegalArgumentException when {@code rank} is not from 0 to {@code nodes} - 1
         */
        public Share {
            if (rank < 0 || rank >= nodes) {
                throw new IllegalArgumentException(
                        "rank is " + rank + " of " + nodes + " nodes; expected from 0 to less than their number");
            }
        }

        /** Returns this node's part of {@code limit}. */
        public int of(int limit) {
            return limit / nodes + (rank < limit % nodes ? 1 : 0);
        }
    }

    /**
     * Creates the rules.
     *
     * @throws IllegalArgumentException when time or workers are negative
     */
    public Turn {
        if (patience.isNegative() || workers < 0) {
            throw new IllegalArgumentException(
                    "patience is " + patience + " and workers are " + workers + "; expected neither below zero");
        }
    }

    /** Creates the rules of an only node. */
    public Turn(Duration patience, int workers) {
        this(patience, workers, Share.ALL);
    }

    /** Returns these rules with the given share. */
    public Turn withShare(Share other) {
        return new Turn(patience, workers, other);
    }

    /**
     * Returns the rules for a queue, in which a mail that does not wait for long makes room for another mail: a wait of up to 1 s, by at
     * most half of the workers.
     */
    public static Turn ofQueue(int workers) {
        return new Turn(Duration.ofSeconds(1), workers);
    }
}
