/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.transaction.xa.XAResource;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.connector.delivery.OutboxService;
import org.postchaise.connector.transaction.LocalMailTransaction;
import org.postchaise.connector.transaction.StagedTransaction;
import org.postchaise.connector.transaction.TransactionRules;
import org.postchaise.engine.client.delivery.ConnectionKey;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.delivery.SessionStore;
import org.postchaise.engine.client.transaction.DeliveryRequest;

/**
 * The transactions of one managed connection, as {@code transaction_mode} selects: mail is staged in an outbox, or held back
 * before its final dot, or there are no transactions. Source: Jakarta Connectors 2.1, chapter 7.
 */
final class ConnectionTransactions {
    private final TransactionRules rules;
    private final LocalMailTransaction holding;

    /** The outbox for the mail of transactions; if present, {@link #holding} is not used. */
    private final Optional<OutboxService> outbox;

    private final Optional<StagedTransaction> staging;

    /** Creates the state of a connection that is in no transaction. */
    ConnectionTransactions(TransactionRules rules, Optional<OutboxService> outbox) {
        this.rules = rules;
        this.holding = new LocalMailTransaction(rules);
        this.outbox = outbox;
        this.staging = outbox.map(OutboxService::transaction);
    }

    /** Returns true unless {@code transaction_mode} is {@code none}. */
    boolean areSupported() {
        return rules.level() != TransactionSupportLevel.NoTransaction;
    }

    /** Returns true if the connection is in a transaction. */
    boolean isActive() {
        return holding.isActive() || staging.map(StagedTransaction::isActive).orElse(false);
    }

    /** Rolls a local transaction back, when the container takes the connection away. An XA branch is left to its transaction manager. */
    void abandon() {
        holding.abandon();
        staging.ifPresent(StagedTransaction::abandon);
    }

    /**
     * Returns the XA resource.
     *
     * @throws NotSupportedException unless {@code transaction_mode} is {@code outbox}
     */
    XAResource xaResource() throws NotSupportedException {
        return staging.orElseThrow(() -> new NotSupportedException(
                        "this connection takes no part in XA transactions; expected transaction_mode = outbox"))
                .xaResource();
    }

    /**
     * Returns the local transaction.
     *
     * @throws NotSupportedException if {@code transaction_mode} is {@code none}
     */
    LocalTransaction local() throws NotSupportedException {
        if (!areSupported()) {
            throw new NotSupportedException("this connection takes no part in local transactions; expected"
                    + " transaction_mode = hold or outbox");
        }
        return staging.map(LocalTransaction.class::cast).orElse(holding);
    }

    /** Stages a mail in the outbox; empty if the connection is in no transaction with an outbox. */
    Optional<DeliveryReport> stage(
            MailConnectionHandle.Request to, Envelope envelope, MessageSource message, DeliveryOptions options)
            throws ResourceException {
        Optional<StagedTransaction> active = staging.filter(StagedTransaction::isActive);
        if (active.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(outbox.orElseThrow()
                    .stage(
                            active.get(),
                            SubmissionAttributes.of(to.asked(), envelope, options),
                            message,
                            rules.sizeLimit()));
        } catch (IOException | IllegalStateException e) {
            // the exception may also mean that the transaction has just timed out
            throw new ResourceException("mail was not taken into the transaction: " + e.getMessage(), e);
        }
    }

    /** Checks that a local transaction, if one is active, may hold one more mail back. */
    void requireRoom() throws ResourceException {
        if (holding.isActive()) {
            holding.requireRoom();
        }
    }

    /**
     * Delivers a mail at once; in a local transaction up to the end of its content.
     *
     * @param record the consumer of the final outcomes of a delivery at once
     */
    DeliveryReport send(
            MailClient client,
            ConnectionKey to,
            DeliveryRequest mail,
            DeliveryOptions options,
            SessionStore sessions,
            Consumer<RecipientOutcome> record) {
        return holding.isActive()
                ? holding.hold(client.hold(to, mail, options, sessions, rules.holdTime()))
                : client.deliver(to, mail, options, sessions, record);
    }
}
