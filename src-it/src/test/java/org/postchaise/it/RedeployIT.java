/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;

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

    private void sendUntilStopped() {
        for (int i = 0; !stop.get(); i++) {
            String from = "redeploy-" + i + "@example.com";
            if (application.trySend(Contents.plain("redeploy"), from, "bob@example.net")) {
                accepted.add(from);
            }
        }
    }
}
