/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ReceivedMail;

/** Code that knows Jakarta Mail only, with the sessions that server and application make. */
@ArquillianTest
class JakartaMailIT {
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

    @ParameterizedTest
    @ValueSource(strings = {"server", "application"})
    void whatTransportSendTakesIsSentByTheCommit(String session) {
        HttpResponse<String> answer = application.mail(session, "commit", message("To: bob@example.net", "first"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Waits.until(() -> assertThat(relay.mails()).hasSize(1));
        ReceivedMail mail = relay.mails().get(0);
        assertThat(mail.sender()).isEqualTo("ann@example.com");
        assertThat(mail.recipients()).containsExactlyInAnyOrder("bob@example.net", "eve@example.org");
        assertThat(new String(mail.content(), ISO_8859_1))
                .contains("Subject: first\r\n", "To: bob@example.net\r\n", "\r\n\r\nfirst\r\n")
                .doesNotContain("eve@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "application"})
    void whatIsRolledBackIsNeverSent(String session) {
        assertThat(application
                        .mail(session, "rollback", message("To: bob@example.net", "rolled back"))
                        .statusCode())
                .isEqualTo(200);
        // the queue is in order: when the second mail has come, the first would have
        application.mail(session, "commit", message("To: cy@example.net", "committed"));

        Waits.until(() -> assertThat(relay.mails()).isNotEmpty());
        Waits.aWhile();
        assertThat(relay.mails()).extracting(mail -> mail.recipients().get(0)).containsExactly("cy@example.net");
    }

    @Test
    void aMessageThatATransportOfTheSessionTakesArrivesByteForByte() {
        String head = "Message-ID: <1@example.com>\r\nFrom: ann@example.com\r\n";
        byte[] content = (head + new String(Contents.tricky(), ISO_8859_1)).getBytes(ISO_8859_1);

        HttpResponse<String> answer = application.mail("server", "commit", content, "bob@example.net");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Waits.until(() -> assertThat(relay.mails()).hasSize(1));
        assertThat(relay.mails().get(0).content()).isEqualTo(content);
        assertThat(relay.mails().get(0).recipients()).containsExactly("bob@example.net");
    }

    @Test
    void aBadAddressIsToldAtOnceAndNobodyGetsTheMail() {
        HttpResponse<String> answer =
                application.mail("server", "commit", message("To: bob@example.net, nobody", "refused"));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .isEqualTo("not queued: 1 of 3 recipients refused: recipient address \"nobody\" has no domain; "
                        + "expected local-part@domain");
        application.mail("server", "commit", message("To: cy@example.net", "next"));
        Waits.until(() -> assertThat(relay.mails()).isNotEmpty());
        Waits.aWhile();
        assertThat(relay.mails()).extracting(mail -> mail.recipients().get(0)).containsExactly("cy@example.net");
    }

    @Test
    void fieldsOfTheMessageAskTheQueueAndDoNotLeave() {
        String ask = "X-Postchaise-Idempotency-Key: " + UUID.randomUUID() + "\r\nX-Postchaise-Priority: urgent\r\n";
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer =
                    application.mail("server", "commit", message(ask + "To: bob@example.net", "once"));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }

        Waits.until(() -> assertThat(relay.mails()).hasSize(1));
        Waits.aWhile();
        assertThat(relay.mails()).hasSize(1);
        assertThat(new String(relay.mails().get(0).content(), ISO_8859_1))
                .contains("Subject: once\r\n")
                .doesNotContain("X-Postchaise");
    }

    private static byte[] message(String to, String text) {
        return ("From: Ann <ann@example.com>\r\n" + to + "\r\nBcc: eve@example.org\r\nSubject: " + text + "\r\n\r\n"
                        + text + "\r\n")
                .getBytes(ISO_8859_1);
    }
}
