/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.postchaise.it.server.ServerControl;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ReceivedMail;

/** Resources left by redeployments under load; {@code -Dit.redeployments=20} sets the number of redeployments, without which the tests are skipped. */
@ArquillianTest
class LeakIT {
    private static final int REDEPLOYMENTS = Integer.getInteger("it.redeployments", 0);

    /** Tolerance for resources that the server itself opens during the test. */
    private static final int SLACK = 5;

    private final ServerControl server = ServerSession.control();
    private final MockMailbox relay = ServerSession.relay();
    private final ItClient application = new ItClient();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stop = new AtomicBoolean();

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.application();
    }

    @Test
    void redeploymentsOfTheApplicationLeaveNothingBehind() throws Exception {
        Path war = Archives.exported(Archives.application());
        leavesNothing("application", () -> {
            server.undeploy(war.getFileName().toString());
            server.deploy(war);
        });
    }

    @Test
    void redeploymentsOfTheAdapterLeaveNothingBehind() throws Exception {
        leavesNothing("adapter", () -> server.redeployAdapter(Archives.adapter()));
    }

    private void leavesNothing(String what, Runnable redeployment) throws Exception {
        Assumptions.assumeTrue(REDEPLOYMENTS > 0, "skipped: it.redeployments does not say how many redeployments");
        relay.acceptAll();
        relay.clear();
        int logged = server.log().length();
        ExecutorService sender = Executors.newSingleThreadExecutor();
        Future<?> sending = sender.submit(() -> sendUntilStopped(what));
        awaitMail();
        Footprint before = Footprint.of(application.pid());

        for (int i = 0; i < REDEPLOYMENTS; i++) {
            redeployment.run();
            awaitMail();
        }
        stop.set(true);
        sending.get(60, TimeUnit.SECONDS);
        sender.shutdown();

        Waits.until(() -> assertThat(arrivals().keySet()).containsAll(accepted));
        Waits.until(() -> assertThat(application.queue("queue=active")).contains("\"shown\":0"));
        // one that was on its way may be sent again: at least once
        long twice = arrivals().values().stream().filter(times -> times > 1).count();
        Waits.until(() -> {
            Footprint after = Footprint.of(application.pid());
            assertThat(after.beans()).isEqualTo(before.beans());
            assertThat(after.threads()).isEqualTo(before.threads());
            assertThat(after.sockets()).isLessThanOrEqualTo(before.sockets() + SLACK);
            assertThat(after.files()).isLessThanOrEqualTo(before.files() + SLACK);
            assertThat(after.nameless())
                    .hasSizeLessThanOrEqualTo(before.nameless().size());
            System.out.println(REDEPLOYMENTS + " redeployments of the " + what + ", " + accepted.size() + " mails, "
                    + twice + " of them sent again: before " + before + ", after " + after);
        });
        assertThat(server.log().substring(logged))
                .as("a node that is undeployed signs off")
                .doesNotContain("nodes that work on the queue: 2");
    }

    private void awaitMail() {
        int total = accepted.size();
        Waits.until(() -> assertThat(accepted).hasSizeGreaterThan(total + 20));
    }

    private Map<String, Long> arrivals() {
        return relay.mails().stream()
                .map(ReceivedMail::sender)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private void sendUntilStopped(String what) {
        for (int i = 0; !stop.get(); i++) {
            String from = what + "-" + i + "@example.com";
            if (application.trySend(Contents.plain("leak"), from, "bob@example.net")) {
                accepted.add(from);
            }
            // a busy machine has to redeploy beside it
            Waits.briefly();
        }
    }
}
