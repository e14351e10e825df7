/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.resource.ResourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.engine.bounce.Bounces;
import org.postchaise.engine.log.DeliveryLog;
import org.postchaise.engine.queue.Attempted;
import org.postchaise.engine.queue.NextStep;
import org.postchaise.engine.queue.QueueRules;
import org.postchaise.engine.queue.QueuedMessage;
import org.postchaise.engine.retry.RetrySchedule;

/**
 * One delivery attempt: delivers a mail to its open recipients, and asks the {@link QueueRules} what follows. Independent of JMS and CDI.
 */
final class CourierDelivery {
    /**
     * Time limit of one delivery. Below 300 s, the usual time limit of a JTA transaction, so that the new state can still be queued in the transaction that the
     * delivery was part of.
     */
    static final Duration TIME_LIMIT = Duration.ofMinutes(4);

    /** The limits of each delivery; made early, since an undeployed adapter takes along those of its classes that were never used. */
    private static final DeliveryOptions OPTIONS = DeliveryOptions.NONE.withTimeLimit(TIME_LIMIT);

    private final QueueRules rules;
    private final Clock clock;
    private final Predicate<Recipient> suspended;

    /**
     * Creates an attempt maker.
     *
     * @param suspended true for a recipient whose destination an operator has suspended
     */
    CourierDelivery(
            RetrySchedule schedule, Clock clock, DeliveryLog log, Bounces bounces, Predicate<Recipient> suspended) {
        this.rules = new QueueRules(schedule, log, bounces);
        this.clock = clock;
        this.suspended = suspended;
        rules.rehearse(clock.instant());
    }

    /** Delivery function: {@link org.postchaise.api.spi.QueueTransport#deliver}. */
    @FunctionalInterface
    interface Deliverer {
        DeliveryReport deliver(Envelope envelope, MessageSource content, DeliveryOptions options)
                throws ResourceException;
    }

    /** Delivers {@code mail} to its open recipients, and returns the result. */
    AttemptResult attempt(QueuedMail mail, MessageSource content, Deliverer deliverer) {
        return new AttemptResult(mail, step(mail.message(content), deliverer));
    }

    private NextStep step(QueuedMessage mail, Deliverer deliverer) {
        Instant began = clock.instant();
        Optional<NextStep> early = rules.withoutAttempt(mail, began);
        if (early.isPresent()) {
            return early.get();
        }
        Map<Boolean, List<Recipient>> due =
                mail.state().due(began).stream().collect(Collectors.partitioningBy(suspended));
        DeliveryReport report;
        try {
            report = deliver(mail, due.get(false), deliverer);
        } catch (ResourceException e) {
            return rules.withoutConnection(mail, String.valueOf(e.getMessage()), began, clock.instant());
        }
        return rules.afterDelivery(mail, new Attempted(began, due.get(false), due.get(true)), report, clock.instant());
    }

    private static DeliveryReport deliver(QueuedMessage mail, List<Recipient> to, Deliverer deliverer)
            throws ResourceException {
        return to.isEmpty()
                ? new DeliveryReport(List.of())
                : deliverer.deliver(mail.envelope().withRecipients(to), mail.content(), OPTIONS);
    }
}
