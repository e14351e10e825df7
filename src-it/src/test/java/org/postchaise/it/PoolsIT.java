/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postchaise.it.server.PoolStatistics;
import org.postchaise.it.server.ServerControl;
import org.postchaise.it.server.ServerControl.Pool;
import org.postchaise.testkit.MockMailbox;

/** A pool for each destination, by the operators' set-up: what it says of itself after mail to fifty of them. */
@ArquillianTest
class PoolsIT {
    private static final int DESTINATIONS = 50;
    private static final int ROUNDS = 3;
    private static final int THREADS = 4;

    /** {@code max-pool-size} of the set-up: one pool for all could not hold a connection to each destination. */
    private static final int LARGEST_POOL = 20;

    private final ServerControl server = ServerSession.control();
    private final ItClient application = new ItClient();

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.application();
    }

    @BeforeEach
    void requirePoolsByDestination() {
        ServerSession.requireWildFly("only WildFly keeps a pool for each next hop");
    }

    @Test
    void fiftyDestinationsHaveAPoolEachAndKeepTheirConnections() throws Exception {
        List<MockMailbox> mailboxes = new ArrayList<>();
        try {
            for (int i = 0; i < DESTINATIONS; i++) {
                mailboxes.add(MockMailbox.start());
            }
            server.flush(Pool.MAIL);
            Waits.until(() -> assertThat(server.pool(Pool.MAIL).active()).isZero());
            PoolStatistics before = server.pool(Pool.MAIL);

            deliver(mailboxes);
            PoolStatistics one = server.pool(Pool.MAIL);
            assertThat(mailboxes)
                    .allSatisfy(mailbox -> assertThat(mailbox.mails()).hasSize(ROUNDS));
            assertThat(one.created() - before.created()).isEqualTo(DESTINATIONS);
            assertThat(one.active()).isEqualTo(DESTINATIONS).isGreaterThan(LARGEST_POOL);
            assertThat(one.inUse()).isZero();
            assertThat(one.destroyed()).isEqualTo(before.destroyed());

            deliverByThreads(mailboxes);
            PoolStatistics more = server.pool(Pool.MAIL);
            assertThat(mailboxes)
                    .allSatisfy(mailbox -> assertThat(mailbox.mails()).hasSize(ROUNDS + ROUNDS * THREADS));
            assertThat(more.active()).isBetween(DESTINATIONS, DESTINATIONS * THREADS);
            assertThat(more.created() - before.created()).isEqualTo(more.active());
            assertThat(more.inUse()).isZero();
            assertThat(more.destroyed()).isEqualTo(before.destroyed());

            server.flush(Pool.MAIL);
            Waits.until(() -> assertThat(server.pool(Pool.MAIL).active()).isZero());
            PoolStatistics after = server.pool(Pool.MAIL);
            assertThat(after.destroyed() - before.destroyed()).isEqualTo(more.created() - before.created());
            System.out.println(DESTINATIONS + " destinations: " + one.active() + " connections by one sender, "
                    + more.active() + " by " + THREADS + " more, all " + (after.destroyed() - before.destroyed())
                    + " closed by a flush");
        } finally {
            mailboxes.forEach(MockMailbox::close);
        }
    }

    /** Some rounds over all destinations. */
    private void deliver(List<MockMailbox> mailboxes) {
        List<String> hops = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            mailboxes.forEach(mailbox -> hops.add(mailbox.nextHop()));
        }
        List<String> recipients = IntStream.range(0, hops.size())
                .mapToObj(i -> "r" + i + "@example.net")
                .toList();
        assertThat(application
                        .deliver(Pool.MAIL, Contents.plain("pools"), hops, recipients)
                        .lines())
                .hasSize(hops.size())
                .allMatch(line -> line.contains("DELIVERED"));
    }

    private void deliverByThreads(List<MockMailbox> mailboxes) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            List<MockMailbox> order = new ArrayList<>(mailboxes);
            Collections.rotate(order, i);
            runs.add(threads.submit(() -> deliver(order)));
        }
        for (Future<?> run : runs) {
            run.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
    }
}
