/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ManagedConnectionMetaData;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.connector.SmtpResourceAdapter;
import org.postchaise.testkit.MockMailbox;

/** Connections outside a container in the transactions of Narayana; the names carry sections of Jakarta Connectors 2.1. */
@Timeout(60)
class EnlistingConnectionManagerTest {
    private final TransactionManager transactions = Container.transactions();
    private final List<String> told = new ArrayList<>();
    private final FakeFactory factory = new FakeFactory();
    private final PoolingConnectionManager pool =
            new PoolingConnectionManager(3, Duration.ofMillis(50), Duration.ofSeconds(60));
    private final EnlistingConnectionManager manager = new EnlistingConnectionManager(pool, transactions);

    @AfterEach
    void endTransaction() throws Exception {
        if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
            transactions.rollback();
        }
    }

    @Test
    void s6_9_outsideATransactionNothingIsEnlisted() throws Exception {
        connection("a").close();
        connection("a").close();
        assertThat(told).containsExactly("create 1", "cleanup 1", "cleanup 1");
    }

    @Test
    void s7_9_aTransactionSharesOneConnectionThatGoesBackAfterItsEnd() throws Exception {
        transactions.begin();
        connection("a").close();
        connection("a").close();
        assertThat(told).containsExactly("create 1", "start 1", "end 1", "join 1", "end 1");
        transactions.commit();
        assertThat(told.subList(5, told.size())).containsExactly("commit 1 in one phase", "cleanup 1");
        connection("a").close();
        assertThat(factory.created).isEqualTo(1);
    }

    @Test
    void s7_9_anotherRequestInfoHasAConnectionOfItsOwn() throws Exception {
        transactions.begin();
        FakeConnection first = connection("a");
        FakeConnection second = connection("b");
        assertThat(first.number).isNotEqualTo(second.number);
        first.close();
        second.close();
        transactions.commit();
        assertThat(told).contains("prepare 1", "prepare 2", "commit 1", "commit 2", "cleanup 1", "cleanup 2");
    }

    @Test
    void s7_9_anotherTransactionHasAConnectionOfItsOwn() throws Exception {
        transactions.begin();
        connection("a").close();
        jakarta.transaction.Transaction first = transactions.suspend();
        transactions.begin();
        connection("a").close();
        transactions.commit();
        assertThat(factory.created).isEqualTo(2);
        transactions.resume(first);
        transactions.rollback();
        assertThat(told).contains("commit 2 in one phase", "rollback 1");
    }

    @Test
    void s6_9_aConnectionIsKeptFromOthersUntilItsTransactionHasEnded() throws Exception {
        transactions.begin();
        connection("a").close();
        connection("b").close();
        connection("c").close();
        assertThatThrownBy(() -> manager.allocateConnection(factory, new Info("d")))
                .hasMessageContaining("all 3 connections are in use");
        transactions.rollback();
        connection("d").close();
        assertThat(told).contains("rollback 1", "rollback 2", "rollback 3", "create 4");
    }

    @Test
    void s6_9_aHandleThatOutlivesItsTransactionKeepsTheConnection() throws Exception {
        transactions.begin();
        FakeConnection connection = connection("a");
        transactions.commit();
        assertThat(told).doesNotContain("cleanup 1");
        connection.close();
        assertThat(told).contains("cleanup 1");
    }

    @Test
    void s6_5_6_aLostConnectionRollsItsTransactionBackAndIsDestroyedAfterIt() throws Exception {
        transactions.begin();
        connection("a").lose();
        assertThat(transactions.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
        assertThat(told).doesNotContain("destroy 1");
        assertThatThrownBy(transactions::commit).isInstanceOf(RollbackException.class);
        assertThat(told.subList(told.size() - 2, told.size())).containsExactly("rollback 1", "destroy 1");
    }

    @Test
    void s6_9_aTransactionThatCanOnlyBeRolledBackTakesNoMailAndLosesNoPlace() throws Exception {
        for (int i = 0; i < 5; i++) {
            transactions.begin();
            transactions.setRollbackOnly();
            assertThatThrownBy(() -> connection("a"))
                    .isInstanceOf(ResourceException.class)
                    .hasMessageContaining("mail can't take part in the transaction");
            transactions.rollback();
        }
        connection("a").close();
    }

    @Test
    void s7_13_aFactoryWithoutXaIsRefused() {
        SmtpManagedConnectionFactory managed = new SmtpManagedConnectionFactory();
        managed.setTransactionMode("hold");
        assertThatThrownBy(() -> managed.createConnectionFactory(transactions))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("LocalTransaction; expected transaction_mode = outbox");
    }

    @Test
    void s7_6_2_mailIsDeliveredAfterTheCommitAndNotAfterARollback(@TempDir Path directory) throws Exception {
        try (MockMailbox mailbox = MockMailbox.start()) {
            SmtpResourceAdapter adapter = new SmtpResourceAdapter();
            adapter.start(null);
            SmtpManagedConnectionFactory managed = new SmtpManagedConnectionFactory();
            managed.setRelayhost(mailbox.nextHop());
            managed.setTransactionMode("outbox");
            managed.setOutboxDirectory(directory.toString());
            managed.setResourceAdapter(adapter);
            MailConnectionFactory mail = managed.createConnectionFactory(transactions);
            transactions.begin();
            mail.deliver(Mails.ENVELOPE, Mails.MESSAGE);
            transactions.rollback();
            transactions.begin();
            assertThat(mail.deliver(Mails.ENVELOPE, Mails.MESSAGE).ticket()).isPresent();
            assertThat(mail.deliver(Mails.ENVELOPE, Mails.MESSAGE).ticket()).isPresent();
            assertThat(mailbox.mails()).isEmpty();
            transactions.commit();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(mailbox.mails()).hasSize(2));
            adapter.stop();
        }
    }

    @Test
    void s20_6_itIsNotCopiedWithoutItsTransactionManager() throws Exception {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(manager))
                    .isInstanceOf(NotSerializableException.class)
                    .hasMessageContaining("with a transaction manager of its own");
        }
    }

    private FakeConnection connection(String info) throws ResourceException {
        return (FakeConnection) manager.allocateConnection(factory, new Info(info));
    }

    private record Info(String name) implements ConnectionRequestInfo {}

    @SuppressWarnings("rawtypes")
    private final class FakeFactory implements ManagedConnectionFactory {
        private static final long serialVersionUID = 1L;

        private int created;

        @Override
        public Object createConnectionFactory(ConnectionManager given) {
            return given;
        }

        @Override
        public Object createConnectionFactory() {
            return manager;
        }

        @Override
        public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info) {
            created++;
            told.add("create " + created);
            return new FakeConnection(created, info);
        }

        @Override
        public ManagedConnection matchManagedConnections(Set candidates, Subject subject, ConnectionRequestInfo info) {
            for (Object candidate : candidates) {
                if (candidate instanceof FakeConnection fake && fake.info.equals(info)) {
                    return fake;
                }
            }
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public PrintWriter getLogWriter() {
            return null;
        }
    }

    /** Its own handle and XA resource, which tells what it is told. */
    private final class FakeConnection implements ManagedConnection, XAResource {
        private final int number;
        private final ConnectionRequestInfo info;
        private final List<ConnectionEventListener> listeners = new ArrayList<>();

        FakeConnection(int number, ConnectionRequestInfo info) {
            this.number = number;
            this.info = info;
        }

        void close() {
            listeners.forEach(listener ->
                    listener.connectionClosed(new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED)));
        }

        void lose() {
            listeners.forEach(listener -> listener.connectionErrorOccurred(
                    new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED)));
        }

        @Override
        public Object getConnection(Subject subject, ConnectionRequestInfo asked) {
            return this;
        }

        @Override
        public void destroy() {
            told.add("destroy " + number);
        }

        @Override
        public void cleanup() {
            told.add("cleanup " + number);
        }

        @Override
        public void associateConnection(Object connection) {}

        @Override
        public void addConnectionEventListener(ConnectionEventListener listener) {
            listeners.add(listener);
        }

        @Override
        public void removeConnectionEventListener(ConnectionEventListener listener) {
            listeners.remove(listener);
        }

        @Override
        public XAResource getXAResource() {
            return this;
        }

        @Override
        public LocalTransaction getLocalTransaction() {
            return null;
        }

        @Override
        public ManagedConnectionMetaData getMetaData() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void start(Xid xid, int flags) {
            told.add((flags == TMJOIN ? "join " : "start ") + number);
        }

        @Override
        public void end(Xid xid, int flags) {
            told.add((flags == TMFAIL ? "fail " : "end ") + number);
        }

        @Override
        public int prepare(Xid xid) {
            told.add("prepare " + number);
            return XA_OK;
        }

        @Override
        public void commit(Xid xid, boolean onePhase) {
            told.add("commit " + number + (onePhase ? " in one phase" : ""));
        }

        @Override
        public void rollback(Xid xid) {
            told.add("rollback " + number);
        }

        @Override
        public void forget(Xid xid) {}

        @Override
        public Xid[] recover(int flag) {
            return new Xid[0];
        }

        @Override
        public boolean isSameRM(XAResource other) {
            return equals(other);
        }

        @Override
        public int getTransactionTimeout() {
            return 0;
        }

        @Override
        public boolean setTransactionTimeout(int seconds) {
            return false;
        }
    }
}
