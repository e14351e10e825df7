/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.testkit.MockMailbox;

/** A mail in the outbox, a JMS message and a row in a database, in one XA transaction of the server. */
@ArquillianTest
class OutboxIT {
    private final ItClient application = new ItClient();
    private final byte[] content = Contents.plain("together");

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.application();
    }

    @Test
    void theCommitDeliversTheMailAndTheMessageAndKeepsTheRow() {
        try (MockMailbox mailbox = MockMailbox.start()) {
            HttpResponse<String> answer =
                    application.together(content, mailbox.nextHop(), "ann@example.net", "xa-commit", "commit");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("PENDING");
            Waits.until(() -> assertThat(mailbox.mails()).hasSize(1));
            Waits.until(() -> assertThat(queuedFor("xa-commit")).isEqualTo(1));
            assertThat(application.hasRow("xa-commit")).isTrue();
            Waits.until(() -> assertThat(application.ticket(ticket(answer))).contains("DELIVERED"));
            // the event of the outbox, fired by the application
            Waits.until(() -> assertThat(application.status(ticket(answer))).contains("ann@example.net DELIVERED"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollback", "commit&failing=first", "commit&failing=last"})
    void withoutACommitThereIsNothingOfTheThree(String end) {
        String name = "xa-" + end.replaceAll("[^a-z]+", "-");
        try (MockMailbox mailbox = MockMailbox.start()) {
            HttpResponse<String> answer =
                    application.together(content, mailbox.nextHop(), "ann@example.net", name, end);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(end.equals("rollback") ? 200 : 500);
            HttpResponse<String> next =
                    application.together(content, mailbox.nextHop(), "bob@example.net", name + "-next", "commit");
            assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
            Waits.until(() -> assertThat(mailbox.mails()).hasSize(1));
            Waits.until(() -> assertThat(queuedFor(name + "-next")).isEqualTo(1));
            assertThat(mailbox.mails().get(0).recipients()).containsExactly("bob@example.net");
            assertThat(queuedFor(name)).isZero();
            assertThat(application.hasRow(name)).isFalse();
        }
    }

    @Test
    void aServerThatDefersIsAskedAgain() {
        try (MockMailbox mailbox = MockMailbox.start()) {
            mailbox.refuseContent("451 4.3.0 later", 1);
            HttpResponse<String> answer =
                    application.together(content, mailbox.nextHop(), "ann@example.net", "xa-later", "commit");
            Waits.until(() -> assertThat(application.status(ticket(answer))).contains("451 4.3.0 later"));
            Waits.until(() -> assertThat(mailbox.mails()).hasSize(1));
        }
    }

    @Test
    void mailWithoutANextHopIsRoutedWhenItIsDelivered() {
        HttpResponse<String> answer = application.together(content, "routed", "ann@[127.0.0.1]", "xa-routed", "commit");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(application.ticket(ticket(answer))).contains("ann@[127.0.0.1]");
    }

    private static long queuedFor(String name) {
        return ServerSession.relay().mails().stream()
                .filter(mail -> mail.recipients().equals(List.of(name + "@example.net")))
                .count();
    }

    private static String ticket(HttpResponse<String> answer) {
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("ticket "))
                .map(line -> line.substring("ticket ".length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no ticket: " + answer.body()));
    }
}
