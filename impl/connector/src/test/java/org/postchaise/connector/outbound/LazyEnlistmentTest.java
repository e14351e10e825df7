/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postchaise.connector.Waits.until;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionImple;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ManagedConnection;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jboss.jca.core.api.connectionmanager.pool.PoolConfiguration;
import org.jboss.jca.core.connectionmanager.pool.api.Pool;
import org.jboss.jca.core.connectionmanager.pool.api.PoolStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.connector.SmtpResourceAdapter;
import org.postchaise.connector.outbox.TestSubmissions;
import org.postchaise.testkit.MockMailbox;

/**
 * Connections that become part of a transaction with their first mail: with a scripted container, and in WildFly's, which does
 * it for every adapter that can. The names carry sections of Jakarta Connectors 2.1.
 */
@Timeout(60)
class LazyEnlistmentTest {
    @TempDir
    Path directory;

    private final SmtpResourceAdapter adapter = new SmtpResourceAdapter();
    private final SmtpManagedConnectionFactory managed = new SmtpManagedConnectionFactory();
    private final LazyContainer container = new LazyContainer();
    private MockMailbox mailbox;

    @BeforeEach
    void start() {
        mailbox = MockMailbox.start();
        managed.setRelayhost(mailbox.nextHop());
        managed.setOutboxDirectory(directory.toString());
    }

    @AfterEach
    void stop() throws Exception {
        for (ManagedConnection connection : container.made()) {
            connection.destroy();
        }
        adapter.stop();
        mailbox.close();
    }

    private MailConnectionFactory factory(String mode) throws Exception {
        return factory(mode, null);
    }

    private MailConnectionFactory factory(String mode, BootstrapContext context) throws Exception {
        adapter.start(context);
        managed.setTransactionMode(mode);
        managed.setResourceAdapter(adapter);
        return managed.createConnectionFactory(container);
    }

    private static BootstrapContext contextWith(TransactionSynchronizationRegistry registry) {
        return proxy(
                BootstrapContext.class,
                method -> method.equals("getTransactionSynchronizationRegistry") ? registry : null);
    }

    private static <T> T proxy(Class<T> type, Function<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.apply(method.getName())));
    }

    private static void startBranch(ManagedConnection connection) throws ResourceException {
        try {
            connection.getXAResource().start(TestSubmissions.xid(1), XAResource.TMNOFLAGS);
        } catch (XAException e) {
            throw new ResourceException(e);
        }
    }

    @Test
    void s7_16_2_theFirstMailOfATransactionEnlistsAndBelongsToIt() throws Exception {
        container.enlistBy(LazyEnlistmentTest::startBranch);
        MailConnectionFactory factory = factory("outbox");
        try (MailConnection connection = factory.getConnection()) {
            assertThat(container.calls()).isEmpty();
            assertThat(kind(deliver(connection))).isEqualTo(Kind.PENDING);
            assertThat(kind(deliver(connection))).isEqualTo(Kind.PENDING);
            assertThat(container.calls()).containsExactly("enlist");
        }
        XAResource resource = container.made().get(0).getXAResource();
        resource.end(TestSubmissions.xid(1), XAResource.TMSUCCESS);
        resource.rollback(TestSubmissions.xid(1));
        assertThat(mailbox.mails()).isEmpty();
    }

    @Test
    void s7_16_2_theFirstMailOfALocalTransactionIsHeldBack() throws Exception {
        container.enlistBy(connection -> connection.getLocalTransaction().begin());
        try (MailConnection connection = factory("hold").getConnection()) {
            assertThat(kind(deliver(connection))).isEqualTo(Kind.PENDING);
            assertThat(mailbox.mails()).isEmpty();
            container.made().get(0).getLocalTransaction().commit();
        }
        assertThat(mailbox.mails()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold", "outbox"})
    void s7_15_aManagerThatFindsNoTransactionHasMailDeliveredAtOnce(String mode) throws Exception {
        try (MailConnection connection = factory(mode).getConnection()) {
            assertThat(kind(deliver(connection))).isEqualTo(Kind.DELIVERED);
        }
        assertThat(container.calls()).containsExactly("enlist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold", "outbox"})
    void s7_16_2_mailWhoseConnectionCannotBeEnlistedIsNotDelivered(String mode) throws Exception {
        container.enlistBy(connection -> {
            throw new ResourceException("the transaction is marked for rollback");
        });
        try (MailConnection connection = factory(mode).getConnection()) {
            assertThatThrownBy(() -> deliver(connection))
                    .isInstanceOf(ResourceException.class)
                    .hasMessage("connection does not take part in the transaction:"
                            + " the transaction is marked for rollback");
            container.enlistBy(enlisted -> {});
            assertThat(kind(deliver(connection))).isEqualTo(Kind.DELIVERED);
        }
        assertThat(mailbox.mails()).hasSize(1);
    }

    @Test
    void s7_16_2_aConnectionThatTakesPartInNoTransactionIsNotEnlisted() throws Exception {
        try (MailConnection connection = factory("none").getConnection()) {
            assertThat(kind(deliver(connection))).isEqualTo(Kind.DELIVERED);
        }
        assertThat(container.calls()).isEmpty();
    }

    @Test
    void s7_14_theRegistrySaysWhetherThereIsATransactionToEnlistIn() throws Exception {
        AtomicInteger status = new AtomicInteger(Status.STATUS_NO_TRANSACTION);
        MailConnectionFactory factory =
                factory("hold", contextWith(proxy(TransactionSynchronizationRegistry.class, method -> status.get())));
        container.enlistBy(connection -> connection.getLocalTransaction().begin());
        try (MailConnection connection = factory.getConnection()) {
            assertThat(kind(deliver(connection))).isEqualTo(Kind.DELIVERED);
            assertThat(container.calls()).isEmpty();
            status.set(Status.STATUS_ACTIVE);
            assertThat(kind(deliver(connection))).isEqualTo(Kind.PENDING);
            assertThat(container.calls()).containsExactly("enlist");
        }
    }

    /** Connections as an application gets them from WildFly's pools and transactions. */
    @ParameterizedTest
    @EnumSource(
            value = PoolStrategy.class,
            names = {"ONE_POOL", "POOL_BY_CRI"})
    void s7_16_2_inWildFlyNothingIsEnlistedBeforeTheFirstMail(PoolStrategy strategy) throws Exception {
        factory("outbox");
        Pool pool = pool(strategy);
        try {
            MailConnectionFactory factory = Container.transacted(managed, pool);
            Container.transactions().begin();
            factory.getConnection().close();
            assertThat(enlisted()).isZero();
            assertThat(kind(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE))).isEqualTo(Kind.PENDING);
            assertThat(enlisted()).isEqualTo(1);
            Container.transactions().rollback();
            Container.transactions().begin();
            factory.getConnection().close();
            Container.transactions().commit();
            assertThat(pool.getStatistics().getInUseCount()).isZero();
            assertThat(mailbox.mails()).isEmpty();
        } finally {
            pool.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold", "outbox"})
    void s7_16_2_inWildFlyAConnectionFromBeforeTheTransactionIsEnlistedByItsMail(String mode) throws Exception {
        factory(mode);
        Pool pool = pool(PoolStrategy.POOL_BY_CRI);
        try (MailConnection connection = Container.transacted(managed, pool).getConnection()) {
            assertThat(kind(deliver(connection))).isEqualTo(Kind.DELIVERED);
            Container.transactions().begin();
            assertThat(kind(deliver(connection))).isEqualTo(Kind.PENDING);
            Container.transactions().rollback();
            assertThat(mailbox.mails()).hasSize(1);
            // IJ000315: the end of a transaction takes its connections back, open handles or not
            assertThatThrownBy(() -> deliver(connection)).hasMessageContaining("it was removed from the pool");
        } finally {
            assertThat(pool.getStatistics().getInUseCount()).isZero();
            pool.shutdown();
        }
    }

    /** The second connection goes, and its handle works on the first one. */
    @ParameterizedTest
    @ValueSource(strings = {"hold", "outbox"})
    void s7_9_inWildFlyTheConnectionsOfATransactionShareTheOneThatWasEnlistedFirst(String mode) throws Exception {
        factory(mode);
        Pool pool = pool(PoolStrategy.ONE_POOL);
        try (MockMailbox other = MockMailbox.start()) {
            MailConnectionFactory factory = Container.transacted(managed, pool);
            Container.transactions().begin();
            try (MailConnection first = factory.getConnection();
                    MailConnection second = factory.getConnection(other.nextHop())) {
                assertThat(pool.getStatistics().getInUseCount()).isEqualTo(2);
                assertThat(kind(deliver(first))).isEqualTo(Kind.PENDING);
                assertThat(kind(deliver(second))).isEqualTo(Kind.PENDING);
                assertThat(kind(deliver(second))).isEqualTo(Kind.PENDING);
                assertThat(enlisted()).isEqualTo(1);
                assertThat(pool.getStatistics().getInUseCount()).isEqualTo(1);
                assertThat(pool.getStatistics().getDestroyedCount()).isEqualTo(1);
            }
            Container.transactions().commit();
            until(() -> mailbox.mails().size() == 1 && other.mails().size() == 2);
            until(() -> pool.getStatistics().getInUseCount() == 0);
        } finally {
            pool.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold", "outbox"})
    void s7_16_2_inWildFlyATransactionThatCanOnlyRollBackTakesNoMail(String mode) throws Exception {
        factory(mode);
        Pool pool = pool(PoolStrategy.POOL_BY_CRI);
        try (MailConnection connection = Container.transacted(managed, pool).getConnection()) {
            Container.transactions().begin();
            Container.transactions().setRollbackOnly();
            assertThatThrownBy(() -> deliver(connection))
                    .isInstanceOf(ResourceException.class)
                    .hasMessageContaining("connection does not take part in the transaction");
        } finally {
            Container.transactions().rollback();
            assertThat(pool.getStatistics().getInUseCount()).isZero();
            pool.shutdown();
        }
        assertThat(mailbox.connections()).isZero();
    }

    /** Its manager fails when it is asked then, and must not be asked outside a transaction. */
    @ParameterizedTest
    @ValueSource(strings = {"hold", "outbox"})
    void s7_16_2_inWildFlyWithLazyEnlistmentOffAConnectionIsEnlistedFromTheStart(String mode) throws Exception {
        factory(mode, contextWith(Container.registry()));
        Pool pool = pool(PoolStrategy.POOL_BY_CRI);
        try {
            MailConnectionFactory factory = Container.enlistedAtOnce(managed, pool);
            assertThat(kind(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE))).isEqualTo(Kind.DELIVERED);
            Container.transactions().begin();
            try (MailConnection connection = factory.getConnection()) {
                assertThat(enlisted()).isEqualTo(1);
                assertThat(kind(deliver(connection))).isEqualTo(Kind.PENDING);
            }
            Container.transactions().rollback();
            assertThat(mailbox.mails()).hasSize(1);
        } finally {
            pool.shutdown();
        }
    }

    private Pool pool(PoolStrategy strategy) {
        PoolConfiguration configuration = new PoolConfiguration();
        configuration.setMinSize(0);
        configuration.setMaxSize(3);
        return Container.pool(strategy, managed, configuration);
    }

    private static int enlisted() throws Exception {
        return ((TransactionImple) Container.transactions().getTransaction())
                .getResources()
                .size();
    }

    private static DeliveryReport deliver(MailConnection connection) throws ResourceException {
        return connection.deliver(Mails.ENVELOPE, Mails.MESSAGE);
    }

    private static Kind kind(DeliveryReport report) {
        return report.outcomes().get(0).kind();
    }
}
