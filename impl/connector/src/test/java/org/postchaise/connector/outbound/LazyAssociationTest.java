/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.jca.core.api.connectionmanager.pool.PoolConfiguration;
import org.jboss.jca.core.connectionmanager.pool.api.Pool;
import org.jboss.jca.core.connectionmanager.pool.api.PoolStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.testkit.MockMailbox;

/**
 * Handles whose managed connection the container takes away between two mails: with a scripted container, and in WildFly's,
 * whose exhausted pools do so. The names carry sections of Jakarta Connectors 2.1.
 */
@Timeout(60)
class LazyAssociationTest {
    private final SmtpManagedConnectionFactory managed = new SmtpManagedConnectionFactory();
    private final LazyContainer container = new LazyContainer();
    private final RecordedEvents events = new RecordedEvents();
    private MockMailbox mailbox;
    private MailConnectionFactory factory;

    @BeforeEach
    void start() throws Exception {
        mailbox = MockMailbox.start();
        managed.setRelayhost(mailbox.nextHop());
        factory = managed.createConnectionFactory(container);
    }

    @AfterEach
    void stop() {
        container.made().forEach(SmtpManagedConnection::destroy);
        mailbox.close();
    }

    @Test
    void s7_16_1_aHandleGetsAManagedConnectionAgainAtItsNextUse() throws Exception {
        try (MockMailbox other = MockMailbox.start();
                MailConnection toOther = factory.getConnection(other.nextHop())) {
            assertThat(deliver(toOther)).isTrue();
            dissociate(0);
            assertThat(container.calls()).isEmpty();
            assertThat(deliver(toOther)).isTrue();
            assertThat(deliver(toOther)).isTrue();
            assertThat(container.calls()).containsExactly("associate " + other.nextHop());
            assertThat(other.mails()).hasSize(3);
            assertThat(mailbox.mails()).isEmpty();
        }
        assertThat(events.closed()).isEmpty();
        assertThat(container.calls()).hasSize(1);
    }

    @Test
    void s7_16_1_theDissociatedConnectionKeepsItsSessionAndServesOthers() throws Exception {
        MailConnection first = factory.getConnection();
        assertThat(deliver(first)).isTrue();
        dissociate(0);
        SmtpManagedConnection free = container.made().get(0);
        MailConnectionHandle second = free.getConnection(null, null);
        assertThat(second.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered()).isTrue();
        assertThat(mailbox.connections()).isEqualTo(1);
        free.cleanup();
        assertThat(deliver(first)).isTrue();
    }

    @Test
    void s7_16_1_theManagerIsToldOfAHandleThatIsClosedWithoutAManagedConnection() throws Exception {
        MailConnection connection = factory.getConnection();
        dissociate(0);
        connection.close();
        connection.close();
        assertThat(container.calls()).containsExactly("closed");
        assertThat(events.closed()).isEmpty();
        assertThatThrownBy(() -> deliver(connection))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("connection is closed");
        assertThat(container.calls()).containsExactly("closed");
    }

    @Test
    void s7_16_1_anAssociationThatFailsIsToldAndTriedAgainAtTheNextUse() throws Exception {
        MailConnection connection = factory.getConnection();
        dissociate(0);
        container.refuseAssociations("the pool is exhausted");
        assertThatThrownBy(() -> deliver(connection)).hasMessage("the pool is exhausted");
        container.refuseAssociations("");
        assertThat(deliver(connection)).isTrue();
        assertThat(mailbox.mails()).hasSize(1);
    }

    @Test
    void s7_16_1_aManagerThatDoesNotAssociateLeavesTheHandleUnusable() throws Exception {
        List<SmtpManagedConnection> made = new ArrayList<>();
        MailConnection connection = managed.createConnectionFactory((mcf, info) -> {
                    made.add((SmtpManagedConnection) mcf.createManagedConnection(null, info));
                    return made.get(0).getConnection(null, info);
                })
                .getConnection();
        made.get(0).dissociateConnections();
        assertThatThrownBy(() -> deliver(connection))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("connection to " + mailbox.nextHop()
                        + " is unusable: the container has taken its managed connection away, and gave no other one");
        connection.close();
    }

    /** Seen in WildFly: one thread takes a connection back that is on its way to another one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void s7_16_1_aConnectionOnItsWayToAHandleIsNotTakenBack(boolean handleWasMade) throws Exception {
        MailConnectionFactory contested = managed.createConnectionFactory(new LazyContainer() {
            private static final long serialVersionUID = 1L;

            @Override
            public Object allocateConnection(ManagedConnectionFactory mcf, ConnectionRequestInfo info)
                    throws ResourceException {
                SmtpManagedConnection connection = make(mcf, info);
                Object early = handleWasMade ? connection.getConnection(null, info) : "";
                assertThatThrownBy(connection::dissociateConnections)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("is being handed out");
                connection.destroy();
                return handleWasMade ? early : connection.getConnection(null, info);
            }
        });
        try (MailConnection connection = contested.getConnection()) {
            assertThat(deliver(connection)).isTrue();
        }
    }

    /** The same on the way to a handle that gets a managed connection again. */
    @Test
    void s7_16_1_aConnectionThatIsBeingAssociatedIsNotTakenBack() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        MailConnectionFactory contested = managed.createConnectionFactory(new LazyContainer() {
            private static final long serialVersionUID = 1L;

            @Override
            public void associateConnection(Object handle, ManagedConnectionFactory mcf, ConnectionRequestInfo info)
                    throws ResourceException {
                SmtpManagedConnection connection = make(mcf, info);
                int number = tries.incrementAndGet();
                if (number == 2) {
                    connection.associateConnection(handle);
                }
                if (number < 3) {
                    assertThatThrownBy(connection::dissociateConnections)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("is being handed out");
                    connection.destroy();
                }
                if (number != 2) {
                    connection.associateConnection(handle);
                }
            }
        });
        try (MailConnection connection = contested.getConnection()) {
            ((MailConnectionHandle) connection).managed().orElseThrow().dissociateConnections();
            assertThat(deliver(connection)).isTrue();
        }
        assertThat(tries).hasValue(3);
    }

    @Test
    void s7_16_1_aDeliveryUnderWayKeepsItsManagedConnection() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        MailConnection connection = factory.getConnection();
        CompletableFuture<Boolean> delivery = Mails.delivering(connection, Mails.waiting(reached, go));
        assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> dissociate(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a delivery is still under way in thread ")
                .hasMessageEndingWith("; its handles cannot be taken away");
        go.countDown();
        assertThat(delivery.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(deliver(connection)).isTrue();
        assertThat(container.calls()).isEmpty();
        dissociate(0);
        assertThat(deliver(connection)).isTrue();
        assertThat(mailbox.mails()).hasSize(3);
    }

    @Test
    void s7_16_1_anExhaustedPoolOfWildFlyTakesAnIdleConnectionFromItsHandle() throws Exception {
        Pool pool = pool();
        List<MailConnection> all = new ArrayList<>();
        try {
            MailConnectionFactory pooled = Container.factory(managed, pool);
            for (int i = 0; i < 3; i++) {
                all.add(pooled.getConnection());
            }
            for (int round = 0; round < 2; round++) {
                for (MailConnection connection : all) {
                    assertThat(deliver(connection)).isTrue();
                }
            }
            assertThat(pool.getStatistics().getCreatedCount()).isEqualTo(1);
            assertThat(mailbox.connections()).isEqualTo(1);
            assertThat(mailbox.mails()).hasSize(6);
            all.forEach(MailConnection::close);
            assertThat(pool.getStatistics().getInUseCount()).isZero();
        } finally {
            pool.shutdown();
        }
    }

    /** IronJacamar destroys a connection that refuses, and does not ask this pool again. */
    @Test
    void s7_16_1_anExhaustedPoolOfWildFlyLosesNoDeliveryUnderWay() throws Exception {
        Pool pool = pool();
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try {
            MailConnectionFactory pooled = Container.factory(managed, pool);
            CompletableFuture<Boolean> delivery = CompletableFuture.supplyAsync(() -> {
                try {
                    return pooled.deliver(Mails.ENVELOPE, Mails.waiting(reached, go))
                            .allDelivered();
                } catch (ResourceException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(pooled.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                    .isTrue();
            go.countDown();
            assertThat(delivery.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(mailbox.mails()).hasSize(2);
            assertThat(pool.getStatistics().getInUseCount()).isZero();
            assertThat(pooled.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                    .isTrue();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void s7_16_1_manyThreadsOnAnExhaustedPoolOfWildFlyDeliverAllTheirMail() throws Exception {
        Pool pool = pool();
        AtomicInteger delivered = new AtomicInteger();
        List<String> refused = new CopyOnWriteArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            MailConnectionFactory pooled = Container.factory(managed, pool);
            for (int i = 0; i < 8; i++) {
                threads.execute(() -> {
                    for (int k = 0; k < 25; k++) {
                        try (MailConnection connection = pooled.getConnection()) {
                            for (int mail = 0; mail < 2; mail++) {
                                assertThat(deliver(connection)).isTrue();
                                delivered.incrementAndGet();
                            }
                        } catch (ResourceException e) {
                            refused.add(e.toString());
                        }
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
            System.err.println("STRESS delivered " + delivered + " refused " + refused.size() + " "
                    + new java.util.TreeSet<>(refused));
        } finally {
            threads.shutdownNow();
            pool.shutdown();
        }
    }

    private Pool pool() {
        PoolConfiguration configuration = new PoolConfiguration();
        configuration.setMinSize(0);
        configuration.setMaxSize(1);
        configuration.setBlockingTimeout(20_000);
        return Container.pool(PoolStrategy.POOL_BY_CRI, managed, configuration);
    }

    private void dissociate(int index) throws ResourceException {
        SmtpManagedConnection connection = container.made().get(index);
        connection.addConnectionEventListener(events);
        connection.dissociateConnections();
    }

    private static boolean deliver(MailConnection connection) throws ResourceException {
        return connection.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered();
    }
}
