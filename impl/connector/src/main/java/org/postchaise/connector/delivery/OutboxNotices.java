/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.connector.outbox.Branch;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.outbox.OutboxMail;
import org.postchaise.connector.outbox.Posting;
import org.postchaise.engine.bounce.Bounces;
import org.postchaise.engine.bounce.Notice;
import org.postchaise.engine.bounce.RecipientReport;
import org.postchaise.engine.bounce.ReportedMail;
import org.postchaise.engine.log.LineLog;

/**
 * The status notifications to the senders of an outbox's mail; a notification is stored in the same outbox as a new mail. The
 * fact that a delay was notified is known until a restart.
 */
final class OutboxNotices {
    private static final System.Logger LOG = LineLog.of("org.postchaise.outbox");

    private final OpenOutbox open;
    private final Outbox outbox;
    private final Bounces bounces;

    /** The times at which the senders of mails were notified of a delay. */
    private final Map<Long, Instant> delays = new ConcurrentHashMap<>();

    OutboxNotices(OpenOutbox open, Outbox outbox, Bounces bounces) {
        this.open = open;
        this.outbox = outbox;
        this.bounces = bounces;
    }

    /**
     * Sends the notifications on an attempt's outcomes; on return they are durable.
     *
     * @param last the final outcomes; an outcome that is neither delivered nor rejected has expired
     * @param left the other outcomes
     * @throws IOException when the notifications were not stored: none is sent
     */
    void tell(OutboxMail mail, List<RecipientOutcome> last, List<RecipientOutcome> left, Instant now)
            throws IOException {
        List<RecipientReport> reports = new ArrayList<>();
        last.forEach(outcome -> reports.add(lastReport(outcome)));
        boolean delayed = isLate(mail, now) && !left.isEmpty() && !delays.containsKey(mail.id());
        if (delayed) {
            left.forEach(outcome -> reports.add(RecipientReport.of(outcome)));
        }
        if (!reports.isEmpty()) {
            keep(mail, notices(mail, reports, now));
        }
        if (delayed) {
            delays.put(mail.id(), now);
        }
    }

    /** Removes the state of {@code mail}, which is finished. */
    void ended(OutboxMail mail) {
        delays.remove(mail.id());
    }

    private static RecipientReport lastReport(RecipientOutcome outcome) {
        RecipientReport report = RecipientReport.of(outcome);
        return report.action() == RecipientReport.Action.DELAYED ? report.expired() : report;
    }

    private boolean isLate(OutboxMail mail, Instant now) {
        Optional<Duration> warning = bounces.delayWarningTime();
        return warning.isPresent() && !mail.submitted().plus(warning.get()).isAfter(now);
    }

    private List<Notice> notices(OutboxMail mail, List<RecipientReport> reports, Instant now) {
        ReportedMail reported = new ReportedMail(
                mail.posting().envelope(), mail.content(), open.mailId(mail.id()), mail.submitted(), reports);
        Instant told = delays.get(mail.id());
        return bounces.notices(told == null ? reported : reported.withDelayNotice(told), now);
    }

    private void keep(OutboxMail mail, List<Notice> notices) throws IOException {
        if (notices.isEmpty()) {
            return;
        }
        Branch branch = outbox.begin();
        boolean kept = false;
        try {
            for (Notice notice : notices) {
                long id = branch.stage(new Posting(notice.envelope(), Map.of()), notice.message());
                LOG.log(
                        System.Logger.Level.INFO,
                        open.mailId(mail.id()) + ": " + notice.description() + ": " + open.mailId(id));
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
