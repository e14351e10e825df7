/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.postchaise.it.server.ServerControl.Pool;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ReceivedMail;

/** A held mail and a JMS message in one transaction of the server. */
@ArquillianTest
class HoldIT {
    private final ItClient application = new ItClient();
    private final byte[] content = Contents.plain("held");

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.application();
    }

    @Test
    void theCommitDeliversTheMailAndTheMessage() {
        try (MockMailbox mailbox = MockMailbox.start()) {
            HttpResponse<String> answer = send(mailbox, "held-commit", "commit");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("PENDING");
            assertThat(mailbox.mails()).hasSize(1);
            Waits.until(() -> assertThat(queuedFor("held-commit")).hasSize(1));
        }
    }

    @Test
    void afterARollbackThereIsNeither() {
        try (MockMailbox mailbox = MockMailbox.start()) {
            assertThat(send(mailbox, "held-rollback", "rollback").statusCode()).isEqualTo(200);
            assertThat(send(mailbox, "held-after", "commit").statusCode()).isEqualTo(200);
            Waits.until(() -> assertThat(queuedFor("held-after")).hasSize(1));
            assertThat(mailbox.mails()).hasSize(1);
            assertThat(queuedFor("held-rollback")).isEmpty();
        }
    }

    @Test
    void aMailRefusedAtItsEndTakesTheMessageBack() {
        try (MockMailbox mailbox = MockMailbox.start()) {
            mailbox.refuseContent("554 5.6.0 not this one", 1);
            HttpResponse<String> refused = send(mailbox, "held-refused", "commit");
            assertThat(refused.statusCode()).isEqualTo(500);
            // Payara knows only that something went wrong in the resource
            assertThat(refused.body()).containsAnyOf("RollbackException", "SystemException");
            assertThat(send(mailbox, "held-next", "commit").statusCode()).isEqualTo(200);
            Waits.until(() -> assertThat(queuedFor("held-next")).hasSize(1));
            assertThat(mailbox.mails()).hasSize(1);
            assertThat(queuedFor("held-refused")).isEmpty();
        }
    }

    private HttpResponse<String> send(MockMailbox mailbox, String name, String end) {
        return application.deliver(
                Pool.HELD, content, mailbox.nextHop(), "direct@example.net", name + "@example.net", end);
    }

    private static List<ReceivedMail> queuedFor(String name) {
        return ServerSession.relay().mails().stream()
                .filter(mail -> mail.recipients().contains(name + "@example.net"))
                .toList();
    }
}
