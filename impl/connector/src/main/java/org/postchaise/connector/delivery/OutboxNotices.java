/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.postchaise.connector.outbox.Branch;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.outbox.OutboxSubmission;
import org.postchaise.engine.bounce.Notice;
import org.postchaise.engine.log.LineLog;

/** The status notifications to the senders of an outbox's mail; a notification is stored in the same outbox as a new mail. */
final class OutboxNotices {
    private static final System.Logger LOG = LineLog.of("org.postchaise.outbox");

    private final OutboxService open;
    private final Outbox outbox;

    OutboxNotices(OutboxService open, Outbox outbox) {
        this.open = open;
        this.outbox = outbox;
    }

    /**
     * Stores the notifications on a mail; on return they are durable.
     *
     * @param id the id of the mail in the log
     * @throws IOException when the notifications were not stored: none is sent
     */
    void store(String id, List<Notice> notices) throws IOException {
        if (notices.isEmpty()) {
            return;
        }
        Branch branch = outbox.begin();
        boolean kept = false;
        try {
            for (Notice notice : notices) {
                long number = branch.stage(new OutboxSubmission(notice.envelope(), Map.of()), notice.message());
                LOG.log(System.Logger.Level.INFO, id + ": " + notice.description() + ": " + open.mailId(number));
            }
            branch.commit();
            kept = true;
        } finally {
            if (!kept && branch.phase() == Branch.Phase.OPEN) {
                branch.rollback();
            }
        }
    }
}
