/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * What became of each recipient of one delivery.
 *
 * @param outcomes one for each recipient, in the envelope's order
 */
public record DeliveryReport(List<RecipientOutcome> outcomes) implements Serializable {

    /** */
    public DeliveryReport {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * The outcome of {@code recipient}.
     *
     * @throws IllegalArgumentException when it was not a recipient of this delivery
     */
    public RecipientOutcome outcomeOf(Recipient recipient) {
        return outcomes.stream()
                .filter(outcome -> outcome.recipient().equals(recipient))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(recipient + " was not a recipient of this delivery"));
    }

    /** Whether the server has taken the mail for all recipients. */
    public boolean allDelivered() {
        return outcomes.stream().allMatch(outcome -> outcome.kind() == RecipientOutcome.Kind.DELIVERED);
    }

    /** The recipients with the given kind of outcome. */
    public List<Recipient> recipients(RecipientOutcome.Kind kind) {
        return outcomes.stream()
                .filter(outcome -> outcome.kind() == kind)
                .map(RecipientOutcome::recipient)
                .toList();
    }

    /** The report of several deliveries, in the order of the recipients of {@code envelope}. */
    public static DeliveryReport merge(Envelope envelope, List<DeliveryReport> parts) {
        List<RecipientOutcome> all =
                parts.stream().flatMap(part -> part.outcomes().stream()).toList();
        DeliveryReport unordered = new DeliveryReport(all);
        if (all.size() != envelope.recipients().size()) {
            throw new IllegalArgumentException(
                    all.size() + " outcomes for " + envelope.recipients().size() + " recipients");
        }
        return new DeliveryReport(
                envelope.recipients().stream().map(unordered::outcomeOf).toList());
    }

    /** One line for each recipient. */
    @Override
    public String toString() {
        Stream<String> lines = outcomes.stream()
                .map(outcome -> "to=<" + outcome.recipient() + "> " + outcome.kind() + " " + outcome.status() + " ("
                        + outcome.text() + ")");
        return String.join("\n", lines.toList());
    }
}
