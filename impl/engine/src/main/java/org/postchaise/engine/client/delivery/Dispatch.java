/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postchaise.api.Attempt;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.route.Destination;
import org.postchaise.engine.client.route.Destinations;
import org.postchaise.engine.event.EngineListener;

/**
 * One mail to all its destinations, one after the other. A destination that does not answer has only its share of the time
 * that is left, so that it can't take the others' for good.
 */
final class Dispatch {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Envelope envelope;
    private final List<RecipientOutcome> refused = new ArrayList<>();
    private final Map<ConnectionKey, List<Recipient>> deliveries = new LinkedHashMap<>();

    Dispatch(Envelope envelope, Destinations destinations) {
        this.envelope = envelope;
        for (Recipient recipient : envelope.recipients()) {
            Destination found = destinations.of(envelope.sender(), recipient.address());
            if (found instanceof Destination.Delivery to) {
                deliveries
                        .computeIfAbsent(
                                new ConnectionKey(to.nextHop(), to.protocol(), Map.of()), key -> new ArrayList<>())
                        .add(recipient);
            } else {
                refused.add(RecipientOutcome.failed(recipient, ((Destination.Refused) found).failure()));
            }
        }
    }

    DeliveryReport run(MailClient.Channel channel, DeliveryRules rules, EngineListener listener) {
        long began = System.nanoTime();
        List<DeliveryReport> parts = new ArrayList<>();
        if (!refused.isEmpty()) {
            parts.add(refuse(rules, listener));
        }
        int left = deliveries.size();
        for (Map.Entry<ConnectionKey, List<Recipient>> delivery : deliveries.entrySet()) {
            Envelope part = envelope.withRecipients(delivery.getValue());
            if (envelope.timeLimit().isPresent()) {
                Duration rest = envelope.timeLimit().get().minusNanos(System.nanoTime() - began);
                Duration share = rest.dividedBy(left--);
                part = part.withTimeLimit(share.compareTo(SHORTEST) < 0 ? SHORTEST : share);
            }
            parts.add(waited(channel.deliver(delivery.getKey(), part), began));
        }
        return DeliveryReport.merge(envelope, parts);
    }

    /** What is not the delivery itself was spent on other destinations, or on waiting for a connection of the pool. */
    private static DeliveryReport waited(DeliveryReport part, long began) {
        Duration delivery = part.attempts().values().stream()
                .map(Attempt::total)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        Duration waited = Duration.ofNanos(System.nanoTime() - began).minus(delivery);
        return part.after(waited.isNegative() ? Duration.ZERO : waited);
    }

    private DeliveryReport refuse(DeliveryRules rules, EngineListener listener) {
        RecipientLedger ledger = new RecipientLedger(
                envelope.withRecipients(
                        refused.stream().map(RecipientOutcome::recipient).toList()),
                rules.policy(),
                rules.filter()::apply,
                listener);
        refused.forEach(outcome -> ledger.settle(rules.policy().soften(outcome)));
        return ledger.close();
    }
}
