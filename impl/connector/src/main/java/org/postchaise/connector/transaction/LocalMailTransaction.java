/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.transaction;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import jakarta.resource.spi.ResourceAllocationException;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.delivery.DeliveryAttempt;

/**
 * A local transaction that holds deliveries back before their final dot: commit sends the final dots, rollback closes the
 * sessions.
 *
 * <p>A commit in which the first mail is refused closes the other sessions and fails: nothing was delivered. If a later mail
 * is refused, the exception names the delivered recipients. The container calls from one thread at a time, but not always from the
 * same thread. Source: Jakarta Connectors 2.1, sections 7.3 and 7.7.
 */
public final class LocalMailTransaction implements LocalTransaction {
    private final TransactionRules rules;
    private final List<DeliveryAttempt> held = new ArrayList<>();
    private boolean active;

    /** Creates a transaction that is not active. */
    public LocalMailTransaction(TransactionRules rules) {
        this.rules = rules;
    }

    /** Returns true if the transaction is active, so that deliveries are held back. */
    public synchronized boolean isActive() {
        return active;
    }

    /**
     * Checks that one more delivery may be held back.
     *
     * @throws ResourceAllocationException when the limit is reached
     */
    public void requireRoom() throws ResourceAllocationException {
        int before = count();
        if (before >= rules.holdLimit()) {
            throw new ResourceAllocationException("transaction holds " + before
                    + " mails back already, each on a connection of its own; expected at most " + rules.holdLimit()
                    + " (transaction_hold_limit)");
        }
    }

    /** Keeps {@code delivery} until the end of the transaction, unless the delivery has ended; returns its report so far. */
    public DeliveryReport hold(DeliveryAttempt delivery) {
        if (delivery.isHeld()) {
            add(delivery);
        }
        return delivery.report();
    }

    /**
     * Begins the transaction.
     *
     * @throws LocalTransactionException when the transaction is active already: local transactions do not nest
     */
    @Override
    public synchronized void begin() throws ResourceException {
        if (active) {
            throw new LocalTransactionException("a local transaction is active on this connection already; expected its"
                    + " commit or rollback before another begin");
        }
        active = true;
    }

    /**
     * Commits the transaction: sends the final dots.
     *
     * @throws LocalTransactionException when a mail was refused or is in doubt, with the reason
     */
    @Override
    public void commit() throws ResourceException {
        List<DeliveryAttempt> all = end("commit");
        List<DeliveryReport> reports = new ArrayList<>();
        for (DeliveryAttempt mail : all) {
            DeliveryReport report = mail.commit(rules.holdTime());
            reports.add(report);
            if (taken(report) == 0 && taken(reports) == 0) {
                all.forEach(DeliveryAttempt::rollback);
                throw new LocalTransactionException("mail was not delivered: " + reason(report));
            }
        }
        for (DeliveryReport report : reports) {
            if (taken(report) == 0) {
                throw new LocalTransactionException("mail was not delivered, but another one of this transaction was: "
                        + reason(report) + "; delivered: " + delivered(reports));
            }
        }
    }

    /** Rolls the transaction back: no held mail is delivered. */
    @Override
    public void rollback() throws ResourceException {
        end("rollback").forEach(DeliveryAttempt::rollback);
    }

    /** Rolls the transaction back if it is active, when the container takes the connection away. */
    public void abandon() {
        takeAll().forEach(DeliveryAttempt::rollback);
    }

    private synchronized int count() {
        return held.size();
    }

    private synchronized void add(DeliveryAttempt delivery) {
        held.add(delivery);
    }

    private synchronized List<DeliveryAttempt> end(String how) throws LocalTransactionException {
        if (!active) {
            throw new LocalTransactionException(
                    "no local transaction is active on this connection; expected begin before " + how);
        }
        return takeAll();
    }

    private synchronized List<DeliveryAttempt> takeAll() {
        List<DeliveryAttempt> all = List.copyOf(held);
        held.clear();
        active = false;
        return all;
    }

    private static long taken(List<DeliveryReport> reports) {
        return reports.stream().mapToLong(LocalMailTransaction::taken).sum();
    }

    private static long taken(DeliveryReport report) {
        return report.recipients(RecipientOutcome.Kind.DELIVERED).size();
    }

    private static String reason(DeliveryReport report) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.kind() != RecipientOutcome.Kind.DELIVERED)
                .map(outcome -> "<" + outcome.recipient().address() + "> "
                        + (outcome.kind() == RecipientOutcome.Kind.IN_DOUBT ? "in doubt: " : "") + outcome.text())
                .findFirst()
                .orElse("no reason");
    }

    private static String delivered(List<DeliveryReport> reports) {
        return String.join(
                ", ",
                reports.stream()
                        .flatMap(report -> report.recipients(RecipientOutcome.Kind.DELIVERED).stream())
                        .map(recipient -> "<" + recipient.address() + ">")
                        .toList());
    }
}
