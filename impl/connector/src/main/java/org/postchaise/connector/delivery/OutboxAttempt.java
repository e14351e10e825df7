/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import jakarta.resource.ResourceException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.api.Turn;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.outbox.OutboxMail;
import org.postchaise.engine.bounce.Bounces;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.TransactionSupport;
import org.postchaise.engine.log.DeliveryLog;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.retry.Disposition;
import org.postchaise.engine.retry.RetrySchedule;

/**
 * The delivery attempts of an outbox's mail. An attempt settles the delivered and the failed recipients, and returns the mail
 * to the outbox for the other recipients until the retry schedule expires them, as qmgr(8) does. Safe for use by many threads,
 * each with its own mail.
 */
final class OutboxAttempt {
    private static final System.Logger LOG = LineLog.of("org.postchaise.outbox");
    private static final EnhancedStatus LOCAL_STATUS = EnhancedStatus.of("4.3.0");

    private final OpenOutbox open;
    private final Deliverer deliverer;
    private final OutboxNotices notices;
    private final RetrySchedule schedule;
    private final DeliveryLog log;
    private final int workers;
    private final Clock clock;

    /** The deferred recipients of mails whose other recipients wait for a busy destination, with the time of their next attempt. */
    private final Map<Long, Deferral> deferrals = new ConcurrentHashMap<>();

    /** The lost sessions that may have delivered mails; known until a restart, as the delays are. */
    private final EarlierDoubts doubts = new EarlierDoubts();

    /** The outcomes of recipients that are not due before {@code until}, while other recipients of their mail are. */
    private record Deferral(Map<Recipient, RecipientOutcome> outcomes, Instant until) {}

    /**
     * Creates the attempts of one outbox.
     *
     * @throws IllegalArgumentException for a malformed value in {@code settings}
     */
    OutboxAttempt(OpenOutbox open, Outbox outbox, Deliverer deliverer, Settings settings) {
        this.open = open;
        this.notices = new OutboxNotices(open, outbox, Bounces.of(settings));
        this.deliverer = deliverer;
        this.schedule = RetrySchedule.from(settings);
        this.log = DeliveryLog.from(settings);
        this.workers = Math.toIntExact(settings.get(TransactionSupport.OUTBOX_PROCESS_LIMIT));
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
        Optional<Deferral> deferral = Optional.ofNullable(deferrals.remove(mail.id()))
                .filter(some -> some.until().isAfter(began));
        List<Recipient> due = new ArrayList<>(mail.pending());
        if (due.isEmpty()) {
            // all recipients were settled before a crash that prevented only the end record
            mail.done();
            return;
        }
        deferral.ifPresent(some -> due.removeAll(some.outcomes().keySet()));
        if (due.isEmpty()) {
            deferrals.put(mail.id(), deferral.orElseThrow());
            mail.putBack(deferral.orElseThrow().until());
            return;
        }
        Envelope envelope = mail.posting().envelope().withRecipients(due).withTurn(Turn.ofQueue(workers));
        DeliveryReport report;
        Settling.begin(mail);
        try {
            report = deliverer.deliver(mail.posting(), envelope, mail.content());
        } catch (ResourceException e) {
            unreachable(mail, due, e, began);
            return;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, name(mail) + " failed unexpectedly", e);
            report = failed(mail.pending(), "unexpected failure: " + e);
        } finally {
            Settling.end();
        }
        conclude(mail, report, began, deferral);
    }

    private void conclude(OutboxMail mail, DeliveryReport found, Instant began, Optional<Deferral> deferral)
            throws IOException {
        Instant now = clock.instant();
        DeliveryReport report = doubts.entered(mail.id(), found);
        List<RecipientOutcome> last = report.outcomes().stream()
                .filter(outcome -> outcome.kind() == Kind.DELIVERED || outcome.kind() == Kind.REJECTED)
                .collect(Collectors.toCollection(ArrayList::new));
        List<RecipientOutcome> left = new ArrayList<>(report.outcomes());
        left.removeAll(last);
        log(mail, report, began);
        Disposition disposition =
                schedule.afterDeferral(mail.posting().envelope().sender(), mail.submitted(), now);
        if (!left.isEmpty() && disposition instanceof Disposition.Expired) {
            LOG.log(
                    System.Logger.Level.INFO,
                    name(mail) + ": " + log.expired(mail.posting().envelope().sender()));
            last.addAll(left);
            left.clear();
        }
        // delivered recipients are written first, since the following steps may fail and are repeated then
        mail.settle(last.stream()
                .filter(outcome -> outcome.kind() == Kind.DELIVERED)
                .toList());
        notices.tell(mail, last, left, now);
        mail.settle(last.stream()
                .filter(outcome -> outcome.kind() != Kind.DELIVERED)
                .toList());
        open.managed().count(last, left);
        Map<Recipient, RecipientOutcome> unsettled = new HashMap<>();
        deferral.ifPresent(some -> unsettled.putAll(some.outcomes()));
        left.forEach(outcome -> unsettled.put(outcome.recipient(), outcome));
        Instant afresh = disposition instanceof Disposition.RetryAt at ? at.when() : now;
        letGo(mail, unsettled, left, deferral.map(Deferral::until).orElse(afresh), now);
    }

    /**
     * Returns the mail to the outbox for the unsettled recipients, or finishes the mail.
     *
     * @param unsettled the outcomes of all unsettled recipients
     * @param left the outcomes of the recipients that were tried in this attempt
     * @param retry the time of the next attempt for the deferred recipients
     */
    private void letGo(
            OutboxMail mail,
            Map<Recipient, RecipientOutcome> unsettled,
            List<RecipientOutcome> left,
            Instant retry,
            Instant now)
            throws IOException {
        if (unsettled.isEmpty()) {
            mail.done();
            notices.ended(mail);
            tell(mail, unsettled, Optional.empty());
            doubts.ended(mail.id());
            return;
        }
        boolean waits = left.stream().anyMatch(outcome -> outcome.kind() == Kind.NOT_TRIED);
        boolean deferred = left.stream().anyMatch(outcome -> outcome.kind() != Kind.NOT_TRIED);
        Instant next = waits ? schedule.whenBusy(mail.submitted(), now) : retry;
        if (waits) {
            Map<Recipient, RecipientOutcome> later = new HashMap<>(unsettled);
            later.values().removeIf(outcome -> outcome.kind() == Kind.NOT_TRIED);
            if (!later.isEmpty()) {
                deferrals.put(mail.id(), new Deferral(later, retry));
            }
        }
        if (deferred) {
            mail.retryAt(next);
        } else {
            mail.putBack(next);
        }
        if (!waits || deferred) {
            tell(mail, unsettled, Optional.of(next));
        }
    }

    private void tell(OutboxMail mail, Map<Recipient, RecipientOutcome> left, Optional<Instant> next) {
        open.statuses().tell(doubts.told(mail.id(), Statuses.status(name(mail), mail.state(), left, next)));
    }

    /**
     * Reschedules a mail for which no connection was available. Nothing was sent, and the cause is local and often short, so
     * the wait is short and the mail's attempts are not counted.
     */
    private void unreachable(OutboxMail mail, List<Recipient> due, ResourceException reason, Instant began)
            throws IOException {
        DeliveryReport report = failed(due, "mail transport unavailable: " + reason.getMessage());
        Instant now = clock.instant();
        if (schedule.afterDeferral(mail.posting().envelope().sender(), mail.submitted(), now)
                instanceof Disposition.Expired) {
            conclude(mail, report, began, Optional.empty());
            return;
        }
        log(mail, report, began);
        mail.putBack(schedule.whenUnreachable(mail.submitted(), now));
    }

    private static DeliveryReport failed(List<Recipient> recipients, String why) {
        return DeliveryReport.failed(recipients, Failure.local(LOCAL_STATUS, why));
    }

    private void log(OutboxMail mail, DeliveryReport report, Instant began) {
        log.lines(report, mail.submitted(), began, clock.instant())
                .forEach(line -> LOG.log(System.Logger.Level.INFO, name(mail) + ": " + line));
    }

    private String name(OutboxMail mail) {
        return open.mailId(mail.id());
    }
}
