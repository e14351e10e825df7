/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.spi.ResourceAllocationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ScriptedPeer;

/** Connectors, section 6.9: the default connection manager may pool outside a container. */
class PoolingConnectionManagerTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final SmtpManagedConnectionFactory managed = new SmtpManagedConnectionFactory();
    private MockMailbox mailbox;

    @BeforeEach
    void start() {
        mailbox = MockMailbox.start();
        managed.setRelayhost(mailbox.nextHop());
    }

    @AfterEach
    void stop() {
        mailbox.close();
    }

    @Test
    void s6_9_isExhaustedWithAClearErrorAndUsableAfterwards() throws Exception {
        MailConnectionFactory factory = pool(2, Duration.ofMillis(50), LONG);
        MailConnection first = factory.getConnection();
        MailConnection second = factory.getConnection("elsewhere.example:25");
        assertThatThrownBy(factory::getConnection)
                .isInstanceOf(ResourceAllocationException.class)
                .hasMessage("all 2 connections are in use, and none was closed within 50 ms");
        second.close();
        second.close();
        MailConnection third = factory.getConnection();
        assertThatThrownBy(factory::getConnection).isInstanceOf(ResourceAllocationException.class);
        assertThat(third.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered()).isTrue();
        third.close();
        first.close();
    }

    @Test
    void s6_9_anIdleConnectionMakesRoomForAnotherNextHop() throws Exception {
        try (MockMailbox other = MockMailbox.start()) {
            MailConnectionFactory factory = pool(1, LONG, LONG);
            factory.deliver(Mails.ENVELOPE, Mails.MESSAGE);
            try (MailConnection connection = factory.getConnection(other.nextHop())) {
                connection.deliver(Mails.ENVELOPE, Mails.MESSAGE);
            }
            factory.deliver(Mails.ENVELOPE, Mails.MESSAGE);
            assertThat(mailbox.mails()).hasSize(2);
            assertThat(other.mails()).hasSize(1);
            assertThat(mailbox.connections()).isEqualTo(2);
        }
    }

    @Test
    void s6_9_idleConnectionsAreClosed() throws Exception {
        MailConnectionFactory factory = pool(3, LONG, Duration.ofMillis(1));
        factory.deliver(Mails.ENVELOPE, Mails.MESSAGE);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(mailbox.dialogue()).contains("C: QUIT"));
    }

    @Test
    void s6_9_lostConnectionsGiveTheirPlaceBack() throws Exception {
        MailConnectionFactory factory = pool(2, Duration.ofSeconds(5), LONG);
        try (ScriptedPeer peer = Mails.droppingAt("MAIL")) {
            for (int i = 0; i < 6; i++) {
                try (MailConnection connection = factory.getConnection(peer.nextHop())) {
                    assertThat(connection.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                            .isFalse();
                }
            }
        }
        assertThat(factory.deliver(Mails.ENVELOPE, Mails.MESSAGE).allDelivered())
                .isTrue();
    }

    @Test
    void s6_9_manyThreadsShareFewConnectionsAndLoseNoMail() throws Exception {
        MailConnectionFactory factory = pool(3, LONG, LONG);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 20; i++) {
                    try {
                        factory.deliver(Mails.ENVELOPE, Mails.MESSAGE);
                    } catch (jakarta.resource.ResourceException e) {
                        throw new AssertionError(e);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(60));
        }
        assertThat(mailbox.mails()).hasSize(160);
        assertThat(mailbox.connections()).isBetween(1, 3);
    }

    private MailConnectionFactory pool(int size, Duration patience, Duration idleLimit) throws Exception {
        return managed.createConnectionFactory(new PoolingConnectionManager(size, patience, idleLimit));
    }
}
