/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postchaise.engine.bounce.Notice;

/**
 * What one attempt came to.
 *
 * @param mail the new state
 * @param next when to try again; empty when every recipient is final
 * @param soon whether nothing was tried, for want of a turn or a connection: the next attempt need not be made by a queue run
 * @param log the lines for the log, one for each recipient that was tried
 * @param notices what senders and the postmaster are told; to be queued together with the new state, while the mail's content can
 *     be read
 */
record AttemptResult(QueuedMail mail, Optional<Instant> next, boolean soon, List<String> log, List<Notice> notices) {
    /**
     * @throws IllegalArgumentException when a mail with open recipients would not be tried again, or a finished one would
     */
    AttemptResult {
        log = List.copyOf(log);
        notices = List.copyOf(notices);
        if (mail.finished() == next.isPresent()) {
            throw new IllegalArgumentException(mail.id() + ": " + mail.open().size() + " open recipients, next attempt "
                    + next.map(Instant::toString).orElse("none"));
        }
    }
}
