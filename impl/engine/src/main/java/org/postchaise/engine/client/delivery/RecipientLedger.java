/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.postchaise.api.Attempt;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.event.EngineListener;

/**
 * The books of one delivery: each recipient is settled exactly once, or the ledger throws.
 *
 * <p>A recipient that may do better at the next host is postponed with the outcome it has so far, and gets that one if there
 * is no next host.
 */
final class RecipientLedger {
    private static final EnhancedStatus BAD_CONNECTION = EnhancedStatus.of("4.4.2");

    private final Envelope envelope;
    private final FailurePolicy policy;
    private final UnaryOperator<RecipientOutcome> filter;
    private final EngineListener listener;
    private final Map<Recipient, RecipientOutcome> settled = new HashMap<>();
    private final Map<Recipient, RecipientOutcome> postponed = new HashMap<>();
    private final Map<Recipient, Attempt> attempts = new HashMap<>();

    /** How the first session of a recipient was lost that may have delivered the mail. */
    private final Map<Recipient, String> doubts = new HashMap<>();

    RecipientLedger(
            Envelope envelope, FailurePolicy policy, UnaryOperator<RecipientOutcome> filter, EngineListener listener) {
        this.envelope = envelope;
        this.policy = policy;
        this.filter = filter;
        this.listener = listener;
    }

    /** The recipients without a final outcome, in the envelope's order. */
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

    /** Enters what one attempt came to: the final outcome, or what the recipient has so far. */
    void book(RecipientOutcome hard, Attempt attempt) {
        attempts.put(hard.recipient(), attempt);
        RecipientOutcome outcome = softened(hard);
        if (FailurePolicy.isFinal(outcome)) {
            settle(outcome);
        } else {
            postpone(outcome);
        }
    }

    /** Enters that {@code waiting} depends on a commit: no longer open, and not settled either. */
    void hold(RecipientOutcome.Pending waiting, Attempt attempt) {
        attempts.put(waiting.recipient(), attempt);
        if (settled.putIfAbsent(waiting.recipient(), waiting) != null) {
            throw new IllegalStateException("recipient " + waiting.recipient() + " is settled already");
        }
        postponed.remove(waiting.recipient());
    }

    /** Ends what {@link #hold} began: the recipient is open again, for what the commit came to. */
    void release(Recipient recipient) {
        if (!(settled.remove(recipient) instanceof RecipientOutcome.Pending)) {
            throw new IllegalStateException("recipient " + recipient + " was not held");
        }
    }

    /** As things stand for all who are open; the next site may do better, also where {@code failure} is a permanent one. */
    void postponeOpen(Failure failure, Attempt attempt) {
        open().forEach(recipient -> {
            attempts.put(recipient, attempt);
            postpone(softened(RecipientOutcome.failed(recipient, failure)));
        });
    }

    private RecipientOutcome softened(RecipientOutcome hard) {
        RecipientOutcome outcome = policy.soften(hard);
        if (outcome != hard) {
            listener.softened(hard);
        }
        return outcome;
    }

    /** Makes what the filter says of {@code found} its recipient's only outcome. */
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
        listener.settled(outcome);
    }

    private RecipientOutcome doubted(RecipientOutcome outcome) {
        String doubt = doubts.getOrDefault(outcome.recipient(), "");
        return doubt.isEmpty() ? outcome : outcome.withEarlierDoubt(doubt);
    }

    /** Enters the outcomes of another ledger's recipients, which it has told of itself. */
    void handedOver(DeliveryReport others) {
        for (RecipientOutcome outcome : others.outcomes()) {
            if (settled.putIfAbsent(outcome.recipient(), doubted(outcome)) != null) {
                throw new IllegalStateException("recipient " + outcome.recipient() + " is settled already");
            }
            postponed.remove(outcome.recipient());
        }
        attempts.putAll(others.attempts());
    }

    /** Remembers {@code outcome} as the one to settle with if nothing better comes; who may have the mail stays in doubt. */
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
            // that another host would not take it says nothing about the one that may have it
            case REJECTED -> before;
            case DELIVERED, IN_DOUBT, PENDING -> now;
        };
    }

    /** Whether everyone who is postponed is so by a server's reply, and not by a lost connection. */
    boolean postponedByReply() {
        return postponed.values().stream()
                .allMatch(outcome -> outcome instanceof RecipientOutcome.Undelivered undelivered
                        && undelivered.failure().hasReply());
    }

    /** Whether someone is postponed because the connection was lost. */
    boolean postponedByLoss() {
        return postponed.values().stream()
                .anyMatch(outcome -> outcome instanceof RecipientOutcome.Undelivered undelivered
                        && !undelivered.failure().hasReply()
                        && undelivered.failure().scope() == Failure.Scope.HOST
                        && undelivered.failure().status().equals(BAD_CONNECTION));
    }

    /** Settles the postponed recipients; every other one must be settled. */
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
