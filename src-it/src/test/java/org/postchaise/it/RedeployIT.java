/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.postchaise.it.server.ServerControl;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ReceivedMail;

/** The adapter is replaced under a running application. */
@ArquillianTest
class RedeployIT {
    private static final int WAITING = 40;
    private static final int REDEPLOYMENTS = 5;

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
    void mailsSentBeforeDuringAndAfterARedeploymentOfTheAdapterArrive() throws Exception {
        relay.acceptAll();
        relay.clear();
        ExecutorService sender = Executors.newSingleThreadExecutor();
        Future<?> sending = sender.submit(this::sendUntilStopped);
        Waits.until(() -> assertThat(relay.mails()).hasSizeGreaterThan(20));

        int acceptedBefore = accepted.size();
        server.redeployAdapter(Archives.adapter());
        int acceptedDuring = accepted.size() - acceptedBefore;

        int total = accepted.size();
        Waits.until(() -> assertThat(accepted).hasSizeGreaterThan(total + 20));
        stop.set(true);
        sending.get(60, TimeUnit.SECONDS);
        sender.shutdown();
        System.out.println("redeployment: " + acceptedBefore + " mails accepted before, " + acceptedDuring + " during, "
                + (accepted.size() - total) + " after");
        Waits.until(() -> assertThat(
                        relay.mails().stream().map(ReceivedMail::sender).collect(Collectors.toSet()))
                .containsAll(accepted));
    }

    /** Ten deliveries of the broker were used up in a moment by "component is shutting down", and mail lay in its dead letters. */
    @Test
    void noMailLeavesTheQueueByRedeploymentsOfTheApplication() {
        relay.acceptAll();
        relay.clear();
        relay.refuseRecipients(RedeployIT::takesItsTime, "450 4.3.0 never said", 1);
        List<String> ids = application.submit(
                Contents.plain("redeploy"), "ann@example.net", "times=" + WAITING + "&transactions=one");
        Path war = Archives.exported(Archives.application());
        int logged = server.log().length();
        for (int i = 0; i < REDEPLOYMENTS; i++) {
            int before = relay.mails().size();
            Waits.until(() -> assertThat(relay.mails()).hasSizeGreaterThanOrEqualTo(Math.min(before + 4, WAITING)));
            server.undeploy(war.getFileName().toString());
            server.deploy(war);
        }

        Waits.until(() -> assertThat(relay.mails()).hasSizeGreaterThanOrEqualTo(WAITING));
        Waits.until(() -> assertThat(application.queue("queue=active")).contains("\"shown\":0"));
        System.out.println("redeployments: " + WAITING + " mails committed, "
                + relay.mails().size() + " arrived");
        assertThat(ids).hasSize(WAITING);
        assertThat(relay.mails()).hasSize(WAITING);
        assertThat(application.queue("queue=dead recipient=ann@example.net")).contains("\"shown\":0");
        assertThat(server.log().substring(logged))
                .as("a node that is undeployed signs off")
                .doesNotContain("nodes that work on the queue: 3");
    }

    /** Twenty at once, one after the other: less than 30 s, after which Payara stops an application beneath its deliveries. */
    private static boolean takesItsTime(String recipient) {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void sendUntilStopped() {
        for (int i = 0; !stop.get(); i++) {
            String from = "redeploy-" + i + "@example.com";
            if (application.trySend(Contents.plain("redeploy"), from, "bob@example.net")) {
                accepted.add(from);
            }
        }
    }
}
