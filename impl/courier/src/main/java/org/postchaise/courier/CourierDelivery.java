/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.resource.ResourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.engine.event.DeliveryLog;
import org.postchaise.engine.retry.Disposition;
import org.postchaise.engine.retry.RetrySchedule;

/**
 * One attempt: delivers a mail to the recipients that are open and decides what follows. Knows neither JMS nor CDI.
 *
 * <p>Delivered and rejected recipients are final. Deferred ones, and those in doubt, are tried again when {@link
 * RetrySchedule} says, until the mail expires. Where no connection is to be had (the adapter is being redeployed, the pool
 * is exhausted, no next hop is configured) nothing was sent: the mail waits ({@link RetrySchedule#whenUnreachable}), and the try is not counted.
 * Nor is one where the destination was busy ({@link org.postchaise.api.Turn}): the mail goes back into the queue for a short while
 * ({@link RetrySchedule#whenBusy}), so that the worker is free for others.
 */
final class CourierDelivery {
    /**
     * The limit on one delivery. Below 300 s, the usual time limit of a JTA transaction, so that the new state can still be
     * queued in the transaction that the delivery was part of.
     */
    static final Duration TIME_LIMIT = Duration.ofMinutes(4);

    private static final EnhancedStatus LOCAL_STATUS = EnhancedStatus.of("4.3.0");
    private static final Failure LOCAL_FAILURE = Failure.local(LOCAL_STATUS, "mail transport unavailable");

    private final RetrySchedule schedule;
    private final Clock clock;
    private final DeliveryLog log;

    CourierDelivery(RetrySchedule schedule, Clock clock, DeliveryLog log) {
        this.schedule = schedule;
        this.clock = clock;
        this.log = log;
        rehearse();
    }

    /**
     * Makes sure that what is needed while the adapter is away is there by then: an undeployed adapter takes those of its
     * classes along that were never used (seen on Payara).
     */
    private void rehearse() {
        Instant now = clock.instant();
        schedule.afterDeferral("", now, now);
        schedule.afterDeferral("", Instant.EPOCH, now);
        schedule.whenBusy(now, now);
        schedule.whenUnreachable(now, now);
        log.lines(DeliveryReport.failed(List.of(Recipient.of("nobody@localhost")), LOCAL_FAILURE), now, now, now);
    }

    /** What delivers: {@link org.postchaise.api.MailConnectionFactory#deliver}. */
    @FunctionalInterface
    interface Deliverer {
        DeliveryReport deliver(Envelope envelope, MessageSource content) throws ResourceException;
    }

    /** Delivers to the open recipients of {@code mail}. */
    AttemptResult attempt(QueuedMail mail, MessageSource content, Deliverer deliverer) {
        if (mail.finished()) {
            return new AttemptResult(mail, Optional.empty(), false, List.of());
        }
        Instant began = clock.instant();
        List<Recipient> due = mail.due(began);
        Envelope envelope = mail.envelope().withRecipients(due).withTimeLimit(TIME_LIMIT);
        DeliveryReport report;
        try {
            report = deliverer.deliver(envelope, content);
        } catch (ResourceException e) {
            return unreachable(mail, e, began);
        }
        Instant now = clock.instant();
        List<String> lines = lines(mail, report, began);
        QueuedMail after = mail.apply(report, due);
        if (after.finished()) {
            return new AttemptResult(after, Optional.empty(), false, lines);
        }
        return retryOrExpire(after, now, lines, retry -> next(after, due, now, retry));
    }

    /** Recipients that wait for their turn are looked at soon, and do not take those along that were deferred. */
    private Next next(QueuedMail after, List<Recipient> tried, Instant now, Instant retry) {
        QueuedMail mail = after.hasDeferred(tried) ? after.deferredUntil(retry) : after;
        return mail.hasWaiting()
                ? new Next(mail, schedule.whenBusy(mail.submitted(), now), true)
                : new Next(mail, mail.deferredUntil().orElse(retry), false);
    }

    /** What becomes of a mail that is not finished, and when; see {@link AttemptResult#soon}. */
    private record Next(QueuedMail mail, Instant when, boolean soon) {}

    private List<String> lines(QueuedMail mail, DeliveryReport report, Instant began) {
        return log.lines(report, mail.submitted(), began, clock.instant()).stream()
                .map(line -> mail.id() + ": " + line)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private AttemptResult unreachable(QueuedMail mail, ResourceException reason, Instant began) {
        Instant now = clock.instant();
        Failure failure = Failure.local(LOCAL_STATUS, "mail transport unavailable: " + reason.getMessage());
        DeliveryReport report = DeliveryReport.failed(mail.open(), failure);
        QueuedMail deferred = mail.defer(LOCAL_STATUS.toString(), failure.text());
        return retryOrExpire(
                deferred,
                now,
                lines(mail, report, began),
                retry -> new Next(deferred, schedule.whenUnreachable(mail.submitted(), now), true));
    }

    private AttemptResult retryOrExpire(
            QueuedMail mail, Instant now, List<String> lines, Function<Instant, Next> follow) {
        Disposition disposition = schedule.afterDeferral(mail.envelope().sender(), mail.submitted(), now);
        if (disposition instanceof Disposition.RetryAt retry) {
            Next next = follow.apply(retry.when());
            return new AttemptResult(next.mail(), Optional.of(next.when()), next.soon(), lines);
        }
        lines.add(mail.id() + ": " + log.expired(mail.envelope().sender()));
        return new AttemptResult(mail.expire(age(mail, now)), Optional.empty(), false, lines);
    }

    private static Duration age(QueuedMail mail, Instant now) {
        return Duration.between(mail.submitted(), now);
    }
}
