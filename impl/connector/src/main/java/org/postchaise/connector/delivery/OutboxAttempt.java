/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import jakarta.resource.ResourceException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.outbox.OutboxMail;
import org.postchaise.engine.bounce.Bounces;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.log.DeliveryLog;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.queue.Attempted;
import org.postchaise.engine.queue.MailState;
import org.postchaise.engine.queue.NextStep;
import org.postchaise.engine.queue.QueueRules;
import org.postchaise.engine.queue.QueueTimes;
import org.postchaise.engine.queue.QueuedMessage;
import org.postchaise.engine.retry.RetrySchedule;

/**
 * The delivery attempts of an outbox's mail. An attempt settles the delivered and the failed recipients, and returns the mail
 * to the outbox for the other recipients until they expire, as the {@link QueueRules} say. Safe for use by many threads,
 * each with its own mail.
 */
final class OutboxAttempt {
    private static final System.Logger LOG = LineLog.of("org.postchaise.outbox");
    private static final EnhancedStatus LOCAL_STATUS = EnhancedStatus.of("4.3.0");

    private final OutboxService open;
    private final Deliverer deliverer;
    private final OutboxNotices notices;
    private final RetrySchedule schedule;
    private final QueueRules rules;
    private final Clock clock;

    /**
     * Creates the attempts of one outbox.
     *
     * @throws IllegalArgumentException for a malformed value in {@code settings}
     */
    OutboxAttempt(OutboxService open, Outbox outbox, Deliverer deliverer, Settings settings) {
        this.open = open;
        this.notices = new OutboxNotices(open, outbox);
        this.deliverer = deliverer;
        this.schedule = RetrySchedule.from(settings);
        this.rules = new QueueRules(schedule, DeliveryLog.from(settings), Bounces.of(settings));
        this.clock = open.clock();
    }

    /** Delivers {@code mail} and releases it. Throws nothing: after any failure the mail is returned to the outbox. */
    void run(OutboxMail mail) {
        try {
            attempt(mail);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    name(mail) + ": what became of it is not in the outbox: " + e.getMessage());
            giveBack(mail);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, name(mail) + " failed unexpectedly; tried again", e);
            giveBack(mail);
        }
    }

    private void giveBack(OutboxMail mail) {
        try {
            mail.retryAt(clock.instant().plus(schedule.minimalBackoff()));
        } catch (IOException | IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, name(mail) + " is given back without a note in the journal", e);
        }
    }

    private void attempt(OutboxMail mail) throws IOException {
        Instant began = clock.instant();
        QueuedMessage message = message(mail);
        Optional<NextStep> early = rules.withoutAttempt(message, began);
        if (early.isPresent()) {
            // all recipients were settled before a crash that prevented only the end record
            conclude(mail, message.state(), List.of(), early.get());
            return;
        }
        List<Recipient> due = message.state().due(began);
        Envelope envelope = mail.submission().envelope().withRecipients(due);
        NextStep step;
        try {
            DeliveryReport report =
                    deliverer.deliver(mail.submission(), envelope, mail.content(), outcome -> note(mail, outcome));
            step = rules.afterDelivery(message, new Attempted(began, due, List.of()), report, clock.instant());
        } catch (ResourceException e) {
            step = rules.withoutConnection(message, String.valueOf(e.getMessage()), began, clock.instant());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, name(mail) + " failed unexpectedly", e);
            step = failed(mail, due, began, "unexpected failure: " + e);
        }
        conclude(mail, message.state(), due, step);
    }

    /** Notes a recipient as delivered when the reply arrives, while the rest of the delivery goes on. */
    private void note(OutboxMail mail, RecipientOutcome outcome) {
        if (outcome.kind() != RecipientOutcome.Kind.DELIVERED) {
            return;
        }
        try {
            mail.note(List.of(MailState.statusOf(outcome)));
        } catch (IOException e) {
            // all outcomes are written again at the end of the delivery, where a failure is reported
            LOG.log(System.Logger.Level.DEBUG, name(mail) + ": a delivered recipient is not written yet", e);
        }
    }

    /** Returns what follows from a failure; recipients that were noted as delivered before the failure stay delivered. */
    private NextStep failed(OutboxMail mail, List<Recipient> due, Instant began, String why) {
        QueuedMessage message = message(mail);
        Instant now = clock.instant();
        List<Recipient> left = new ArrayList<>(due);
        left.retainAll(message.state().open());
        DeliveryReport report = DeliveryReport.failed(left, Failure.local(LOCAL_STATUS, why));
        return message.state().finished()
                ? rules.withoutAttempt(message, now).orElseThrow()
                : rules.afterDelivery(message, new Attempted(began, left, List.of()), report, now);
    }

    private QueuedMessage message(OutboxMail mail) {
        return new QueuedMessage(
                name(mail),
                mail.submission().envelope(),
                QueueTimes.of(mail.submitted()),
                mail.state(),
                mail.content());
    }

    /**
     * Settles the recipients that are final after an attempt, stores the notifications, and returns the mail to the outbox or finishes
     * the mail. An attempt in which nothing was tried, at busy destinations or without a connection, changes only the time and the
     * delay notice.
     */
    private void conclude(OutboxMail mail, MailState before, List<Recipient> due, NextStep step) throws IOException {
        step.log().forEach(line -> LOG.log(System.Logger.Level.INFO, line));
        List<RecipientStatus> ended = step.state().recipients().stream()
                .filter(status -> status.state().isFinal() && before.open().contains(status.recipient()))
                .toList();
        // delivered recipients are written first, since the following steps may fail and are repeated then
        mail.settle(ended.stream()
                .filter(status -> status.state() == State.DELIVERED)
                .toList());
        notices.store(name(mail), step.notices());
        mail.settle(
                ended.stream().filter(status -> status.state() == State.FAILED).toList());
        open.managed().count(ended);
        boolean tried = step.state().attempts() != before.attempts();
        if (tried) {
            open.managed().countDeferred(due, step.state());
        }
        if (!tried && step.next().isPresent()) {
            waitAgain(mail, before, step.state(), step.next().get());
            return;
        }
        MailStatus status =
                MailStatuses.status(name(mail), mail.submission(), mail.submitted(), step.state(), step.next());
        if (step.next().isPresent()) {
            mail.retryAt(step.next().get(), step.state());
            open.statuses().tell(status);
        } else {
            // before the mail leaves the outbox, so that its status is known without a gap
            open.statuses().tell(status);
            mail.done();
        }
    }

    /** Returns the mail to the outbox without an attempt; a delay notice that was stored meanwhile is remembered durably. */
    private static void waitAgain(OutboxMail mail, MailState before, MailState after, Instant next) throws IOException {
        Optional<Instant> notified = after.progress().delayNotice();
        if (notified.equals(before.progress().delayNotice())) {
            mail.putBack(next);
        } else {
            mail.retryAt(next, mail.state().withDelayNotice(notified.orElseThrow()));
        }
    }

    private String name(OutboxMail mail) {
        return open.mailId(mail.id());
    }
}
