/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.postchaise.it.server.ServerControl;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ReceivedMail;

/** The queue survives the server. */
@ArquillianTest
class CrashIT {
    private static final int MAILS = 200;

    private final ServerControl server = ServerSession.control();
    private final MockMailbox relay = ServerSession.relay();
    private final ItClient application = new ItClient();

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.application();
    }

    @Test
    void allQueuedMailsArriveAfterTheServerWasKilled() {
        relay.acceptAll();
        relay.clear();
        relay.refuseRecipients(to -> true, "451 4.3.0 not before the crash", Integer.MAX_VALUE);
        List<String> ids = application.sendAll(
                MAILS, "commit", Contents.plain("crash"), "crash-%n@example.com", "bob@example.net");
        assertThat(ids).hasSize(MAILS);
        // some have been tried and wait for the next attempt, some are being tried, some wait for the first
        Waits.until(() -> assertThat(relay.dialogue().stream().filter(line -> line.contains("not before the crash")))
                .hasSizeGreaterThan(20));
        long victim = application.pid();

        server.kill();
        assertThat(relay.mails()).isEmpty();
        relay.acceptAll();
        server.start();

        Waits.until(() -> assertThat(senders()).hasSize(MAILS));
        assertThat(senders())
                .isEqualTo(IntStream.range(0, MAILS)
                        .mapToObj(i -> "crash-" + i + "@example.com")
                        .collect(Collectors.toSet()));
        assertThat(application.pid()).isNotEqualTo(victim);
        Waits.aWhile();
        System.out.println(
                MAILS + " mails queued at the crash, " + (relay.mails().size() - MAILS) + " of them delivered twice");
    }

    private Set<String> senders() {
        return relay.mails().stream().map(ReceivedMail::sender).collect(Collectors.toSet());
    }
}
