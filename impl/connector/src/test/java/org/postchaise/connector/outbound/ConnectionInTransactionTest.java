/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.connector.Copies;
import org.postchaise.connector.SmtpResourceAdapter;
import org.postchaise.connector.outbox.TestSubmissions;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ScriptedPeer;

/**
 * Tests of the calls that a container may make on connections in a transaction with an outbox: the branches are the outbox's, and
 * outlive the connections that worked in them. The names carry sections of Jakarta Connectors 2.1.
 */
@Timeout(60)
class ConnectionInTransactionTest {
    private static final Xid FIRST = TestSubmissions.xid(1);
    private static final Xid SECOND = TestSubmissions.xid(2);

    @TempDir
    Path directory;

    private final SmtpResourceAdapter adapter = new SmtpResourceAdapter();
    private final SmtpManagedConnectionFactory managed = new SmtpManagedConnectionFactory();
    private final RecordedEvents events = new RecordedEvents();
    private MockMailbox mailbox;
    private MailConnectionFactory factory;
    private SmtpManagedConnection connection;
    private XAResource resource;

    @BeforeEach
    void start() throws Exception {
        mailbox = MockMailbox.start();
        adapter.start(null);
        managed.setResourceAdapter(adapter);
        managed.setRelayhost(mailbox.nextHop());
        managed.setTransactionMode("outbox");
        managed.setOutboxDirectory(directory.toString());
        factory = managed.createConnectionFactory();
        connection = created();
        resource = connection.getXAResource();
    }

    @AfterEach
    void stop() {
        connection.destroy();
        adapter.stop();
        mailbox.close();
    }

    private SmtpManagedConnection created() throws ResourceException {
        SmtpManagedConnection made = (SmtpManagedConnection) managed.createManagedConnection(null, null);
        made.addConnectionEventListener(events);
        return made;
    }

    @Test
    void s7_6_oneConnectionWorksInSeveralBranchesByTurns() throws Exception {
        resource.start(FIRST, XAResource.TMNOFLAGS);
        assertThat(deliver("first@example.net")).isEqualTo(Kind.PENDING);
        resource.end(FIRST, XAResource.TMSUSPEND);
        resource.start(SECOND, XAResource.TMNOFLAGS);
        assertThat(deliver("second@example.net")).isEqualTo(Kind.PENDING);
        resource.end(SECOND, XAResource.TMSUCCESS);
        resource.start(FIRST, XAResource.TMRESUME);
        assertThat(deliver("first@example.net")).isEqualTo(Kind.PENDING);
        resource.end(FIRST, XAResource.TMSUCCESS);
        resource.rollback(FIRST);
        assertThat(resource.prepare(SECOND)).isEqualTo(XAResource.XA_OK);
        resource.commit(SECOND, false);
        arrived("second@example.net");
    }

    @Test
    void s7_15_whileABranchIsSuspendedMailIsDeliveredAtOnce() throws Exception {
        resource.start(FIRST, XAResource.TMNOFLAGS);
        assertThat(deliver("first@example.net")).isEqualTo(Kind.PENDING);
        resource.end(FIRST, XAResource.TMSUSPEND);
        assertThat(deliver("now@example.net")).isEqualTo(Kind.DELIVERED);
        resource.end(FIRST, XAResource.TMSUCCESS);
        resource.rollback(FIRST);
        arrived("now@example.net");
    }

    @Test
    void s7_9_connectionsThatAreNotSharedWorkInOneBranchTogether() throws Exception {
        SmtpManagedConnection other = created();
        assertThat(other.getXAResource()).isNotSameAs(resource);
        assertThat(resource.isSameRM(other.getXAResource())).isTrue();
        resource.start(FIRST, XAResource.TMNOFLAGS);
        assertThat(deliver("first@example.net")).isEqualTo(Kind.PENDING);
        resource.end(FIRST, XAResource.TMSUCCESS);
        other.getXAResource().start(FIRST, XAResource.TMJOIN);
        assertThat(deliver(other, "second@example.net")).isEqualTo(Kind.PENDING);
        other.getXAResource().end(FIRST, XAResource.TMSUCCESS);
        resource.commit(FIRST, true);
        arrived("first@example.net", "second@example.net");
        other.destroy();
    }

    @Test
    void s7_6_aConnectionHasOneXaResourceAndOneLocalTransaction() throws Exception {
        assertThat(connection.getXAResource()).isSameAs(resource);
        assertThat(connection.getLocalTransaction()).isSameAs(connection.getLocalTransaction());
    }

    @Test
    void s7_6_2_factoriesOfOneDirectoryAreOneResourceManagerAndOthersAreNot() throws Exception {
        assertThat(resource.isSameRM(resourceOf("outbox", directory))).isTrue();
        assertThat(resource.isSameRM(resourceOf("outbox", Files.createDirectory(directory.resolve("other")))))
                .isFalse();
    }

    private XAResource resourceOf(String mode, Path outbox) throws ResourceException {
        SmtpManagedConnectionFactory other = new SmtpManagedConnectionFactory();
        other.setResourceAdapter(adapter);
        other.setTransactionMode(mode);
        other.setOutboxDirectory(outbox.toString());
        return other.createManagedConnection(null, null).getXAResource();
    }

    @Test
    void s6_5_4_cleanupLeavesABranchToItsTransactionManager() throws Exception {
        resource.start(FIRST, XAResource.TMNOFLAGS);
        deliver("first@example.net");
        resource.end(FIRST, XAResource.TMSUSPEND);
        connection.cleanup();
        assertThat(deliver("now@example.net")).isEqualTo(Kind.DELIVERED);
        assertThat(mailbox.connections()).isEqualTo(1);
        resource.start(FIRST, XAResource.TMRESUME);
        deliver("first@example.net");
        resource.end(FIRST, XAResource.TMSUCCESS);
        connection.cleanup();
        assertThat(resource.prepare(FIRST)).isEqualTo(XAResource.XA_OK);
        connection.cleanup();
        resource.commit(FIRST, false);
        arrived("now@example.net", "first@example.net", "first@example.net");
    }

    @Test
    void s6_5_4_cleanupInTheMiddleOfABranchIsRefusedAndTheBranchStays() throws Exception {
        resource.start(FIRST, XAResource.TMNOFLAGS);
        deliver("first@example.net");
        assertThatThrownBy(connection::cleanup)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("still works in a transaction branch");
        connection.destroy();
        resource.end(FIRST, XAResource.TMSUCCESS);
        resource.commit(FIRST, true);
        arrived("first@example.net");
    }

    @Test
    void s6_5_4_cleanupRollsALocalTransactionBack() throws Exception {
        LocalTransaction transaction = connection.getLocalTransaction();
        transaction.begin();
        assertThat(deliver("first@example.net")).isEqualTo(Kind.PENDING);
        connection.cleanup();
        assertThatThrownBy(transaction::commit).isInstanceOf(LocalTransactionException.class);
        assertThat(deliver("now@example.net")).isEqualTo(Kind.DELIVERED);
        arrived("now@example.net");
    }

    @Test
    void s6_5_4_destroyLeavesABranchToItsTransactionManager() throws Exception {
        resource.start(FIRST, XAResource.TMNOFLAGS);
        MailConnectionHandle handle = connection.getConnection(null, null);
        assertThat(deliver(handle, "first@example.net")).isEqualTo(Kind.PENDING);
        connection.destroy();
        assertThatThrownBy(() -> deliver(handle, "late@example.net")).isInstanceOf(IllegalStateException.class);
        resource.end(FIRST, XAResource.TMSUCCESS);
        XAResource other = created().getXAResource();
        assertThat(other.prepare(FIRST)).isEqualTo(XAResource.XA_OK);
        assertThat(other.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
                .containsExactly(FIRST);
        other.commit(FIRST, false);
        arrived("first@example.net");
    }

    @Test
    void s6_5_4_destroyRollsALocalTransactionBack() throws Exception {
        LocalTransaction transaction = connection.getLocalTransaction();
        transaction.begin();
        deliver("first@example.net");
        connection.destroy();
        assertThatThrownBy(transaction::commit).isInstanceOf(LocalTransactionException.class);
        assertThat(mailbox.mails()).isEmpty();
    }

    @Test
    void s6_5_6_aConnectionThatIsLostLeavesItsBranchToItsTransactionManager() throws Exception {
        resource.start(FIRST, XAResource.TMNOFLAGS);
        deliver("first@example.net");
        resource.end(FIRST, XAResource.TMSUSPEND);
        try (ScriptedPeer peer = Mails.droppingAt("DATA")) {
            MailConnectionRequestInfo there =
                    new MailConnectionRequestInfo(managed.client().keyOf(peer.nextHop()));
            assertThat(deliver(connection.getConnection(null, there), "lost@example.net"))
                    .isEqualTo(Kind.DEFERRED);
        }
        assertThat(events.errors()).hasSize(1);
        assertThatThrownBy(() -> connection.getConnection(null, null)).isInstanceOf(IllegalStateException.class);
        connection.destroy();
        resource.end(FIRST, XAResource.TMSUCCESS);
        assertThat(resource.prepare(FIRST)).isEqualTo(XAResource.XA_OK);
        resource.commit(FIRST, false);
        arrived("first@example.net");
        assertThat(events.errors()).hasSize(1);
    }

    @Test
    void s6_5_4_mailOfAHandleThatWasClosedStaysInTheTransaction() throws Exception {
        resource.start(FIRST, XAResource.TMNOFLAGS);
        MailConnectionHandle handle = connection.getConnection(null, null);
        assertThat(deliver(handle, "first@example.net")).isEqualTo(Kind.PENDING);
        handle.close();
        assertThat(events.closed()).hasSize(1);
        assertThatThrownBy(() -> deliver(handle, "late@example.net"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("connection is closed");
        resource.end(FIRST, XAResource.TMSUCCESS);
        resource.commit(FIRST, true);
        arrived("first@example.net");
    }

    @Test
    void s7_11_mailBelongsToTheTransactionOfTheConnectionThatItsHandleIsOn() throws Exception {
        SmtpManagedConnection other = created();
        resource.start(FIRST, XAResource.TMNOFLAGS);
        other.getXAResource().start(SECOND, XAResource.TMNOFLAGS);
        MailConnectionHandle handle = connection.getConnection(null, null);
        assertThat(deliver(handle, "first@example.net")).isEqualTo(Kind.PENDING);
        other.associateConnection(handle);
        assertThat(deliver(handle, "second@example.net")).isEqualTo(Kind.PENDING);
        resource.end(FIRST, XAResource.TMSUCCESS);
        other.getXAResource().end(SECOND, XAResource.TMSUCCESS);
        resource.rollback(FIRST);
        other.getXAResource().commit(SECOND, true);
        arrived("second@example.net");
        other.destroy();
    }

    @Test
    void s7_6_2_theTimeLimitOfABranchIsThatOfItsConnection() throws Exception {
        assertThat(resource.setTransactionTimeout(1)).isTrue();
        assertThat(resource.getTransactionTimeout()).isEqualTo(1);
        assertThat(created().getXAResource().getTransactionTimeout()).isZero();
        resource.start(FIRST, XAResource.TMNOFLAGS);
        deliver("first@example.net");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThatThrownBy(() -> deliver("late@example.net"))
                        .isInstanceOf(ResourceException.class)
                        .hasMessageContaining("mail was not taken into the transaction")
                        .hasMessageContaining("has outlived its limit of 1 s"));
        assertThatThrownBy(() -> resource.end(FIRST, XAResource.TMSUCCESS)).isInstanceOf(XAException.class);
        assertThatThrownBy(() -> resource.prepare(FIRST)).isInstanceOf(XAException.class);
        assertThat(mailbox.mails()).isEmpty();
    }

    @Test
    void s7_7_localTransactionsAndBranchesDoNotMix() throws Exception {
        connection.getLocalTransaction().begin();
        assertThatThrownBy(() -> resource.start(FIRST, XAResource.TMNOFLAGS))
                .isInstanceOfSatisfying(
                        XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XAER_OUTSIDE));
        connection.getLocalTransaction().commit();
        resource.start(FIRST, XAResource.TMNOFLAGS);
        assertThatThrownBy(() -> connection.getLocalTransaction().begin())
                .isInstanceOf(LocalTransactionException.class);
        resource.end(FIRST, XAResource.TMSUCCESS);
        resource.rollback(FIRST);
    }

    @Test
    void s20_6_aCopyOfAFactoryWorksWithTheSameOutbox() throws Exception {
        SmtpManagedConnectionFactory copy = Copies.copy(managed);
        copy.setResourceAdapter(adapter);
        assertThat(copy).isEqualTo(managed).hasSameHashCodeAs(managed);
        assertThat(copy.getTransactionMode()).isEqualTo("outbox");
        assertThat(resource.isSameRM(copy.createManagedConnection(null, null).getXAResource()))
                .isTrue();
        assertThat(Copies.copy(factory).getReference()).isNull();
    }

    @Test
    void s19_3_factoriesThatKeepMailOfTransactionsElsewhereAreNotEqual() throws Exception {
        SmtpManagedConnectionFactory other = Copies.copy(managed);
        other.setResourceAdapter(adapter);
        other.setOutboxDirectory(directory.resolve("other").toString());
        assertThat(other).isNotEqualTo(managed);
        SmtpManagedConnectionFactory holding = Copies.copy(managed);
        holding.setResourceAdapter(adapter);
        holding.setTransactionMode("hold");
        assertThat(holding).isNotEqualTo(managed);
    }

    private void arrived(String... recipients) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> mailbox.mails().size() >= recipients.length);
        assertThat(mailbox.mails()).flatExtracting(mail -> mail.recipients()).containsExactlyInAnyOrder(recipients);
    }

    private Kind deliver(String recipient) throws ResourceException {
        return deliver(connection, recipient);
    }

    private static Kind deliver(SmtpManagedConnection to, String recipient) throws ResourceException {
        try (MailConnectionHandle handle = to.getConnection(null, null)) {
            return deliver(handle, recipient);
        }
    }

    private static Kind deliver(MailConnectionHandle handle, String recipient) throws ResourceException {
        return handle.deliver(Envelope.of("sender@example.com", recipient), Mails.MESSAGE)
                .outcomes()
                .get(0)
                .kind();
    }
}
