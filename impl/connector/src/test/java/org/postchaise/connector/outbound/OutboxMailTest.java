/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postchaise.connector.Waits.until;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.transaction.xa.XAResource;
import org.jboss.jca.core.api.connectionmanager.pool.PoolConfiguration;
import org.jboss.jca.core.connectionmanager.pool.api.Pool;
import org.jboss.jca.core.connectionmanager.pool.api.PoolStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.DeliveryTicket;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.connector.SmtpResourceAdapter;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ReceivedMail;

/** Mail of transactions in an outbox, {@code transaction_mode = outbox}; the names carry sections of Jakarta Connectors 2.1. */
@Timeout(60)
class OutboxMailTest {
    @TempDir
    Path directory;

    private final SmtpResourceAdapter adapter = new SmtpResourceAdapter();
    private SmtpManagedConnectionFactory managed;
    private MockMailbox mailbox;
    private Pool pool;
    private MailConnectionFactory factory;

    @BeforeEach
    void start() throws Exception {
        mailbox = MockMailbox.start();
        adapter.setMinimalBackoffTime("1s");
        begin();
    }

    private void begin() throws Exception {
        adapter.start(null);
        managed = new SmtpManagedConnectionFactory();
        managed.setResourceAdapter(adapter);
        managed.setRelayhost(mailbox.nextHop());
        managed.setTransactionMode("outbox");
        managed.setOutboxDirectory(directory.toString());
        PoolConfiguration configuration = new PoolConfiguration();
        configuration.setMinSize(0);
        configuration.setMaxSize(5);
        pool = Container.pool(PoolStrategy.POOL_BY_CRI, managed, configuration);
        factory = Container.transacted(managed, pool);
    }

    @AfterEach
    void stop() {
        end();
        mailbox.close();
    }

    private void end() {
        pool.shutdown();
        adapter.stop();
    }

    @Test
    void s7_6_mailOfACommittedTransactionIsDeliveredAfterIt() throws Exception {
        Container.transactions().begin();
        DeliveryReport report = factory.deliver(Mails.ENVELOPE, Mails.MESSAGE);
        assertThat(report.outcomes()).extracting(outcome -> outcome.kind()).containsOnly(Kind.PENDING);
        DeliveryTicket ticket = report.ticket().orElseThrow();
        assertThat(factory.status(ticket)).isEmpty();
        Thread.sleep(200);
        assertThat(mailbox.mails()).isEmpty();
        Container.transactions().commit();
        until(() -> finished(ticket));
        assertThat(mailbox.mails()).hasSize(1);
        assertThat(factory.status(ticket).orElseThrow().recipients())
                .extracting(MailStatus.RecipientStatus::state)
                .containsOnly(MailStatus.State.DELIVERED);
        assertThat(pool.getStatistics().getInUseCount()).isZero();
    }

    @Test
    void s7_6_mailOfATransactionThatRolledBackIsGone() throws Exception {
        Container.transactions().begin();
        DeliveryTicket ticket =
                factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).ticket().orElseThrow();
        Container.transactions().rollback();
        assertThat(factory.status(ticket)).isEmpty();
        end();
        begin();
        assertThat(factory.status(ticket)).isEmpty();
        assertThat(mailbox.mails()).isEmpty();
    }

    @Test
    void s7_15_outsideATransactionMailIsDeliveredAtOnce() throws Exception {
        DeliveryReport report = factory.deliver(Mails.ENVELOPE, Mails.MESSAGE);
        assertThat(report.outcomes()).extracting(outcome -> outcome.kind()).containsOnly(Kind.DELIVERED);
        assertThat(report.ticket()).isEmpty();
    }

    @Test
    void mailForANextHopOfItsOwnGoesThereWithItsSettings() throws Exception {
        try (MockMailbox other = MockMailbox.start()) {
            Container.transactions().begin();
            DeliveryTicket ticket;
            try (MailConnection connection =
                    factory.getConnection(other.nextHop(), Map.of("smtp_helo_name", "own.example"))) {
                ticket = connection
                        .deliver(Mails.ENVELOPE, Mails.MESSAGE)
                        .ticket()
                        .orElseThrow();
            }
            Container.transactions().commit();
            until(() -> finished(ticket));
            assertThat(other.mails()).hasSize(1);
            assertThat(other.dialogue()).contains("C: EHLO own.example");
            assertThat(mailbox.mails()).isEmpty();
        }
    }

    @Test
    void anApplicationsOwnPasswordIsNotKept() throws Exception {
        Container.transactions().begin();
        try (MailConnection connection = factory.getConnection(mailbox.nextHop(), "ann", "secret".toCharArray())) {
            assertThatThrownBy(() -> connection.deliver(Mails.ENVELOPE, Mails.MESSAGE))
                    .isInstanceOf(NotSupportedException.class)
                    .hasMessageContaining("not kept");
        } finally {
            Container.transactions().rollback();
        }
    }

    @Test
    void aServerThatDefersIsAskedAgainAndListenersAreTold() throws Exception {
        List<MailStatus> told = new CopyOnWriteArrayList<>();
        mailbox.refuseContent("451 4.3.0 later", 1);
        MailConnectionFactory.Registration registration = factory.addStatusListener(told::add);
        try {
            Container.transactions().begin();
            DeliveryTicket ticket =
                    factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).ticket().orElseThrow();
            Container.transactions().commit();
            until(() -> finished(ticket));
        } finally {
            registration.close();
        }
        assertThat(told).hasSizeGreaterThanOrEqualTo(2);
        assertThat(told.get(0).recipients().get(0).state()).isEqualTo(MailStatus.State.DEFERRED);
        assertThat(told.get(0).recipients().get(0).text()).contains("451 4.3.0 later");
        assertThat(told.get(0).next()).isPresent();
        assertThat(mailbox.mails()).hasSize(1);
    }

    @Test
    void mailThatWaitsIsDeliveredAfterARestart() throws Exception {
        mailbox.refuseContent("451 4.3.0 later", 1);
        Container.transactions().begin();
        DeliveryTicket ticket =
                factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).ticket().orElseThrow();
        Container.transactions().commit();
        until(() ->
                factory.status(ticket).filter(status -> status.attempts() == 1).isPresent());
        end();
        begin();
        until(() -> mailbox.mails().size() == 1);
    }

    @Test
    void s7_7_aLocalTransactionKeepsAndReleasesMailToo() throws Exception {
        ManagedConnection connection = managed.createManagedConnection(null, MailConnectionRequestInfo.ROUTED_LATER);
        LocalTransaction transaction = connection.getLocalTransaction();
        MailConnectionHandle handle =
                (MailConnectionHandle) connection.getConnection(null, MailConnectionRequestInfo.ROUTED_LATER);
        transaction.begin();
        DeliveryTicket lost = handle.stage(Mails.ENVELOPE, Mails.MESSAGE, DeliveryOptions.NONE)
                .flatMap(DeliveryReport::ticket)
                .orElseThrow();
        transaction.rollback();
        transaction.begin();
        DeliveryTicket kept = handle.stage(Mails.ENVELOPE, Mails.MESSAGE, DeliveryOptions.NONE)
                .flatMap(DeliveryReport::ticket)
                .orElseThrow();
        transaction.commit();
        until(() -> finished(kept));
        assertThat(factory.status(lost)).isEmpty();
        assertThat(handle.stage(Mails.ENVELOPE, Mails.MESSAGE, DeliveryOptions.NONE))
                .isEmpty();
        connection.destroy();
    }

    @Test
    void s7_5_recoveryNeedsNoRequestInfo() throws Exception {
        ManagedConnection connection = managed.createManagedConnection(null, null);
        assertThat(connection.getXAResource().recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
                .isEmpty();
        connection.destroy();
    }

    @Test
    void s7_13_theLevelIsXa() {
        assertThat(managed.getTransactionSupport()).isEqualTo(TransactionSupportLevel.XATransaction);
    }

    @Test
    void aDirectoryThatIsNotThereStopsTheDeployment() throws Exception {
        SmtpManagedConnectionFactory bad = new SmtpManagedConnectionFactory();
        bad.setResourceAdapter(adapter);
        bad.setTransactionMode("outbox");
        assertThatThrownBy(bad::createConnectionFactory).hasMessageContaining("outbox_directory: not set");
        bad.setOutboxDirectory(directory.resolve("none").toString());
        assertThatThrownBy(bad::createConnectionFactory)
                .hasMessageContaining("outbox_directory")
                .hasMessageContaining("does not exist");
    }

    @Test
    void aRecipientThatIsRefusedIsReturnedToTheSender() throws Exception {
        mailbox.refuseRecipients("bob@example.net"::equals, "550 5.1.1 no such user", 1);
        Container.transactions().begin();
        DeliveryTicket ticket = factory.deliver(
                        Envelope.of("ann@example.com", "bob@example.net", "carol@example.net"), Mails.MESSAGE)
                .ticket()
                .orElseThrow();
        Container.transactions().commit();
        until(() -> mailbox.mails().size() == 2);
        ReceivedMail bounce = mailbox.mails().stream()
                .filter(mail -> mail.sender().isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(bounce.recipients()).containsExactly("ann@example.com");
        assertThat(bounce.text())
                .contains(
                        "Final-Recipient: rfc822; bob@example.net",
                        "Status: 5.1.1",
                        "X-Postfix-Queue-ID: " + ticket.mailId())
                .doesNotContain("carol@example.net");
        until(() -> finished(ticket));
        assertThat(factory.status(ticket).orElseThrow().recipients())
                .extracting(MailStatus.RecipientStatus::state)
                .containsExactly(MailStatus.State.FAILED, MailStatus.State.DELIVERED);
    }

    @Test
    void aMailThatExpiresIsReturnedToTheSender() throws Exception {
        end();
        adapter.setMaximalQueueLifetime("0");
        begin();
        mailbox.refuseContent("451 4.3.0 later", 1);
        Container.transactions().begin();
        DeliveryTicket ticket = factory.deliver(Envelope.of("ann@example.com", "bob@example.net"), Mails.MESSAGE)
                .ticket()
                .orElseThrow();
        Container.transactions().commit();
        until(() -> mailbox.mails().size() == 1);
        assertThat(mailbox.mails().get(0).text()).contains("Action: failed", "Status: 4.3.0");
        until(() -> finished(ticket));
        assertThat(factory.status(ticket).orElseThrow().recipients().get(0).state())
                .isEqualTo(MailStatus.State.FAILED);
    }

    @Test
    void aMessageBeyondTheSizeLimitIsRefusedAndTheOthersStay() throws Exception {
        end();
        adapter.setMessageSizeLimit("1000");
        begin();
        Container.transactions().begin();
        factory.deliver(Mails.ENVELOPE, Mails.MESSAGE);
        assertThatThrownBy(() -> factory.deliver(Mails.ENVELOPE, MessageSource.of(new byte[1001])))
                .hasMessageContaining("message_size_limit");
        Container.transactions().commit();
        until(() -> mailbox.mails().size() == 1);
    }

    /** So does WildFly. */
    @Test
    void s5_3_aFactoryThatIsMadeBeforeTheStartDeliversAfterIt() throws Exception {
        end();
        SmtpResourceAdapter later = new SmtpResourceAdapter();
        SmtpManagedConnectionFactory early = new SmtpManagedConnectionFactory();
        early.setResourceAdapter(later);
        early.setTransactionMode("outbox");
        Path unmounted = directory.resolve("none");
        early.setOutboxDirectory(unmounted.toString());
        assertThatThrownBy(early::createConnectionFactory)
                .hasMessageContainingAll("outbox_directory", "does not exist");
        Files.createDirectory(unmounted);
        MailConnectionFactory made = early.createConnectionFactory();
        assertThatThrownBy(() -> made.deliver(Mails.ENVELOPE, Mails.MESSAGE)).hasMessageContaining("not started");
        Files.delete(unmounted);
        assertThatThrownBy(() -> later.start(null)).hasMessageContaining("outbox_directory");
        begin();
    }

    private boolean finished(DeliveryTicket ticket) {
        try {
            Optional<MailStatus> status = factory.status(ticket);
            return status.filter(MailStatus::finished).isPresent();
        } catch (ResourceException e) {
            throw new AssertionError(e);
        }
    }
}
