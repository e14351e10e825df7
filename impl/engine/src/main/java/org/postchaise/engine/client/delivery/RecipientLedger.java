/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.postchaise.api.Attempt;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;

/**
 * The ledger of one delivery, which settles each recipient exactly once, or throws.
 *
 * <p>A recipient that is to be tried with the next host is postponed with its outcome so far, and settled with that outcome
 * if there is no next host.
 */
final class RecipientLedger {
    private static final EnhancedStatus BAD_CONNECTION = EnhancedStatus.of("4.4.2");

    private final Envelope envelope;
    private final FailurePolicy policy;
    private final UnaryOperator<RecipientOutcome> filter;
    private final EngineListener listener;
    private final Consumer<RecipientOutcome> record;
    private final Map<Recipient, RecipientOutcome> settled = new HashMap<>();
    private final Map<Recipient, RecipientOutcome> postponed = new HashMap<>();
    private final Map<Recipient, Attempt> attempts = new HashMap<>();

    /** The text of the first lost session of each recipient in which the mail may have been delivered. */
    private final Map<Recipient, String> doubts = new HashMap<>();

    /**
     * Creates a ledger in which no recipient is settled.
     *
     * @param record the consumer of each final outcome, called as soon as the recipient is settled
     */
    RecipientLedger(
            Envelope envelope,
            FailurePolicy policy,
            UnaryOperator<RecipientOutcome> filter,
            EngineListener listener,
            Consumer<RecipientOutcome> record) {
        this.envelope = envelope;
        this.policy = policy;
        this.filter = filter;
        this.listener = listener;
        this.record = record;
    }

    /** Returns the recipients without a final outcome, in the envelope's order. */
    List<Recipient> open() {
        if (settled.isEmpty()) {
            return envelope.recipients();
        }
        if (settled.size() == envelope.recipients().size()) {
            return List.of();
        }
        return envelope.recipients().stream()
                .filter(recipient -> !settled.containsKey(recipient))
                .toList();
    }

    /** Records the outcome of one attempt: settles the recipient if the outcome is final, else postpones the recipient. */
    void book(RecipientOutcome hard, Attempt attempt) {
        attempts.put(hard.recipient(), attempt);
        RecipientOutcome outcome = softened(hard);
        if (FailurePolicy.isFinal(outcome)) {
            settle(outcome);
        } else {
            postpone(outcome);
        }
    }

    /** Records that {@code waiting} depends on a commit: the recipient is no longer open, but not settled either. */
    void hold(RecipientOutcome.Pending waiting, Attempt attempt) {
        attempts.put(waiting.recipient(), attempt);
        if (settled.putIfAbsent(waiting.recipient(), waiting) != null) {
            throw new IllegalStateException("recipient " + waiting.recipient() + " is settled already");
        }
        postponed.remove(waiting.recipient());
    }

    /** Reopens a recipient after {@link #hold}, for the outcome of the commit. */
    void release(Recipient recipient) {
        if (!(settled.remove(recipient) instanceof RecipientOutcome.Pending)) {
            throw new IllegalStateException("recipient " + recipient + " was not held");
        }
    }

    /** Postpones all open recipients with {@code failure}; the next site is tried even if the failure is permanent. */
    void postponeOpen(Failure failure, Attempt attempt) {
        open().forEach(recipient -> {
            attempts.put(recipient, attempt);
            postpone(softened(RecipientOutcome.failed(recipient, failure)));
        });
    }

    private RecipientOutcome softened(RecipientOutcome hard) {
        RecipientOutcome outcome = policy.soften(hard);
        if (outcome != hard) {
            listener.on(new ClientEvent.SoftBounced(hard));
        }
        return outcome;
    }

    /** Settles the recipient of {@code found} with the outcome that the filter returns. */
    void settle(RecipientOutcome found) {
        RecipientOutcome outcome = doubted(filter.apply(found));
        Recipient recipient = outcome.recipient();
        if (!envelope.recipients().contains(recipient)) {
            throw new IllegalStateException("recipient " + recipient + " is not in the envelope");
        }
        if (settled.putIfAbsent(recipient, outcome) != null) {
            throw new IllegalStateException("recipient " + recipient + " is settled already");
        }
        postponed.remove(recipient);
        record.accept(outcome);
        listener.on(new ClientEvent.RecipientSettled(outcome));
    }

    private RecipientOutcome doubted(RecipientOutcome outcome) {
        String doubt = doubts.getOrDefault(outcome.recipient(), "");
        return doubt.isEmpty() ? outcome : outcome.withEarlierDoubt(doubt);
    }

    /** Records the outcomes of recipients that another ledger has settled and reported. */
    void handedOver(DeliveryReport others) {
        for (RecipientOutcome outcome : others.outcomes()) {
            if (settled.putIfAbsent(outcome.recipient(), doubted(outcome)) != null) {
                throw new IllegalStateException("recipient " + outcome.recipient() + " is settled already");
            }
            postponed.remove(outcome.recipient());
        }
        attempts.putAll(others.attempts());
    }

    /** Keeps {@code outcome} as the outcome if no better one follows; a recipient that may have the mail stays in doubt. */
    void postpone(RecipientOutcome outcome) {
        if (settled.containsKey(outcome.recipient())) {
            throw new IllegalStateException("recipient " + outcome.recipient() + " is settled already");
        }
        if (outcome.kind() == RecipientOutcome.Kind.IN_DOUBT) {
            doubts.putIfAbsent(outcome.recipient(), outcome.text());
        }
        postponed.merge(outcome.recipient(), outcome, RecipientLedger::later);
    }

    private static RecipientOutcome later(RecipientOutcome before, RecipientOutcome now) {
        if (before.kind() != RecipientOutcome.Kind.IN_DOUBT) {
            return now;
        }
        return switch (now.kind()) {
            case DEFERRED ->
                new RecipientOutcome.InDoubt(now.recipient(), ((RecipientOutcome.Undelivered) now).failure());
            // a refusal by another host says nothing about the host that may have accepted the mail
            case REJECTED -> before;
            case DELIVERED, IN_DOUBT, NOT_TRIED, PENDING -> now;
        };
    }

    /** Returns true if all postponed recipients were postponed by a server's reply, none by a lost connection. */
    boolean postponedByReply() {
        return postponed.values().stream()
                .allMatch(outcome -> outcome instanceof RecipientOutcome.Undelivered undelivered
                        && undelivered.failure().hasReply());
    }

    /** Returns true if a recipient was postponed because the connection was lost. */
    boolean postponedByLoss() {
        return postponed.values().stream()
                .anyMatch(outcome -> outcome instanceof RecipientOutcome.Undelivered undelivered
                        && !undelivered.failure().hasReply()
                        && undelivered.failure().scope() == Failure.Scope.HOST
                        && undelivered.failure().status().equals(BAD_CONNECTION));
    }

    /** Settles the postponed recipients and returns the report; all others must be settled. */
    DeliveryReport close() {
        new ArrayList<>(postponed.values()).forEach(this::settle);
        List<RecipientOutcome> outcomes = new ArrayList<>();
        for (Recipient recipient : envelope.recipients()) {
            RecipientOutcome outcome = settled.get(recipient);
            if (outcome == null) {
                throw new IllegalStateException("recipient " + recipient + " has no outcome");
            }
            outcomes.add(outcome);
        }
        return new DeliveryReport(outcomes, attempts);
    }
}
