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
 */
public record Turn(Duration patience, int workers) implements Serializable {
    /** For an application that delivers on its own thread: up to 30 s. */
    public static final Turn WAITING = new Turn(Duration.ofSeconds(30), 0);

    /**
     * @throws IllegalArgumentException when one of them is negative
     */
    public Turn {
        if (patience.isNegative() || workers < 0) {
            throw new IllegalArgumentException(
                    "patience is " + patience + " and workers are " + workers + "; expected neither below zero");
        }
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
