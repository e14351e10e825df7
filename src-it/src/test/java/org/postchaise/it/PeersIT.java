/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.postchaise.it.peers.Dovecot;
import org.postchaise.it.peers.Postfix;
import org.postchaise.it.peers.SmtpSink;
import org.postchaise.it.server.ServerControl.Pool;

/** Delivery to mail servers that others wrote. */
@ArquillianTest
class PeersIT {
    private final ItClient application = new ItClient();

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.application();
    }

    @Test
    void smtpSinkTakesTheMail() {
        try (SmtpSink sink = SmtpSink.start()) {
            byte[] content = Contents.tricky();
            // it may still be starting: then the outcome is deferred, as for any server that is down
            Waits.until(() -> assertThat(application.deliver(
                            Pool.MAIL, content, List.of(sink.nextHop()), List.of("sink@example.net")))
                    .contains("DELIVERED"));

            String mail = sink.mails().get(0);
            assertThat(mail).contains("X-Mail-Args: <deliver@example.com>", "X-Rcpt-Args: <sink@example.net>");
            assertThat(mail).contains(withLf(content));
        }
    }

    @Test
    void mailGoesThroughPostfixIntoDovecotsMailbox() {
        try (Dovecot dovecot = Dovecot.start();
                Postfix postfix = Postfix.start(dovecot)) {
            byte[] content = Contents.tricky();
            Waits.until(() -> assertThat(application.deliver(
                            Pool.MAIL, content, List.of(postfix.nextHop()), List.of("user@example.net")))
                    .contains("DELIVERED 2.0.0", "Ok: queued as"));

            try {
                Waits.until(() -> assertThat(dovecot.mails()).hasSize(1));
            } catch (RuntimeException e) {
                throw new AssertionError("no mail; Postfix: " + postfix.log() + "\nDovecot: " + dovecot.log(), e);
            }
            String mail = dovecot.mails().get(0);
            assertThat(mail).startsWith("Return-Path: <deliver@example.com>\n");
            String body = withLf(content);
            assertThat(mail).endsWith(body.substring(body.indexOf("\n\n")));
            assertThat(postfix.log()).contains("to=<user@example.net>", "status=sent");
        }
    }

    private static String withLf(byte[] content) {
        return new String(content, ISO_8859_1).replace("\r\n", "\n");
    }
}
