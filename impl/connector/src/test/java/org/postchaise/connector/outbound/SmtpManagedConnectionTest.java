/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.ManagedConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ScriptedPeer;

class SmtpManagedConnectionTest {
    private final SmtpManagedConnectionFactory factory = new SmtpManagedConnectionFactory();
    private final RecordedEvents events = new RecordedEvents();
    private MockMailbox mailbox;
    private ManagedConnection managed;

    @BeforeEach
    void aConnectionToAMailbox() throws Exception {
        mailbox = MockMailbox.start();
        factory.setRelayhost(mailbox.nextHop());
        managed = connectionTo(mailbox.nextHop());
    }

    @AfterEach
    void close() throws Exception {
        managed.destroy();
        mailbox.close();
    }

    @Test
    void s6_5_4_manyHandlesShareOneSession() throws Exception {
        MailConnectionHandle first = handle();
        MailConnectionHandle second = handle();
        assertThat(deliver(first).allDelivered()).isTrue();
        assertThat(deliver(second).allDelivered()).isTrue();
        assertThat(mailbox.connections()).isEqualTo(1);
        assertThat(mailbox.mails()).hasSize(2);
    }

    @Test
    void s6_5_4_cleanupKeepsTheSessionAndTakesTheHandles() throws Exception {
        MailConnectionHandle before = handle();
        deliver(before);
        managed.cleanup();
        managed.cleanup();
        assertThatThrownBy(() -> deliver(before))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("connection is closed; it was returned to the pool");
        before.close();
        assertThat(events.closed()).isEmpty();
        assertThat(deliver(handle()).allDelivered()).isTrue();
        assertThat(mailbox.connections()).isEqualTo(1);
    }

    @Test
    void s6_5_4_destroyQuitsTheSession() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.ofText("""
                S: 220 mx.example ESMTP
                C~ EHLO .*
                S: 250 mx.example
                C~ MAIL .*
                S: 250 ok
                C~ RCPT .*
                S: 250 ok
                C: DATA
                S: 354 go
                body
                S: 250 ok
                C: QUIT
                """)) {
            ManagedConnection connection = connectionTo(peer.nextHop());
            MailConnectionHandle handle = (MailConnectionHandle) connection.getConnection(null, null);
            deliver(handle);
            connection.destroy();
            peer.verify();
            assertThatThrownBy(() -> deliver(handle))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("connection is closed; it was removed from the pool");
            assertThatThrownBy(() -> connection.getConnection(null, null))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("connection is closed");
            assertThatThrownBy(connection::getMetaData).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void s6_5_4_aClosedHandleIsClosedOnceAndUnusable() throws Exception {
        MailConnectionHandle handle = handle();
        handle.close();
        handle.close();
        assertThat(events.closed()).hasSize(1);
        assertThat(events.closed().get(0).getConnectionHandle()).isSameAs(handle);
        assertThatThrownBy(() -> deliver(handle))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("connection is closed");
    }

    @Test
    void s6_5_4_aHandleCarriesItsKeyWhateverTheConnectionWasMadeFor() throws Exception {
        try (MockMailbox other = MockMailbox.start()) {
            MailConnectionHandle wrong = (MailConnectionHandle) managed.getConnection(
                    null, new MailConnectionRequestInfo(factory.client().keyOf(other.nextHop())));
            deliver(handle());
            deliver(wrong);
            deliver(handle());
            assertThat(mailbox.mails()).hasSize(2);
            assertThat(other.mails()).hasSize(1);
            assertThat(mailbox.connections()).isEqualTo(1);
        }
    }

    @Test
    void s6_5_4_aConnectionThatServesManyNextHopsKeepsFewSessions() throws Exception {
        List<MockMailbox> others = new ArrayList<>();
        try {
            deliver(handle());
            for (int i = 0; i < LiveSessions.LIMIT; i++) {
                MockMailbox other = MockMailbox.start();
                others.add(other);
                MailConnectionRequestInfo info =
                        new MailConnectionRequestInfo(factory.client().keyOf(other.nextHop()));
                assertThat(deliver((MailConnectionHandle) managed.getConnection(null, info))
                                .allDelivered())
                        .isTrue();
            }
            deliver(handle());
            assertThat(mailbox.connections()).isEqualTo(2);
            assertThat(mailbox.mails()).hasSize(2);
            assertThat(others).allSatisfy(other -> assertThat(other.mails()).hasSize(1));
        } finally {
            others.forEach(MockMailbox::close);
        }
    }

    @Test
    void s7_11_aHandleMovesToAnotherConnection() throws Exception {
        ManagedConnection other = connectionTo(mailbox.nextHop());
        MailConnectionHandle handle = handle();
        other.associateConnection(handle);
        managed.cleanup();
        assertThat(deliver(handle).allDelivered()).isTrue();
        other.cleanup();
        assertThatThrownBy(() -> deliver(handle)).isInstanceOf(IllegalStateException.class);
        managed.associateConnection(handle);
        assertThat(deliver(handle).allDelivered()).isTrue();
        other.destroy();
        handle.close();
        assertThat(events.closed()).hasSize(1);
        assertThat(events.closed().get(0).getSource()).isSameAs(managed);
    }

    @Test
    void s7_11_neitherAForeignNorAClosedHandleMoves() throws Exception {
        MailConnectionHandle closed = handle();
        closed.close();
        assertThatThrownBy(() -> managed.associateConnection(closed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> managed.associateConnection("handle"))
                .isInstanceOf(ResourceException.class)
                .hasMessage("cannot associate a java.lang.String; expected a handle of this resource adapter");
    }

    @Test
    void s6_5_6_aListenerMayLeaveDuringAnEvent() throws Exception {
        RecordedEvents second = new RecordedEvents();
        RecordedEvents leaving = new RecordedEvents();
        managed.addConnectionEventListener(new jakarta.resource.spi.ConnectionEventListener() {
            @Override
            public void connectionClosed(ConnectionEvent event) {
                managed.removeConnectionEventListener(this);
                leaving.connectionClosed(event);
            }

            @Override
            public void connectionErrorOccurred(ConnectionEvent event) {}

            @Override
            public void localTransactionStarted(ConnectionEvent event) {}

            @Override
            public void localTransactionCommitted(ConnectionEvent event) {}

            @Override
            public void localTransactionRolledback(ConnectionEvent event) {}
        });
        managed.addConnectionEventListener(second);
        handle().close();
        handle().close();
        assertThat(leaving.closed()).hasSize(1);
        assertThat(second.closed()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA"})
    void s6_5_6_aSessionLostInATransactionIsReportedOnce(String verb) throws Exception {
        try (ScriptedPeer peer = Mails.droppingAt(verb)) {
            ManagedConnection broken = connectionTo(peer.nextHop());
            StringWriter log = new StringWriter();
            broken.setLogWriter(new PrintWriter(log));
            MailConnectionHandle handle = (MailConnectionHandle) broken.getConnection(null, null);
            DeliveryReport report = deliver(handle);
            assertThat(report.recipients(RecipientOutcome.Kind.DEFERRED)).hasSize(1);
            assertThat(events.errors()).hasSize(1);
            assertThat(events.errors().get(0).getSource()).isSameAs(broken);
            assertThat(events.errors().get(0).getException())
                    .isInstanceOf(CommException.class)
                    .hasMessageStartingWith("connection to " + peer.nextHop() + " was lost: lost connection with ");
            assertThat(log.toString()).contains("was lost");
            assertThatThrownBy(() -> deliver(handle))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("was lost: lost connection with ");
            assertThatThrownBy(() -> broken.getConnection(null, null)).isInstanceOf(IllegalStateException.class);
            assertThat(factory.getInvalidConnections(Set.of(broken))).isEqualTo(Set.of(broken));
            handle.close();
            broken.cleanup();
            broken.destroy();
            assertThat(events.errors()).hasSize(1);
            assertThat(events.closed()).isEmpty();
        }
    }

    @Test
    void s6_5_6_anIdleSessionThatDiedAndCannotBeReplacedIsReported() throws Exception {
        deliver(handle());
        mailbox.close();
        assertThat(deliver(handle()).recipients(RecipientOutcome.Kind.DEFERRED)).hasSize(1);
        assertThat(events.errors()).hasSize(1);
    }

    @Test
    void s6_5_6_aRefusedConnectIsNoConnectionError() throws Exception {
        mailbox.close();
        MailConnectionHandle handle = handle();
        assertThat(deliver(handle).recipients(RecipientOutcome.Kind.DEFERRED)).hasSize(1);
        assertThat(deliver(handle).recipients(RecipientOutcome.Kind.DEFERRED)).hasSize(1);
        assertThat(events.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"451 4.3.0 try later", "550 5.1.1 no such user", "421 4.3.2 going down"})
    void s6_5_6_aReplyIsNoConnectionError(String reply) throws Exception {
        mailbox.refuseRecipients(recipient -> true, reply, 1);
        MailConnectionHandle handle = handle();
        assertThat(deliver(handle).allDelivered()).isFalse();
        assertThat(deliver(handle).allDelivered()).isTrue();
        assertThat(events.errors()).isEmpty();
    }

    @Test
    void s6_5_6_aMailThatIsNotEvenOfferedIsNoConnectionError() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.ofText("""
                S: 220 mx.example ESMTP
                C~ EHLO .*
                S: 250-mx.example
                S: 250 SIZE 10
                C: RSET
                S: 250 ok
                """)) {
            ManagedConnection connection = connectionTo(peer.nextHop());
            MailConnectionHandle handle = (MailConnectionHandle) connection.getConnection(null, null);
            assertThat(deliver(handle).recipients(RecipientOutcome.Kind.REJECTED))
                    .hasSize(1);
            assertThat(events.errors()).isEmpty();
            assertThat(factory.getInvalidConnections(Set.of(connection))).isEmpty();
            connection.destroy();
            peer.verify();
        }
    }

    @Test
    void s6_5_6_contentThatCannotBeReadIsNoConnectionError() throws Exception {
        MailConnectionHandle handle = handle();
        DeliveryReport report = handle.deliver(Mails.ENVELOPE, () -> {
            throw new IOException("disk is gone");
        });
        assertThat(report.recipients(RecipientOutcome.Kind.DEFERRED)).hasSize(1);
        assertThat(deliver(handle).allDelivered()).isTrue();
        assertThat(events.errors()).isEmpty();
    }

    @Test
    void s6_5_6_aSourceThatThrowsIsNoConnectionError() throws Exception {
        MailConnectionHandle handle = handle();
        DeliveryReport report = handle.deliver(Mails.ENVELOPE, () -> {
            throw new ArithmeticException("a bug of the application");
        });
        assertThat(report.recipients(RecipientOutcome.Kind.DEFERRED)).hasSize(1);
        assertThat(deliver(handle).allDelivered()).isTrue();
        assertThat(events.errors()).isEmpty();
    }

    @Test
    void s6_5_6_aDeliveryThatEndsWithAnExceptionEvictsTheConnection() throws Exception {
        MailConnectionHandle handle = handle();
        assertThatThrownBy(() -> handle.deliver(Mails.ENVELOPE, () -> {
                    throw new StackOverflowError("nobody expects it");
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(events.errors()).hasSize(1);
        assertThatThrownBy(() -> deliver(handle))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the delivery ended with an exception");
    }

    @Test
    void s6_5_5_metaDataNameTheProtocolAndTheServer() throws Exception {
        assertThat(managed.getMetaData().getEISProductName()).isEqualTo("SMTP");
        assertThat(managed.getMetaData().getEISProductVersion()).isEqualTo("unknown");
        deliver(handle());
        assertThat(managed.getMetaData().getEISProductVersion())
                .contains("127.0.0.1")
                .endsWith(":" + mailbox.port());
        assertThat(managed.getMetaData().getMaxConnections()).isZero();
        assertThat(managed.getMetaData().getUserName()).isEmpty();
    }

    @Test
    void s22_takesNoPartInTransactionsUnlessItsFactorySaysSo() {
        assertThatThrownBy(managed::getXAResource).isInstanceOf(NotSupportedException.class);
        assertThatThrownBy(managed::getLocalTransaction).isInstanceOf(NotSupportedException.class);
    }

    @Test
    void s19_3_connectionsAreEqualByIdentity() throws Exception {
        assertThat(managed).isNotEqualTo(connectionTo(mailbox.nextHop()));
    }

    @Test
    void oneDeliveryAtATimeAndTheSecondIsRefusedAtOnce() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        MailConnectionHandle first = handle();
        MailConnectionHandle second = handle();
        CompletableFuture<Boolean> delivery = CompletableFuture.supplyAsync(() -> {
            try {
                return first.deliver(Mails.ENVELOPE, Mails.waiting(reached, go)).allDelivered();
            } catch (ResourceException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> deliver(second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("connection is in use by thread");
        assertThat(factory.getInvalidConnections(Set.of(managed))).isEmpty();
        assertThatThrownBy(managed::cleanup)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a delivery is still under way");
        managed.destroy();
        go.countDown();
        assertThat(delivery.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(events.errors()).isEmpty();
        assertThat(mailbox.mails()).hasSize(1);
    }

    private ManagedConnection connectionTo(String nextHop) throws ResourceException {
        ManagedConnection connection = factory.createManagedConnection(
                null, new MailConnectionRequestInfo(factory.client().keyOf(nextHop)));
        connection.addConnectionEventListener(events);
        return connection;
    }

    private MailConnectionHandle handle() throws ResourceException {
        return (MailConnectionHandle) managed.getConnection(null, null);
    }

    private static DeliveryReport deliver(MailConnectionHandle handle) throws ResourceException {
        return handle.deliver(Mails.ENVELOPE, Mails.MESSAGE);
    }
}
