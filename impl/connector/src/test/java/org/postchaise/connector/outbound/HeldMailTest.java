/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import org.jboss.jca.core.api.connectionmanager.pool.PoolConfiguration;
import org.jboss.jca.core.connectionmanager.pool.api.Pool;
import org.jboss.jca.core.connectionmanager.pool.api.PoolStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.testkit.MockMailbox;

/** Mail in local transactions, {@code transaction_mode = hold}; the names carry sections of Jakarta Connectors 2.1. */
@Timeout(60)
class HeldMailTest {
    private final SmtpManagedConnectionFactory managed = new SmtpManagedConnectionFactory();
    private MockMailbox mailbox;
    private Pool pool;

    @BeforeEach
    void start() {
        mailbox = MockMailbox.start();
        managed.setRelayhost(mailbox.nextHop());
        managed.setTransactionMode("hold");
        PoolConfiguration configuration = new PoolConfiguration();
        configuration.setMinSize(0);
        configuration.setMaxSize(3);
        pool = Container.pool(PoolStrategy.ONE_POOL, managed, configuration);
    }

    @AfterEach
    void stop() {
        pool.shutdown();
        mailbox.close();
    }

    @Test
    void s7_7_heldMailArrivesWithTheCommitOfTheTransaction() throws Exception {
        MailConnectionFactory factory = Container.transacted(managed, pool);
        Container.transactions().begin();
        assertThat(kind(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE))).isEqualTo(Kind.PENDING);
        assertThat(mailbox.mails()).isEmpty();
        Container.transactions().commit();
        assertThat(mailbox.mails()).hasSize(1);
        assertThat(pool.getStatistics().getInUseCount()).isZero();
    }

    @Test
    void s7_7_afterARollbackNothingArrivesAndTheConnectionIsUsedAgain() throws Exception {
        MailConnectionFactory factory = Container.transacted(managed, pool);
        Container.transactions().begin();
        factory.deliver(Mails.ENVELOPE, Mails.MESSAGE);
        Container.transactions().rollback();
        assertThat(mailbox.mails()).isEmpty();

        Container.transactions().begin();
        factory.deliver(Mails.ENVELOPE, Mails.MESSAGE);
        Container.transactions().commit();
        assertThat(mailbox.mails()).hasSize(1);
        assertThat(pool.getStatistics().getCreatedCount()).isEqualTo(1);
    }

    @Test
    void s7_7_aRefusalOfTheEndFailsTheCommit() throws Exception {
        MailConnectionFactory factory = Container.transacted(managed, pool);
        mailbox.refuseContent("554 5.6.0 not this one", 1);
        Container.transactions().begin();
        factory.deliver(Mails.ENVELOPE, Mails.MESSAGE);
        assertThatThrownBy(() -> Container.transactions().commit())
                .isInstanceOf(jakarta.transaction.RollbackException.class);
        assertThat(mailbox.mails()).isEmpty();
    }

    @Test
    void s7_15_outsideATransactionMailIsDeliveredAtOnce() throws Exception {
        MailConnectionFactory factory = Container.transacted(managed, pool);
        assertThat(kind(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE))).isEqualTo(Kind.DELIVERED);
        assertThat(mailbox.mails()).hasSize(1);
    }

    @Test
    void s7_7_theReplyToTheEndIsInTheMessageOfTheFailedCommit() throws Exception {
        mailbox.refuseContent("554 5.6.0 not this one", 1);
        LocalTransaction transaction = begun(created());
        assertThatThrownBy(transaction::commit)
                .isInstanceOf(LocalTransactionException.class)
                .hasMessageContaining("mail was not delivered: <")
                .hasMessageContaining("said: 554 5.6.0 not this one (in reply to end of DATA command)");
    }

    @Test
    void s7_7_whenTheFirstOfSeveralMailsIsRefusedNoneIsDelivered() throws Exception {
        mailbox.refuseContent("554 5.6.0 not this one", 1);
        ManagedConnection connection = created();
        LocalTransaction transaction = begun(connection);
        assertThat(kind(deliver(connection))).isEqualTo(Kind.PENDING);
        assertThatThrownBy(transaction::commit).isInstanceOf(LocalTransactionException.class);
        assertThat(mailbox.mails()).isEmpty();
    }

    @Test
    void s7_3_beginsDoNotNestAndAnEndNeedsABegin() throws Exception {
        LocalTransaction transaction = created().getLocalTransaction();
        assertThatThrownBy(transaction::commit)
                .isInstanceOf(LocalTransactionException.class)
                .hasMessageContaining("expected begin before commit");
        assertThatThrownBy(transaction::rollback).isInstanceOf(LocalTransactionException.class);
        transaction.begin();
        assertThatThrownBy(transaction::begin)
                .isInstanceOf(LocalTransactionException.class)
                .hasMessageContaining("is active on this connection already");
        transaction.rollback();
        transaction.begin();
        transaction.commit();
    }

    @Test
    void s7_7_oneMailMoreThanTheLimitIsRefusedAndTheOthersStay() throws Exception {
        managed.setTransactionHoldLimit("1");
        ManagedConnection connection = created();
        LocalTransaction transaction = begun(connection);
        assertThatThrownBy(() -> deliver(connection))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("expected at most 1 (transaction_hold_limit)");
        transaction.commit();
        assertThat(mailbox.mails()).hasSize(1);
    }

    @Test
    void s6_5_4_cleanupDropsWhatIsHeldBack() throws Exception {
        ManagedConnection connection = created();
        LocalTransaction transaction = begun(connection);
        connection.cleanup();
        assertThatThrownBy(transaction::commit).isInstanceOf(LocalTransactionException.class);
        assertThat(mailbox.mails()).isEmpty();
    }

    @Test
    void s7_13_theFactorySaysInWhichTransactionsItsConnectionsTakePart() throws Exception {
        assertThat(managed.getTransactionSupport()).isEqualTo(TransactionSupportLevel.LocalTransaction);
        managed.setTransactionMode("none");
        assertThat(managed.getTransactionSupport()).isEqualTo(TransactionSupportLevel.NoTransaction);
        ManagedConnection connection = created();
        assertThatThrownBy(connection::getLocalTransaction)
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("transaction_mode = hold");
    }

    private ManagedConnection created() throws ResourceException {
        return managed.createManagedConnection(null, null);
    }

    /** With one mail. */
    private static LocalTransaction begun(ManagedConnection connection) throws ResourceException {
        LocalTransaction transaction = connection.getLocalTransaction();
        transaction.begin();
        assertThat(kind(deliver(connection))).isEqualTo(Kind.PENDING);
        return transaction;
    }

    private static DeliveryReport deliver(ManagedConnection connection) throws ResourceException {
        try (MailConnection handle = (MailConnection) connection.getConnection(null, null)) {
            return handle.deliver(Mails.ENVELOPE, Mails.MESSAGE);
        }
    }

    private static Kind kind(DeliveryReport report) {
        return report.outcomes().stream()
                .map(RecipientOutcome::kind)
                .findFirst()
                .orElseThrow();
    }
}
