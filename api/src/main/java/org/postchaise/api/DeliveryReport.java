/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of each recipient of one delivery.
 *
 * @param outcomes one for each recipient, in the envelope's order
 * @param attempts how the delivery went for each recipient for which that is known
 * @param mailId the id of a mail that waits in an outbox for the commit; empty for others, see {@link #ticket()}
 */
public record DeliveryReport(List<RecipientOutcome> outcomes, Map<Recipient, Attempt> attempts, String mailId)
        implements Serializable {

    /** */
    public DeliveryReport {
        outcomes = List.copyOf(outcomes);
        attempts = Map.copyOf(attempts);
    }

    /** Of a mail that is in no outbox. */
    public DeliveryReport(List<RecipientOutcome> outcomes, Map<Recipient, Attempt> attempts) {
        this(outcomes, attempts, "");
    }

    /** Without a word on how the deliveries went. */
    public DeliveryReport(List<RecipientOutcome> outcomes) {
        this(outcomes, Map.of());
    }

    /** Of a delivery that failed for all {@code recipients}, deferred or rejected as {@code failure} says. */
    public static DeliveryReport failed(List<Recipient> recipients, Failure failure) {
        return new DeliveryReport(recipients.stream()
                .map(recipient -> RecipientOutcome.failed(recipient, failure))
                .toList());
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

    /** This report of a delivery that began {@code time} after the mail was handed over. */
    public DeliveryReport after(Duration time) {
        Map<Recipient, Attempt> later = new HashMap<>(attempts);
        later.replaceAll((recipient, attempt) -> attempt.after(time));
        return new DeliveryReport(outcomes, later, mailId);
    }

    /**
     * This report with what earlier deliveries of the same mail have left in doubt.
     *
     * @param doubts see {@link RecipientOutcome#earlierDoubt()}; recipients without one may be missing
     */
    public DeliveryReport withEarlierDoubts(Map<Recipient, String> doubts) {
        List<RecipientOutcome> doubted = outcomes.stream()
                .map(outcome -> {
                    String doubt = doubts.getOrDefault(outcome.recipient(), "");
                    return doubt.isEmpty() ? outcome : outcome.withEarlierDoubt(doubt);
                })
                .toList();
        return new DeliveryReport(doubted, attempts, mailId);
    }

    /** How the delivery to {@code recipient} went, where that is known. */
    public Optional<Attempt> attemptOf(Recipient recipient) {
        return Optional.ofNullable(attempts.get(recipient));
    }

    /** What to ask with, after the commit, how far a mail of an outbox has come. */
    public Optional<DeliveryTicket> ticket() {
        return mailId.isEmpty() ? Optional.empty() : Optional.of(new DeliveryTicket(mailId));
    }

    /** Whether the server has taken the mail for all recipients. */
    public boolean allDelivered() {
        return outcomes.stream().allMatch(outcome -> outcome.kind() == RecipientOutcome.Kind.DELIVERED);
    }

    /** The delivered recipients who may have the mail twice, see {@link RecipientOutcome.Delivered#perhapsTwice()}. */
    public List<Recipient> perhapsTwice() {
        return outcomes.stream()
                .filter(outcome -> outcome instanceof RecipientOutcome.Delivered delivered && delivered.perhapsTwice())
                .map(RecipientOutcome::recipient)
                .toList();
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
        Map<Recipient, Attempt> attempts = new HashMap<>();
        parts.forEach(part -> attempts.putAll(part.attempts()));
        DeliveryReport unordered = new DeliveryReport(all, attempts);
        if (all.size() != envelope.recipients().size()) {
            throw new IllegalArgumentException(
                    all.size() + " outcomes for " + envelope.recipients().size() + " recipients");
        }
        return new DeliveryReport(
                envelope.recipients().stream().map(unordered::outcomeOf).toList(), attempts);
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
