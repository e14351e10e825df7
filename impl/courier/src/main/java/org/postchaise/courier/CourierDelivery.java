/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.resource.ResourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.retry.Disposition;
import org.postchaise.engine.retry.RetrySchedule;

/**
 * One attempt: delivers a mail to the recipients that are open and decides what follows. Knows neither JMS nor CDI.
 *
 * <p>Delivered and rejected recipients are final. Deferred ones, and those in doubt, are tried again when {@link
 * RetrySchedule} says, until the mail expires. Where no connection is to be had (the adapter is being redeployed, the pool
 * is exhausted, no next hop is configured) nothing was sent, and the cause is near and often short: the mail waits as long
 * as it is old, but at least {@link #LOCAL_BACKOFF} and at most {@code minimal_backoff_time}, and the try is not counted.
 */
final class CourierDelivery {
    /**
     * The limit on one delivery. Below 300 s, the usual time limit of a JTA transaction, so that the new state can still be
     * queued in the transaction that the delivery was part of.
     */
    static final Duration TIME_LIMIT = Duration.ofMinutes(4);

    /** The shortest wait where no connection is to be had, unless {@code minimal_backoff_time} is shorter. */
    static final Duration LOCAL_BACKOFF = Duration.ofSeconds(5);

    private static final String LOCAL_STATUS = "4.3.0";

    private final RetrySchedule schedule;
    private final Clock clock;

    CourierDelivery(RetrySchedule schedule, Clock clock) {
        this.schedule = schedule;
        this.clock = clock;
    }

    /** What delivers: {@link org.postchaise.api.MailConnectionFactory#deliver}. */
    @FunctionalInterface
    interface Deliverer {
        DeliveryReport deliver(Envelope envelope, MessageSource content) throws ResourceException;
    }

    /** Delivers to the open recipients of {@code mail}. */
    AttemptResult attempt(QueuedMail mail, MessageSource content, Deliverer deliverer) {
        if (mail.finished()) {
            return new AttemptResult(mail, Optional.empty(), List.of());
        }
        Envelope open = mail.envelope().withRecipients(mail.open()).withTimeLimit(TIME_LIMIT);
        DeliveryReport report;
        try {
            report = deliverer.deliver(open, content);
        } catch (ResourceException e) {
            return unreachable(mail, e);
        }
        Instant now = clock.instant();
        List<String> log = new ArrayList<>();
        report.outcomes().forEach(outcome -> log.add(DeliveryLog.line(mail.id(), outcome, age(mail, now))));
        QueuedMail after = mail.apply(report);
        return after.finished()
                ? new AttemptResult(after, Optional.empty(), log)
                : retryOrExpire(after, now, log, UnaryOperator.identity());
    }

    private AttemptResult unreachable(QueuedMail mail, ResourceException reason) {
        Instant now = clock.instant();
        String text = "mail transport unavailable: " + reason.getMessage();
        List<String> log = mail.open().stream()
                .map(to -> DeliveryLog.deferredLine(mail.id(), to.address(), age(mail, now), LOCAL_STATUS, text))
                .collect(Collectors.toCollection(ArrayList::new));
        return retryOrExpire(mail.defer(LOCAL_STATUS, text), now, log, when -> now.plus(localBackoff(mail, now)));
    }

    private AttemptResult retryOrExpire(
            QueuedMail mail, Instant now, List<String> log, UnaryOperator<Instant> retryTime) {
        Disposition disposition = schedule.afterDeferral(mail.envelope().sender(), mail.submitted(), now);
        if (disposition instanceof Disposition.RetryAt retry) {
            return new AttemptResult(mail, Optional.of(retryTime.apply(retry.when())), log);
        }
        log.add(DeliveryLog.expiredLine(mail.id(), mail.envelope().sender()));
        return new AttemptResult(mail.expire(age(mail, now)), Optional.empty(), log);
    }

    private Duration localBackoff(QueuedMail mail, Instant now) {
        Duration wait = age(mail, now);
        if (wait.compareTo(LOCAL_BACKOFF) < 0) {
            wait = LOCAL_BACKOFF;
        }
        return wait.compareTo(schedule.minimalBackoff()) > 0 ? schedule.minimalBackoff() : wait;
    }

    private static Duration age(QueuedMail mail, Instant now) {
        return Duration.between(mail.submitted(), now);
    }
}
