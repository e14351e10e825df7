/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postchaise.engine.bounce.Notice;
import org.postchaise.engine.queue.NextStep;

/**
 * Result of one delivery attempt.
 *
 * @param mail the mail's new state
 * @param step what follows for the mail
 */
record AttemptResult(QueuedMail mail, NextStep step) {
    /** Creates the result for {@code mail}, whose state becomes that of {@code step}. */
    AttemptResult {
        mail = mail.with(step.state());
    }

    /** Returns the time of the next attempt; empty when every recipient is final. */
    Optional<Instant> next() {
        return step.next();
    }

    /** Returns true if nothing was tried, for want of the destination's concurrency limit or of a connection: the next attempt need not be made by a queue run. */
    boolean soon() {
        return step.soon();
    }

    /** Returns the log lines, one for each recipient that was tried. */
    List<String> log() {
        return step.log();
    }

    /** Returns the notices to senders and the postmaster; to be queued together with the new state, while the mail's content can be read. */
    List<Notice> notices() {
        return step.notices();
    }
}
