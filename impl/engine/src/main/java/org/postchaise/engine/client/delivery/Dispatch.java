/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postchaise.api.Attempt;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.DsnAction;
import org.postchaise.api.Envelope;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.spi.ConcurrencyPolicy;
import org.postchaise.engine.client.route.Destination;
import org.postchaise.engine.client.route.Destinations;
import org.postchaise.engine.event.EngineListener;

/**
 * The delivery of one mail to all its destinations, one after the other, each when its concurrency limit allows. A destination
 * that does not answer gets only its share of the time left, so that the other destinations keep theirs.
 */
final class Dispatch {
    private static final int DISCARDED = 250;
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Envelope envelope;
    private final DeliveryOptions options;
    private final ConcurrencyPolicy policy;
    private final DestinationScheduler scheduler;
    private final EngineListener listener;
    private final List<RecipientOutcome> settled = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private Duration patience;

    /** The recipients of one delivery. */
    private record Part(DestinationScheduler.ConcurrencyKey key, List<Recipient> recipients) {}

    Dispatch(
            Envelope envelope,
            DeliveryOptions options,
            ConcurrencyPolicy policy,
            Destinations destinations,
            DestinationScheduler scheduler,
            EngineListener listener) {
        this.envelope = envelope;
        this.options = options;
        this.policy = policy;
        this.scheduler = scheduler;
        this.listener = listener;
        this.patience = policy.patience();
        Map<DestinationScheduler.ConcurrencyKey, List<Recipient>> byKey = new LinkedHashMap<>();
        for (Recipient recipient : envelope.recipients()) {
            Destination found = destinations.of(envelope.sender(), recipient.address());
            if (found instanceof Destination.Delivery to) {
                byKey.computeIfAbsent(keyOf(to, recipient), key -> new ArrayList<>())
                        .add(recipient);
            } else {
                settled.add(outcome(recipient, found));
            }
        }
        byKey.forEach((key, all) -> parts(key, all).forEach(some -> parts.add(new Part(key, some))));
    }

    /** Returns the outcome of {@code recipient} where no server is contacted. */
    static RecipientOutcome outcome(Recipient recipient, Destination found) {
        if (found instanceof Destination.Refused refused) {
            return RecipientOutcome.failed(recipient, refused.failure());
        }
        Destination.Discarded to = (Destination.Discarded) found;
        SmtpReply reply = new SmtpReply(DISCARDED, List.of(DISCARDED + " " + to.status() + " " + to.text()));
        return new RecipientOutcome.Delivered(recipient, to.status(), to.text(), reply, Peer.NONE, DsnAction.FINAL, "");
    }

    /**
     * Returns the recipients of each delivery. With VERP each recipient has a delivery of its own, which ends before the next
     * begins.
     */
    private List<List<Recipient>> parts(DestinationScheduler.ConcurrencyKey key, List<Recipient> all) {
        return envelope.verp().isPresent()
                ? TransportRules.parts(all, 1)
                : scheduler.rules(key.transport()).parts(all);
    }

    private DestinationScheduler.ConcurrencyKey keyOf(Destination.Delivery to, Recipient recipient) {
        return new DestinationScheduler.ConcurrencyKey(
                to.transport(),
                new ConnectionKey(to.nextHop(), to.protocol(), scheduler.named().settings(to.transport())),
                scheduler.rules(to.transport()).byRecipient() ? recipient.address() : "");
    }

    DeliveryReport run(MailClient.Channel channel, DeliveryRules rules) {
        long began = System.nanoTime();
        List<DeliveryReport> reports = new ArrayList<>();
        if (!settled.isEmpty()) {
            reports.add(rules.settled(envelope, settled, listener));
        }
        for (int i = 0; i < parts.size(); i++) {
            Duration before = since(began);
            int left = parts.size() - i;
            Optional<Duration> limit =
                    options.timeLimit().map(all -> all.minus(before).dividedBy(left));
            reports.add(waited(inTurn(parts.get(i), limit, channel, rules), began));
        }
        return DeliveryReport.merge(envelope, reports);
    }

    private DeliveryReport inTurn(
            Part part, Optional<Duration> limit, MailClient.Channel channel, DeliveryRules rules) {
        long began = System.nanoTime();
        DestinationWindows.Admission admission = scheduler.enter(part.key(), policy(limit));
        Duration rest = patience.minus(since(began));
        patience = rest.isNegative() ? Duration.ZERO : rest;
        if (admission instanceof DestinationWindows.Full full) {
            return notTried(part.recipients(), "waiting for its turn: " + full.reason());
        }
        if (admission instanceof DestinationWindows.Suspended suspended) {
            List<RecipientOutcome> outcomes = DeliveryReport.failed(part.recipients(), suspended.failure())
                    .outcomes();
            return rules.settled(envelope, outcomes, listener);
        }
        DestinationWindows<?>.Entered entered = (DestinationWindows<?>.Entered) admission;
        try {
            DeliveryOptions own = new DeliveryOptions(limit.map(time -> atLeastShortest(time.minus(since(began)))));
            DeliveryReport report =
                    channel.deliver(part.key().connection(), envelope.withRecipients(part.recipients()), own);
            entered.leave(report);
            return report;
        } finally {
            entered.leave();
        }
    }

    private static DeliveryReport notTried(List<Recipient> recipients, String text) {
        return new DeliveryReport(recipients.stream()
                .<RecipientOutcome>map(recipient -> new RecipientOutcome.NotTried(recipient, text))
                .toList());
    }

    private static Duration atLeastShortest(Duration time) {
        return time.compareTo(SHORTEST) < 0 ? SHORTEST : time;
    }

    /**
     * Returns the policy of the next delivery, whose maximum wait is the waiting time that earlier destinations have left, but at
     * most half of the delivery's time limit.
     */
    private ConcurrencyPolicy policy(Optional<Duration> limit) {
        Duration half = limit.map(time -> atLeastShortest(time).dividedBy(2)).orElse(patience);
        return policy.withPatience(patience.compareTo(half) <= 0 ? patience : half);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /**
     * Returns the report with the time before the delivery added: the time spent on other destinations, or on waiting for a turn
     * or a pooled connection.
     */
    private static DeliveryReport waited(DeliveryReport part, long began) {
        Duration delivery = part.attempts().values().stream()
                .map(Attempt::total)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Duration waited = since(began).minus(delivery);
        return part.after(waited.isNegative() ? Duration.ZERO : waited);
    }
}
