/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postchaise.engine.bounce.Notice;

/**
 * The consequences of one delivery attempt.
 *
 * @param state the mail's new state
 * @param next the time of the next attempt; empty when every recipient is final
 * @param soon true if nothing was tried, for want of the destination's concurrency limit or of a connection
 * @param log the log lines, one for each recipient that was tried
 * @param notices the notices to senders and the postmaster; to be queued together with the new state, while the mail's
 *     content can be read
 */
public record NextStep(MailState state, Optional<Instant> next, boolean soon, List<String> log, List<Notice> notices) {
    /**
     * Creates a step.
     *
     * @throws IllegalArgumentException when a mail with open recipients has no next attempt, or a finished mail has one
     */
    public NextStep {
        log = List.copyOf(log);
        notices = List.copyOf(notices);
        if (state.finished() == next.isPresent()) {
            throw new IllegalArgumentException(state.open().size() + " open recipients, next attempt "
                    + next.map(Instant::toString).orElse("none"));
        }
    }
}
