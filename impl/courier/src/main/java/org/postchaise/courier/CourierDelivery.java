/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.resource.ResourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.bounce.Bounces;
import org.postchaise.engine.bounce.RecipientReport;
import org.postchaise.engine.log.DeliveryLog;
import org.postchaise.engine.retry.Disposition;
import org.postchaise.engine.retry.RetrySchedule;

/**
 * One delivery attempt: delivers a mail to its open recipients, decides on the next attempt, and makes the notices. Independent of JMS and CDI.
 *
 * <p>Delivered and rejected recipients are final. Deferred and in-doubt recipients are tried again when {@link RetrySchedule} says, until the mail expires.
 * Where no connection can be had (the adapter is being redeployed, the pool is exhausted, no next hop is configured), nothing was sent: the mail waits
 * ({@link RetrySchedule#whenUnreachable}), and the try is not counted. A try at a busy destination ({@link org.postchaise.api.Turn}) is not counted either: the
 * mail goes back into the queue for a short while ({@link RetrySchedule#whenBusy}), so that the worker is free for other mail.
 *
 * <p>Recipients whose destination an operator has suspended are not tried, which is no attempt either; their mail is deferred, and expires, as any other.
 *
 * <p>A mail that an operator has ordered to expire ({@link QueuedMail#orderExpiry}) is not tried any more, nor is a mail whose deliver-by time has passed
 * ({@link org.postchaise.api.SubmissionOptions#deliverBy}): both expire.
 */
final class CourierDelivery {
    /**
     * Time limit of one delivery. Below 300 s, the usual time limit of a JTA transaction, so that the new state can still be queued in the transaction that the
     * delivery was part of.
     */
    static final Duration TIME_LIMIT = Duration.ofMinutes(4);

    private static final EnhancedStatus LOCAL_STATUS = EnhancedStatus.of("4.3.0");
    private static final EnhancedStatus SUSPENDED_STATUS = EnhancedStatus.of(QueuedMail.SUSPENDED);
    private static final Failure ORDERED = Failure.local(EnhancedStatus.of("4.7.0"), QueuedMail.ORDERED);
    private static final Failure TOO_LATE = Failure.local(EnhancedStatus.of("4.4.7"), QueuedMail.TOO_LATE);
    private static final Failure LOCAL_FAILURE = Failure.local(LOCAL_STATUS, "mail transport unavailable");

    private final RetrySchedule schedule;
    private final Clock clock;
    private final DeliveryLog log;
    private final CourierNotices notices;
    private final Predicate<Recipient> suspended;

    /**
     * Creates an attempt maker.
     *
     * @param suspended true for a recipient whose destination an operator has suspended
     */
    CourierDelivery(
            RetrySchedule schedule, Clock clock, DeliveryLog log, Bounces bounces, Predicate<Recipient> suspended) {
        this.schedule = schedule;
        this.clock = clock;
        this.log = log;
        this.notices = new CourierNotices(bounces);
        this.suspended = suspended;
        rehearse();
    }

    /**
     * Loads the classes that are needed while the adapter is away by using them once: an undeployed adapter takes along those of its classes that were never
     * used (seen on Payara).
     */
    private void rehearse() {
        Instant now = clock.instant();
        schedule.afterDeferral("", now, now);
        schedule.afterDeferral("", Instant.EPOCH, now);
        schedule.whenBusy(now, now);
        schedule.whenUnreachable(now, now);
        log.lines(DeliveryReport.failed(List.of(Recipient.of("nobody@localhost")), LOCAL_FAILURE), now, now, now);
        withResting(DeliveryReport.failed(List.of(), LOCAL_FAILURE), List.of(Recipient.of("nobody@localhost")));
        notices.rehearse(now);
    }

    /** Delivery function: {@link org.postchaise.api.MailConnectionFactory#deliver}. */
    @FunctionalInterface
    interface Deliverer {
        DeliveryReport deliver(Envelope envelope, MessageSource content) throws ResourceException;
    }

    /** Delivers {@code mail} to its open recipients, and returns the result. */
    AttemptResult attempt(QueuedMail mail, MessageSource content, Deliverer deliverer) {
        if (mail.finished()) {
            return new AttemptResult(mail, Optional.empty(), false, List.of(), List.of());
        }
        Instant began = clock.instant();
        Optional<Instant> held = mail.heldUntil(began);
        if (held.isPresent() && !mail.progress().expiryOrdered()) {
            return new AttemptResult(mail, held, true, List.of(), List.of());
        }
        if (mail.progress().expiryOrdered() || mail.isTooLate(began)) {
            return giveUp(mail, content, began);
        }
        List<Recipient> due = mail.due(began);
        Map<Boolean, List<Recipient>> parts = due.stream().collect(Collectors.partitioningBy(suspended));
        DeliveryReport report;
        try {
            report = deliver(mail, parts.get(false), content, deliverer);
        } catch (ResourceException e) {
            return unreachable(mail, content, e, began);
        }
        report = mail.withEarlierDoubts(withResting(report, parts.get(true)));
        Instant now = clock.instant();
        Tried tried = new Tried(mail, content, report, now, lines(mail, report, began));
        QueuedMail after = mail.rest(Set.copyOf(parts.get(true))).apply(report, parts.get(false));
        return after.finished()
                ? settled(tried, after)
                : retryOrExpire(tried, after, retry -> next(after, due, now, retry));
    }

    private static DeliveryReport deliver(
            QueuedMail mail, List<Recipient> to, MessageSource content, Deliverer deliverer) throws ResourceException {
        return to.isEmpty()
                ? new DeliveryReport(List.of())
                : deliverer.deliver(mail.envelope().withRecipients(to).withTimeLimit(TIME_LIMIT), content);
    }

    /**
     * Returns {@code report} with the {@code resting} recipients as deferred, as Postfix logs recipients of a transport in {@code defer_transports}: nothing
     * was tried.
     */
    private static DeliveryReport withResting(DeliveryReport report, List<Recipient> resting) {
        List<RecipientOutcome> outcomes = new ArrayList<>(report.outcomes());
        for (Recipient recipient : resting) {
            Failure failure = Failure.local(SUSPENDED_STATUS, QueuedMail.suspended(recipient));
            outcomes.add(RecipientOutcome.failed(recipient, failure));
        }
        return new DeliveryReport(outcomes, report.attempts(), report.mailId());
    }

    /**
     * A delivery and its end.
     *
     * @param mail the mail's state before the attempt
     * @param lines the log lines so far
     */
    private record Tried(
            QueuedMail mail, MessageSource content, DeliveryReport report, Instant now, List<String> lines) {}

    private AttemptResult settled(Tried tried, QueuedMail after) {
        return new AttemptResult(
                after,
                Optional.empty(),
                false,
                tried.lines(),
                notices.of(tried.mail(), tried.content(), CourierNotices.ended(tried.report()), tried.now()));
    }

    /**
     * Returns the time of the next attempt. Recipients that wait for their destination's concurrency limit are tried again soon, without the deferred
     * recipients of the same mail.
     */
    private Next next(QueuedMail after, List<Recipient> tried, Instant now, Instant retry) {
        QueuedMail mail = after.hasDeferred(tried) ? after.deferredUntil(retry) : after;
        return mail.hasWaiting()
                ? new Next(mail, schedule.whenBusy(mail.dueSince(), now), true)
                : new Next(mail, mail.deferredUntil().orElse(retry), false);
    }

    /** State of an unfinished mail, and the time of its next attempt; see {@link AttemptResult#soon}. */
    private record Next(QueuedMail mail, Instant when, boolean soon) {}

    private List<String> lines(QueuedMail mail, DeliveryReport report, Instant began) {
        return log.lines(report, mail.dueSince(), began, clock.instant()).stream()
                .map(line -> mail.id() + ": " + line)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private AttemptResult unreachable(QueuedMail mail, MessageSource content, ResourceException reason, Instant began) {
        Instant now = clock.instant();
        Failure failure = Failure.local(LOCAL_STATUS, "mail transport unavailable: " + reason.getMessage());
        DeliveryReport report = DeliveryReport.failed(mail.open(), failure);
        QueuedMail deferred = mail.defer(LOCAL_STATUS.toString(), failure.text());
        return retryOrExpire(
                new Tried(mail, content, report, now, lines(mail, report, began)),
                deferred,
                retry -> new Next(deferred, schedule.whenUnreachable(mail.dueSince(), now), true));
    }

    private AttemptResult retryOrExpire(Tried tried, QueuedMail after, Function<Instant, Next> follow) {
        Instant now = tried.now();
        Disposition disposition = schedule.afterDeferral(after.envelope().sender(), after.dueSince(), now);
        if (!(disposition instanceof Disposition.RetryAt retry)) {
            return expired(tried, after, log.expired(after.envelope().sender()));
        }
        Next next = follow.apply(after.noLaterThanItsTime(retry.when()));
        List<RecipientReport> told = new ArrayList<>(CourierNotices.ended(tried.report()));
        QueuedMail mail = next.mail();
        if (notices.areDue(mail, now)) {
            told.addAll(CourierNotices.waiting(mail, tried.report()));
            mail = mail.withDelayNotice(now);
        }
        return new AttemptResult(
                mail,
                Optional.of(next.when()),
                next.soon(),
                tried.lines(),
                notices.of(tried.mail(), tried.content(), told, now));
    }

    private AttemptResult expired(Tried tried, QueuedMail after, String line) {
        tried.lines().add(after.id() + ": " + line);
        List<RecipientReport> told = new ArrayList<>(CourierNotices.ended(tried.report()));
        CourierNotices.waiting(after, tried.report()).forEach(report -> told.add(report.expired()));
        return new AttemptResult(
                after.expire(tried.now()),
                Optional.empty(),
                false,
                tried.lines(),
                notices.of(tried.mail(), tried.content(), told, tried.now()));
    }

    /**
     * Returns the result of an expiry without another attempt: with the reasons of the last attempts, and for recipients without any, with a line that says
     * why.
     */
    private AttemptResult giveUp(QueuedMail mail, MessageSource content, Instant now) {
        boolean ordered = mail.progress().expiryOrdered();
        List<Recipient> untried = mail.recipients().stream()
                .filter(status -> !status.state().isFinal() && status.text().isEmpty())
                .map(RecipientStatus::recipient)
                .toList();
        DeliveryReport report = DeliveryReport.failed(untried, ordered ? ORDERED : TOO_LATE);
        String sender = mail.envelope().sender();
        return expired(
                new Tried(mail, content, report, now, lines(mail, report, now)),
                mail,
                ordered ? log.forceExpired(sender) : log.expired(sender));
    }
}
