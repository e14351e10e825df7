/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The times that a mail has from its submission.
 *
 * @param submitted the time of submission
 * @param holdUntil the time before which the mail is not to be tried, if there is one
 * @param deliverBy the time at which the mail expires, if it has one of its own
 */
public record QueueTimes(Instant submitted, Optional<Instant> holdUntil, Optional<Instant> deliverBy) {
    private static final long DAY = 86_400;
    private static final long HOUR = 3600;
    private static final long MINUTE = 60;

    /** Returns the times of a mail that is due when submitted and expires as the schedule says. */
    public static QueueTimes of(Instant submitted) {
        return new QueueTimes(submitted, Optional.empty(), Optional.empty());
    }

    /** Returns the time from which on the mail is to be delivered; the mail's age in the retry schedule counts from then. */
    public Instant dueSince() {
        return holdUntil.filter(submitted::isBefore).orElse(submitted);
    }

    /** Returns the hold time; empty where that time is over, or none was asked for. */
    public Optional<Instant> heldUntil(Instant now) {
        return holdUntil.filter(now::isBefore);
    }

    /** Returns true if the deliver-by time has passed. */
    public boolean isTooLate(Instant now) {
        return deliverBy.filter(time -> !now.isBefore(time)).isPresent();
    }

    /** Returns the earlier of {@code next} and the deliver-by time. */
    Instant noLaterThanItsTime(Instant next) {
        return deliverBy.filter(next::isAfter).orElse(next);
    }

    /** Returns the time in the queue for people, in the largest fitting unit of main.cf. */
    String age(Instant now) {
        long seconds = Duration.between(dueSince(), now).toSeconds();
        if (seconds >= 2 * DAY) {
            return seconds / DAY + "d";
        }
        if (seconds >= 2 * HOUR) {
            return seconds / HOUR + "h";
        }
        return seconds >= 2 * MINUTE ? seconds / MINUTE + "m" : seconds + "s";
    }
}
