/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postchaise.it.app.RudeObserver;
import org.postchaise.it.server.PoolStatistics;
import org.postchaise.it.server.ServerControl;
import org.postchaise.it.server.ServerControl.Pool;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ReceivedMail;

/** Mail from an application, through queue, bean, adapter and pool, to a mailbox in this process. */
@ArquillianTest
class DeliveryIT {
    private static final byte[] SMALL = Contents.plain("small");

    private final ServerControl server = ServerSession.control();
    private final MockMailbox relay = ServerSession.relay();
    private final ItClient application = new ItClient();

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.application();
    }

    @BeforeEach
    void emptyMailbox() {
        relay.acceptAll();
        relay.clear();
    }

    @Test
    void committedMailArrivesByteForByte() {
        byte[] tricky = Contents.tricky();

        application.send(tricky, "ann@example.com", "bob@example.net", "cy@example.org");

        Waits.until(() -> assertThat(relay.mails()).hasSize(1));
        ReceivedMail mail = relay.mails().get(0);
        assertThat(mail.sender()).isEqualTo("ann@example.com");
        assertThat(mail.recipients()).containsExactly("bob@example.net", "cy@example.org");
        assertThat(mail.content()).isEqualTo(tricky);
    }

    @Test
    void rolledBackMailIsNeverSent() {
        application.sendAll(3, "rollback", SMALL, "rolled-back@example.com", "bob@example.net");
        // the queue is in order: when the second mail has come, the first would have
        String next = application.send(SMALL, "committed@example.com", "bob@example.net");

        Waits.until(() -> assertThat(application.status(next)).contains("DELIVERED"));
        Waits.aWhile();
        assertThat(relay.mails()).extracting(ReceivedMail::sender).containsExactly("committed@example.com");
    }

    @Test
    void mailForASuspendedDestinationWaitsUntilItIsResumedAndOtherRecipientsGetIt() {
        assertThat(application.order("suspend", "Suspended.example")).isEqualTo("{\"changed\":1}");
        String id = application.send(SMALL, "ann@example.com", "bob@suspended.example", "cy@example.org");

        Waits.until(() -> assertThat(application.status(id))
                .contains("attempts 1\n")
                .contains(
                        "bob@suspended.example DEFERRED 4.3.2 destination suspended.example is suspended by the operator")
                .contains("cy@example.org DELIVERED"));
        Waits.aWhile();
        assertThat(relay.mails()).extracting(ReceivedMail::recipients).containsExactly(List.of("cy@example.org"));
        assertThat(application.order("resume", "suspended.example")).startsWith("{\"changed\":1,\"flushed\":");
        Waits.until(() -> assertThat(application.status(id)).contains("bob@suspended.example DELIVERED"));
        assertThat(relay.mails()).hasSize(2);
    }

    @Test
    void mailRefusedWith451IsDeliveredByARetry() {
        relay.refuseRecipients(to -> to.startsWith("later@"), "451 4.3.0 try later", 1);
        byte[] large = Contents.tricky();

        String id = application.send(large, "ann@example.com", "later@example.net");

        Waits.until(() -> assertThat(application.status(id)).contains("later@example.net DELIVERED"));
        // by a second attempt, and not by asking again within the first
        assertThat(application.status(id)).contains("attempts 2\n");
        assertThat(relay.mails()).extracting(ReceivedMail::recipients).containsExactly(List.of("later@example.net"));
        assertThat(relay.mails().get(0).content()).isEqualTo(large);
    }

    @Test
    void observerThatFailsInATransactionNeitherCostsNorRepeatsAMail() {
        application.send(SMALL, RudeObserver.SENDER, "ann@example.net");
        Waits.until(() -> assertThat(relay.mails()).hasSize(1));
        // the queue is in order: when this one has come, a repetition of the first would have
        String next = application.send(SMALL, "bob@example.com", "last@example.net");
        Waits.until(() -> assertThat(application.status(next)).contains("last@example.net DELIVERED"));

        assertThat(relay.mails())
                .extracting(ReceivedMail::recipients)
                .containsExactly(List.of("ann@example.net"), List.of("last@example.net"));
    }

    @Test
    void recipientRefusedWith550FailsWithTheReplyWhichTheSenderIsToldAndOthersAreDelivered() {
        relay.refuseRecipients(to -> to.startsWith("nobody@"), "550 5.1.1 no such user here", Integer.MAX_VALUE);

        String id =
                application.send(SMALL, "ann@example.com", "bob@example.net", "nobody@example.net", "cy@example.net");

        Waits.until(() -> assertThat(application.status(id).lines())
                .anyMatch(line -> line.startsWith("bob@example.net DELIVERED"))
                .anyMatch(line -> line.startsWith("nobody@example.net FAILED 5.1.1")
                        && line.contains("550 5.1.1 no such user here"))
                .anyMatch(line -> line.startsWith("cy@example.net DELIVERED")));
        Waits.until(() -> assertThat(relay.mails())
                .extracting(ReceivedMail::sender, ReceivedMail::recipients)
                .containsExactly(
                        tuple("ann@example.com", List.of("bob@example.net", "cy@example.net")),
                        tuple("", List.of("ann@example.com"))));
    }

    @Test
    void hundredMailsShareAFewPooledConnections() throws Exception {
        int threads = 3;
        try (MockMailbox mailbox = MockMailbox.start()) {
            PoolStatistics before = server.pool(Pool.MAIL);
            ExecutorService senders = Executors.newFixedThreadPool(threads);
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String to = "reuse-" + i + "@example.net";
                answers.add(senders.submit(
                        () -> application.deliver(Pool.MAIL, SMALL, List.of(mailbox.nextHop()), List.of(to))));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS)).contains("DELIVERED");
            }
            senders.shutdown();

            assertThat(mailbox.mails()).hasSize(100);
            PoolStatistics after = server.pool(Pool.MAIL);
            System.out.println("100 mails: the pool made " + (after.created() - before.created())
                    + " connections, the mailbox saw " + mailbox.connections());
            assertThat(mailbox.connections()).isBetween(1, 5);
            assertThat(after.created() - before.created()).isBetween(1, 5);
            assertThat(after.inUse()).isZero();
        }
    }

    @Test
    void eachMailReachesItsOwnHostThoughATransactionSharesOneConnection() {
        try (MockMailbox first = MockMailbox.start();
                MockMailbox second = MockMailbox.start()) {
            PoolStatistics before = server.pool(Pool.HELD);

            String outcomes = application.deliver(
                    Pool.HELD,
                    SMALL,
                    List.of(first.nextHop(), second.nextHop(), first.nextHop()),
                    List.of("one@example.net", "two@example.net", "three@example.net"));

            assertThat(outcomes.lines()).hasSize(3).allMatch(line -> line.contains("PENDING"));
            assertThat(first.mails())
                    .extracting(ReceivedMail::recipients)
                    .containsExactly(List.of("one@example.net"), List.of("three@example.net"));
            assertThat(second.mails()).extracting(ReceivedMail::recipients).containsExactly(List.of("two@example.net"));
            // Payara's statistics come a while after the facts
            Waits.until(() -> assertThat(server.pool(Pool.HELD).created() - before.created())
                    .as("connections made for three hand-outs to two hosts: the second hand-out was the wrong one")
                    .isEqualTo(1));
        }
    }
}
