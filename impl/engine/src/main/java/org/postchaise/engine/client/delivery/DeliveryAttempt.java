/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.postchaise.api.Attempt;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.net.Deadline;

/**
 * An attempt to deliver one mail: its deliveries to next hops, with their outcomes. Where the end of the content is held back,
 * the replies to the recipients are known, and nothing is delivered before {@link #commit}; exactly one of {@link #commit} and
 * {@link #rollback} then ends the attempt, on any thread, and the connections are closed when the time limit of the attempt
 * passes. Not thread-safe.
 */
public final class DeliveryAttempt {
    private final Envelope envelope;
    private final Consumer<RecipientOutcome> record;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<DeliveryReport> reports = new ArrayList<>();
    private final List<ClientParts> parts = new ArrayList<>();

    /**
     * Creates an attempt without deliveries.
     *
     * @param record the consumer of each final outcome, called as soon as the recipient is settled
     */
    DeliveryAttempt(Envelope envelope, Consumer<RecipientOutcome> record) {
        this.envelope = envelope;
        this.record = record;
    }

    /** Returns the consumer of each final outcome. */
    Consumer<RecipientOutcome> record() {
        return record;
    }

    /** Adds the parts that a delivery uses, which are closed when the attempt ends. */
    void use(ClientParts with) {
        parts.add(with);
    }

    /** Closes the parts that the deliveries used. */
    void closeParts() {
        parts.forEach(ClientParts::close);
        parts.clear();
    }

    /** Adds a delivery with its outcomes so far. */
    void add(Delivery delivery, DeliveryReport soFar) {
        deliveries.add(delivery);
        reports.add(soFar);
    }

    /** Adds the deliveries of {@code other}, which may be to some of the same recipients. */
    void join(DeliveryAttempt other) {
        deliveries.addAll(other.deliveries);
        reports.addAll(other.reports);
        parts.addAll(other.parts);
    }

    /**
     * Returns the outcomes so far, in the envelope's order: {@link RecipientOutcome.Pending} for recipients whose server waits
     * for the end.
     */
    public DeliveryReport report() {
        Map<Recipient, RecipientOutcome> outcomes = new HashMap<>();
        Map<Recipient, Attempt> attempts = new HashMap<>();
        for (DeliveryReport report : reports) {
            report.outcomes().stream()
                    // a recipient that one delivery passed to another is pending in the ledgers of both
                    .filter(outcome -> outcome.kind() != RecipientOutcome.Kind.PENDING
                            || !outcomes.containsKey(outcome.recipient()))
                    .forEach(outcome -> outcomes.put(outcome.recipient(), outcome));
            attempts.putAll(report.attempts());
        }
        return new DeliveryReport(
                envelope.recipients().stream().map(outcomes::get).toList(), attempts);
    }

    /** Returns true if there is content to commit. */
    public boolean isHeld() {
        return !report().recipients(RecipientOutcome.Kind.PENDING).isEmpty();
    }

    /**
     * Sends the ends of the contents, each unless its server has given up meanwhile. A refusal at this point is an outcome, too.
     *
     * @param limit the time limit of the whole commit
     * @return exactly one outcome for each recipient, none of them pending
     */
    public DeliveryReport commit(Duration limit) {
        Deadline deadline = Deadline.in(limit);
        reports.clear();
        try {
            deliveries.forEach(delivery -> reports.add(delivery.commit(deadline)));
        } finally {
            closeParts();
        }
        deliveries.clear();
        return report();
    }

    /** Closes the connections, so that no pending recipient is delivered to. */
    public void rollback() {
        deliveries.forEach(Delivery::rollback);
        deliveries.clear();
        closeParts();
    }
}
