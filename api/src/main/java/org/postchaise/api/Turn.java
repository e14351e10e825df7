/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a delivery takes its turn where as many run already as are good for the destination ({@code
 * smtp_destination_concurrency_limit}, {@code default_destination_rate_delay}). A recipient whose turn does not come is
 * deferred with 4.3.2 at {@link Stage#QUEUE}: no server was asked.
 *
 * @param patience how long it waits at most, at all of its destinations together; zero: not at all
 * @param workers how many deliveries its caller runs at once at most, for all of its mail; then slow destinations together never
 *     get all of them. 0: as many as there are mails, so no destination takes another's
 * @param share what its caller may have of each destination's limit
 */
public record Turn(Duration patience, int workers, Share share) implements Serializable {
    /** For an application that delivers on its own thread: up to 30 s. */
    public static final Turn WAITING = new Turn(Duration.ofSeconds(30), 0);

    /**
     * What one of several nodes that work on one queue may have of a limit that holds for all of them together: the limit divided by the
     * nodes, and what is left over goes to the first ones. So shares add up to the limit, and a limit below the number of nodes leaves
     * some without: they leave such mail to others.
     *
     * @param rank of this node, from 0
     * @param nodes how many there are
     */
    public record Share(int rank, int nodes) implements Serializable {
        /** Of a node that is the only one: all. */
        public static final Share ALL = new Share(0, 1);

        /**
         * @throws IllegalArgumentException when {@code rank} is not from 0 to {@code nodes} - 1
         */
        public Share {
            if (rank < 0 || rank >= nodes) {
                throw new IllegalArgumentException(
                        "rank is " + rank + " of " + nodes + " nodes; expected from 0 to less than their number");
            }
        }

        /** This node's part of {@code limit}. */
        public int of(int limit) {
            return limit / nodes + (rank < limit % nodes ? 1 : 0);
        }
    }

    /**
     * @throws IllegalArgumentException when time or workers are negative
     */
    public Turn {
        if (patience.isNegative() || workers < 0) {
            throw new IllegalArgumentException(
                    "patience is " + patience + " and workers are " + workers + "; expected neither below zero");
        }
    }

    /** A turn of the only node. */
    public Turn(Duration patience, int workers) {
        this(patience, workers, Share.ALL);
    }

    /** This turn of one of several nodes. */
    public Turn withShare(Share other) {
        return new Turn(patience, workers, other);
    }

    /** For a queue, where a mail that does not wait for long makes room for another one: up to 1 s, and not with more than half of the workers. */
    public static Turn ofQueue(int workers) {
        return new Turn(Duration.ofSeconds(1), workers);
    }

    /** Whether {@code outcome} is that of a recipient whose turn did not come: nothing was tried. */
    public static boolean missed(RecipientOutcome outcome) {
        return outcome instanceof RecipientOutcome.Undelivered undelivered
                && undelivered.failure().stage() == Stage.QUEUE;
    }
}
