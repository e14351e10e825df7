/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jboss.jca.core.api.connectionmanager.pool.PoolConfiguration;
import org.jboss.jca.core.connectionmanager.pool.api.Pool;
import org.jboss.jca.core.connectionmanager.pool.api.PoolStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.connector.SmtpResourceAdapter;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ScriptedPeer;

/** The adapter in WildFly's own pool (IronJacamar) with its transaction manager (Narayana), without a server. */
class ContainerPoolTest {
    private static final int SIZE = 3;
    private final SmtpManagedConnectionFactory managed = new SmtpManagedConnectionFactory();
    private MockMailbox a;
    private MockMailbox b;
    private Pool pool;

    @BeforeEach
    void start() {
        a = MockMailbox.start();
        b = MockMailbox.start();
        managed.setRelayhost(a.nextHop());
    }

    @AfterEach
    void stop() {
        pool.shutdown();
        a.close();
        b.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = PoolStrategy.class,
            names = {"ONE_POOL", "POOL_BY_CRI"})
    void s6_5_4_eachMailReachesItsOwnHostInOneTransaction(PoolStrategy strategy) throws Exception {
        deliverToBothInOneTransaction(factory(strategy, configuration()));
        assertThat(pool.getStatistics().getCreatedCount()).isEqualTo(2);
    }

    /** Fact 1 of the platform notes: with one pool, a transaction has one connection, whatever the request info says. */
    @Test
    void s6_5_4_eachMailReachesItsOwnHostOnAConnectionMadeForAnother() throws Exception {
        managed.setTransactionMode("hold");
        pool = Container.pool(PoolStrategy.ONE_POOL, managed, configuration());
        deliverToBothInOneTransaction(Container.enlistedAtOnce(managed, pool));
        assertThat(pool.getStatistics().getCreatedCount()).isEqualTo(1);
    }

    private void deliverToBothInOneTransaction(MailConnectionFactory factory) throws Exception {
        Container.transactions().begin();
        try (MailConnection toA = factory.getConnection();
                MailConnection toB = factory.getConnection(b.nextHop())) {
            for (MailConnection connection : List.of(toA, toB, toA)) {
                assertThat(connection
                                .deliver(Mails.ENVELOPE, Mails.MESSAGE)
                                .outcomes()
                                .get(0)
                                .status()
                                .category())
                        .isEqualTo(2);
            }
        } finally {
            Container.transactions().commit();
        }
        assertThat(a.mails()).hasSize(2);
        assertThat(b.mails()).hasSize(1);
    }

    @Test
    void s6_5_3_thePoolReusesAConnectionAndItsSession() throws Exception {
        MailConnectionFactory factory = factory(PoolStrategy.POOL_BY_CRI, configuration());
        for (int i = 0; i < 20; i++) {
            assertThat(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                    .isTrue();
        }
        assertThat(pool.getStatistics().getCreatedCount()).isEqualTo(1);
        assertThat(pool.getStatistics().getInUseCount()).isZero();
        assertThat(a.connections()).isEqualTo(1);
    }

    @Test
    void s6_5_3_anExhaustedPoolSaysSoAndRecovers() throws Exception {
        pool = Container.unshared(PoolStrategy.ONE_POOL, managed, configuration());
        MailConnectionFactory factory = Container.factory(managed, pool);
        List<MailConnection> all = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            all.add(factory.getConnection());
        }
        assertThatThrownBy(factory::getConnection)
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("Unable to get managed connection for java:/postchaise/MailConnectionFactory")
                .cause()
                .hasMessageContaining("No managed connections available within configured blocking timeout");
        all.forEach(MailConnection::close);
        assertThat(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                .isTrue();
    }

    @Test
    void s6_5_6_aLostSessionIsEvictedOnceAndThePoolStaysUsable() throws Exception {
        MailConnectionFactory factory = factory(PoolStrategy.POOL_BY_CRI, configuration());
        try (ScriptedPeer peer = Mails.droppingAt("DATA")) {
            for (int i = 1; i <= SIZE + 2; i++) {
                try (MailConnection connection = factory.getConnection(peer.nextHop())) {
                    assertThat(deliver(connection)).isFalse();
                    assertThat(pool.getStatistics().getDestroyedCount()).isEqualTo(i);
                }
                assertThat(pool.getStatistics().getDestroyedCount()).isEqualTo(i);
                assertThat(pool.getStatistics().getInUseCount()).isZero();
            }
        }
        assertThat(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                .isTrue();
    }

    @Test
    void badInputLeavesThePoolUsable() throws Exception {
        MailConnectionFactory factory = factory(PoolStrategy.ONE_POOL, configuration());
        for (int i = 0; i < SIZE + 2; i++) {
            assertThatThrownBy(() -> factory.getConnection("host:99999")).hasMessageContaining("port: 99999");
            try (MailConnection connection = factory.getConnection("no-such-host.invalid:25")) {
                assertThat(deliver(connection)).isFalse();
            }
        }
        assertThat(pool.getStatistics().getInUseCount()).isZero();
        assertThat(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hang",
                "flood 1000000 \"250-0123456789\"",
                "raw 00 ff 00 ff 0d 0a",
                "S: hello",
                "S: 220 mx.example ESMTP\nC~ EHLO .*\nflood 10000000 2",
                "S: 220 mx.example ESMTP\nC~ EHLO .*\nraw 32 35 30 20 ff fe 0d 0a 00 00 0d 0a",
                "close",
                "reset"
            })
    void aPeerThatSpeaksNonsenseDefersTheMailAndLeavesThePoolUsable(String dialogue) throws Exception {
        managed.setSmtpHeloTimeout("1s");
        managed.setSmtpMailTimeout("1s");
        MailConnectionFactory factory = factory(PoolStrategy.ONE_POOL, configuration());
        try (ScriptedPeer peer = ScriptedPeer.ofText(dialogue)) {
            for (int i = 0; i < 2; i++) {
                try (MailConnection connection = factory.getConnection(peer.nextHop())) {
                    RecipientOutcome outcome = connection
                            .deliver(Mails.ENVELOPE, Mails.MESSAGE)
                            .outcomes()
                            .get(0);
                    assertThat(outcome.kind()).isEqualTo(RecipientOutcome.Kind.DEFERRED);
                    assertThat(outcome.text()).contains("127.0.0.1").hasSizeLessThan(4000);
                }
            }
        }
        assertThat(pool.getStatistics().getInUseCount()).isZero();
        assertThat(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                .isTrue();
    }

    @Test
    void s6_5_4_aHandleClosedDuringItsDeliveryCostsTheConnectionButNotTheMail() throws Exception {
        MailConnectionFactory factory = factory(PoolStrategy.ONE_POOL, configuration());
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        MailConnection connection = factory.getConnection();
        CompletableFuture<Boolean> delivery = Mails.delivering(connection, Mails.waiting(reached, go));
        assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
        connection.close();
        assertThat(pool.getStatistics().getDestroyedCount()).isEqualTo(1);
        go.countDown();
        assertThat(delivery.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                .isTrue();
        assertThat(pool.getStatistics().getInUseCount()).isZero();
    }

    @Test
    void s5_3_4_stopEndsADeliveryUnderWayInBoundedTime() throws Exception {
        SmtpResourceAdapter adapter = new SmtpResourceAdapter();
        managed.setResourceAdapter(adapter);
        MailConnectionFactory factory = factory(PoolStrategy.ONE_POOL, configuration());
        try (ScriptedPeer silent = ScriptedPeer.ofText("S: 220 mx.example ESMTP\nC~ EHLO .*\nhang")) {
            CompletableFuture<RecipientOutcome.Kind> delivery = CompletableFuture.supplyAsync(() -> {
                try (MailConnection connection = factory.getConnection(silent.nextHop())) {
                    return connection
                            .deliver(Mails.ENVELOPE, Mails.MESSAGE)
                            .outcomes()
                            .get(0)
                            .kind();
                } catch (ResourceException e) {
                    throw new AssertionError(e);
                }
            });
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> silent.received().stream().anyMatch(line -> line.startsWith("EHLO")));
            adapter.stop();
            // smtp_helo_timeout, which would end it otherwise, is 300 s
            assertThat(delivery.get(20, TimeUnit.SECONDS)).isEqualTo(RecipientOutcome.Kind.DEFERRED);
        }
    }

    @Test
    void s6_5_3_validationOnMatchReplacesADeadSession() throws Exception {
        PoolConfiguration configuration = configuration();
        configuration.setValidateOnMatch(true);
        MailConnectionFactory factory = factory(PoolStrategy.ONE_POOL, configuration);
        int port = a.port();
        factory.deliver(Mails.ENVELOPE, Mails.MESSAGE);
        a.close();
        a = MockMailbox.start(port, Thread::new);
        assertThat(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                .isTrue();
        assertThat(pool.getStatistics().getDestroyedCount()).isEqualTo(1);
        assertThat(pool.getStatistics().getCreatedCount()).isEqualTo(2);
    }

    private static boolean deliver(MailConnection connection) throws ResourceException {
        return connection.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered();
    }

    private static PoolConfiguration configuration() {
        PoolConfiguration configuration = new PoolConfiguration();
        configuration.setMinSize(0);
        configuration.setMaxSize(SIZE);
        configuration.setBlockingTimeout(300);
        return configuration;
    }

    private MailConnectionFactory factory(PoolStrategy strategy, PoolConfiguration configuration) throws Exception {
        pool = Container.pool(strategy, managed, configuration);
        return Container.factory(managed, pool);
    }
}
