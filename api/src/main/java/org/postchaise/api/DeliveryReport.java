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
 * The result of one delivery, with an outcome for each recipient.
 *
 * @param outcomes one outcome for each recipient, in the envelope's order
 * @param attempts the connection use and times of the recipients for which they are known
 * @param mailId the id of a mail that waits in an outbox for the transaction's commit; otherwise empty, see {@link
 *     #ticket()}
 */
public record DeliveryReport(List<RecipientOutcome> outcomes, Map<Recipient, Attempt> attempts, String mailId)
        implements Serializable {

    /** Creates a report with copies of both collections. */
    public DeliveryReport {
        outcomes = List.copyOf(outcomes);
        attempts = Map.copyOf(attempts);
    }

    /** Creates a report on a mail that is not in an outbox. */
    public DeliveryReport(List<RecipientOutcome> outcomes, Map<Recipient, Attempt> attempts) {
        this(outcomes, attempts, "");
    }

    /** Creates a report without connection use and times. */
    public DeliveryReport(List<RecipientOutcome> outcomes) {
        this(outcomes, Map.of());
    }

    /**
     * Returns a report in which all {@code recipients} failed, deferred or rejected by the severity of {@code failure}.
     */
    public static DeliveryReport failed(List<Recipient> recipients, Failure failure) {
        return new DeliveryReport(recipients.stream()
                .map(recipient -> RecipientOutcome.failed(recipient, failure))
                .toList());
    }

    /**
     * Returns the outcome of {@code recipient}.
     *
     * @throws IllegalArgumentException when {@code recipient} was not a recipient of this delivery
     */
    public RecipientOutcome outcomeOf(Recipient recipient) {
        return outcomes.stream()
                .filter(outcome -> outcome.recipient().equals(recipient))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(recipient + " was not a recipient of this delivery"));
    }

    /** Returns this report with {@code time} added to the waiting time of each attempt. */
    public DeliveryReport after(Duration time) {
        Map<Recipient, Attempt> later = new HashMap<>(attempts);
        later.replaceAll((recipient, attempt) -> attempt.after(time));
        return new DeliveryReport(outcomes, later, mailId);
    }

    /**
     * Returns this report with the doubts that earlier deliveries of the same mail have left.
     *
     * @param doubts the text of {@link RecipientOutcome#earlierDoubt()} by recipient; recipients without a doubt may be
     *     missing
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

    /** Returns the connection use and times of the delivery to {@code recipient}, if known. */
    public Optional<Attempt> attemptOf(Recipient recipient) {
        return Optional.ofNullable(attempts.get(recipient));
    }

    /**
     * Returns the ticket with which the caller can query the status of a mail in an outbox after the commit; empty if
     * the mail is in no outbox.
     */
    public Optional<DeliveryTicket> ticket() {
        return mailId.isEmpty() ? Optional.empty() : Optional.of(new DeliveryTicket(mailId));
    }

    /** Returns true if the server has accepted the mail for all recipients. */
    public boolean allDelivered() {
        return outcomes.stream().allMatch(outcome -> outcome.kind() == RecipientOutcome.Kind.DELIVERED);
    }

    /**
     * Returns the delivered recipients who may have received the mail twice, see {@link
     * RecipientOutcome.Delivered#perhapsTwice()}.
     */
    public List<Recipient> perhapsTwice() {
        return outcomes.stream()
                .filter(outcome -> outcome instanceof RecipientOutcome.Delivered delivered && delivered.perhapsTwice())
                .map(RecipientOutcome::recipient)
                .toList();
    }

    /** Returns the recipients whose outcome is of the given kind. */
    public List<Recipient> recipients(RecipientOutcome.Kind kind) {
        return outcomes.stream()
                .filter(outcome -> outcome.kind() == kind)
                .map(RecipientOutcome::recipient)
                .toList();
    }

    /**
     * Returns the combined report of several deliveries, in the order of the recipients of {@code envelope}.
     *
     * @throws IllegalArgumentException when the number of outcomes is not the number of recipients
     */
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

    /** Returns one line of text for each recipient. */
    @Override
    public String toString() {
        Stream<String> lines = outcomes.stream()
                .map(outcome -> "to=<" + outcome.recipient() + "> " + outcome.kind() + " " + outcome.status() + " ("
                        + outcome.text() + ")");
        return String.join("\n", lines.toList());
    }
}
