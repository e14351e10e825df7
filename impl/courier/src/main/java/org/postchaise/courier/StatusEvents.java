/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postchaise.api.IncomingComplaint;
import org.postchaise.api.IncomingNotice;
import org.postchaise.api.IncomingNotice.Action;
import org.postchaise.api.IncomingNotice.Report;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.Suppressions;
import org.postchaise.engine.log.LineLog;

/**
 * Events for observers and {@link Suppressions} about the progress of mail, fired after the transaction has committed: an observer's exception, or its change
 * to the transaction, must not lose or repeat a mail.
 */
@ApplicationScoped
public class StatusEvents {
    private static final Logger LOG = LineLog.of("org.postchaise.courier");
    private static final Set<Action> BAD = Set.of(Action.FAILED, Action.DELAYED, Action.UNKNOWN);

    @Inject
    private Event<MailStatus> events;

    @Inject
    private Event<IncomingNotice> notices;

    @Inject
    private Event<IncomingComplaint> complaints;

    @Inject
    private Instance<Suppressions> suppressions;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transactions;

    @Inject
    private DestinationCounters counters;

    /** No-op. Makes CDI create the bean and look its resources up on an application thread. */
    void ready() {}

    /** Fires {@code status} when the current transaction commits; at once where there is none. */
    void fire(MailStatus status) {
        afterCommit(() -> fireNow(status, List.of()));
    }

    /** Logs a submission and fires its status when the current transaction commits; at once where there is none. */
    void submitted(QueuedMail mail, Instant next) {
        MailStatus status = mail.status(Optional.of(next));
        afterCommit(() -> {
            MailLog.submitted(mail);
            fireNow(status, List.of());
        });
    }

    /**
     * Counts an attempt on {@code before} and fires its status when the current transaction commits; at once where there is none. {@link Suppressions} are told
     * the recipients refused in this attempt.
     */
    void attempted(QueuedMail before, AttemptResult result, Instant began) {
        MailStatus status = result.mail().status(result.next());
        List<RecipientStatus> refused = result.mail().refusedSince(before);
        afterCommit(() -> {
            counters.attempted(before, result.mail(), began);
            fireNow(status, refused);
        });
    }

    /**
     * Fires another system's notice of a failure or delay when the current transaction commits; at once where there is none. {@link Suppressions} are told the
     * proven permanent failures.
     */
    void received(IncomingNotice notice) {
        List<Report> bad = notice.recipients().stream()
                .filter(one -> BAD.contains(one.action()))
                .toList();
        if (bad.isEmpty()) {
            return;
        }
        List<Report> proven = bad.stream()
                .filter(one -> one.proven() && one.isPermanentFailure())
                .toList();
        afterCommit(() -> {
            bad.forEach(one -> MailLog.returned(notice, one));
            tell("an observer of IncomingNotice", () -> notices.fire(notice));
            if (suppressions.isResolvable()) {
                proven.forEach(one -> tell(
                        "the application's Suppressions",
                        () -> suppressions.get().returned(notice, one, one.failureKind())));
            }
        });
    }

    /** Fires a complaint when the current transaction commits; at once where there is none. */
    void complained(IncomingComplaint complaint) {
        afterCommit(() -> {
            MailLog.complained(complaint);
            tell("an observer of IncomingComplaint", () -> complaints.fire(complaint));
        });
    }

    private static void tell(String whom, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, whom + " failed", e);
        }
    }

    private void afterCommit(Runnable step) {
        if (transactions.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
            step.run();
            return;
        }
        transactions.registerInterposedSynchronization((AfterCompletion) outcome -> {
            if (outcome == Status.STATUS_COMMITTED) {
                step.run();
            }
        });
    }

    private void fireNow(MailStatus status, List<RecipientStatus> refused) {
        tell(status.mailId() + ": an observer of MailStatus", () -> events.fire(status));
        if (suppressions.isResolvable()) {
            refused.forEach(recipient -> tell(
                    status.mailId() + ": the application's Suppressions",
                    () -> suppressions.get().refused(status, recipient, recipient.failureKind())));
        }
    }
}
