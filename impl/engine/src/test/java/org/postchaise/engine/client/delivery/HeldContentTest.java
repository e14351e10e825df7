/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ScriptedPeer;

/** DeliveryRequest whose final dot waits for a commit. */
@Timeout(60)
class HeldContentTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final MessageSource MESSAGE =
            MessageSource.of("Subject: s\r\n\r\n.dot\r\n".getBytes(StandardCharsets.US_ASCII));
    private static final String ACCEPTED = """
            S: 220 mx.example ESMTP
            C: EHLO client.example
            S: 250 mx.example
            C: MAIL FROM:<me@example.com>
            S: 250 Ok
            C: RCPT TO:<ann@example.net>
            S: 250 Ok
            C: DATA
            S: 354 go ahead
            C: Subject: s
            C:
            C: ..dot
            """;

    @Test
    void nothingArrivesBeforeTheCommitAndAllAfterIt() {
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Protocol.SMTP)) {
            DeliveryAttempt held = hold(client, mailbox.nextHop(), "ann@example.net", "bob@example.net");
            assertThat(held.isHeld()).isTrue();
            assertThat(held.report().outcomes())
                    .extracting(RecipientOutcome::kind)
                    .containsExactly(Kind.PENDING, Kind.PENDING);
            assertThat(held.report().outcomes().get(0).text())
                    .isEqualTo("accepted by 127.0.0.1[127.0.0.1]:" + mailbox.port()
                            + ", delivered when the transaction commits");
            assertThat(mailbox.mails()).isEmpty();

            DeliveryReport report = held.commit(LONG);
            assertThat(report.allDelivered()).isTrue();
            assertThat(mailbox.mails()).hasSize(1);
            assertThat(mailbox.mails().get(0).text()).isEqualTo("Subject: s\r\n\r\n.dot\r\n");
            assertThat(held.isHeld()).isFalse();
        }
    }

    @Test
    void afterARollbackNothingArrives() {
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Protocol.SMTP)) {
            DeliveryAttempt held = hold(client, mailbox.nextHop(), "ann@example.net");
            held.rollback();
            held.rollback();
            // the mailbox has seen the end of that session when it answers the next
            assertThat(hold(client, mailbox.nextHop(), "bob@example.net")
                            .commit(LONG)
                            .allDelivered())
                    .isTrue();
            assertThat(mailbox.mails()).hasSize(1);
            assertThat(mailbox.mails().get(0).recipients().toString()).contains("bob@example.net");
        }
    }

    @Test
    void aRefusedRecipientIsKnownBeforeTheCommit() {
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Protocol.SMTP)) {
            mailbox.refuseRecipients(address -> address.startsWith("bob"), "550 5.1.1 no such user", 1);
            DeliveryAttempt held = hold(client, mailbox.nextHop(), "ann@example.net", "bob@example.net");
            assertThat(held.report().outcomes())
                    .extracting(RecipientOutcome::kind)
                    .containsExactly(Kind.PENDING, Kind.REJECTED);
            assertThat(held.commit(LONG).outcomes())
                    .extracting(RecipientOutcome::kind)
                    .containsExactly(Kind.DELIVERED, Kind.REJECTED);
        }
    }

    @Test
    void whenNoRecipientIsAcceptedThereIsNothingToCommit() {
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Protocol.SMTP)) {
            mailbox.refuseRecipients(address -> true, "550 5.1.1 no such user", 9);
            DeliveryAttempt held = hold(client, mailbox.nextHop(), "ann@example.net");
            assertThat(held.isHeld()).isFalse();
            assertThat(held.commit(LONG).outcomes())
                    .extracting(RecipientOutcome::kind)
                    .containsExactly(Kind.REJECTED);
        }
    }

    @Test
    void aRefusalOfTheEndIsTheOutcome() {
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Protocol.SMTP)) {
            mailbox.refuseContent("554 5.6.0 not this one", 1);
            RecipientOutcome outcome = hold(client, mailbox.nextHop(), "ann@example.net")
                    .commit(LONG)
                    .outcomes()
                    .get(0);
            assertThat(outcome.kind()).isEqualTo(Kind.REJECTED);
            assertThat(outcome.text()).contains("said: 554 5.6.0 not this one (in reply to end of DATA command)");
        }
    }

    @Test
    void theSessionIsUsedAgainAfterACommit() {
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Protocol.SMTP)) {
            OneSession store = new OneSession();
            for (int i = 0; i < 3; i++) {
                DeliveryRequest mail = DeliveryRequest.of(Envelope.of("me@example.com", "ann@example.net"), MESSAGE);
                DeliveryAttempt held = client.hold(
                        client.key(NextHop.parse(mailbox.nextHop())), mail, DeliveryOptions.NONE, store, LONG);
                assertThat(held.commit(LONG).allDelivered()).isTrue();
            }
            assertThat(mailbox.connections()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatGivesUpWaitingSaysSoAndGetsNoDot() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(ACCEPTED + """
                S: 421 4.4.2 mx.example timeout exceeded
                close
                """);
                MailClient client = client(Protocol.SMTP)) {
            DeliveryAttempt held = hold(client, peer.nextHop(), "ann@example.net");
            assertThat(held.isHeld()).isTrue();
            peer.verify();
            RecipientOutcome outcome = held.commit(LONG).outcomes().get(0);
            assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
            assertThat(outcome.text()).contains("421 4.4.2 mx.example timeout exceeded");
        }
    }

    @Test
    void aServerThatHangsUpMeanwhileHasNotGotTheMail() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(ACCEPTED + "close\n");
                MailClient client = client(Protocol.SMTP)) {
            DeliveryAttempt held = hold(client, peer.nextHop(), "ann@example.net");
            peer.verify();
            RecipientOutcome outcome = held.commit(LONG).outcomes().get(0);
            assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
            assertThat(outcome.text()).contains("lost connection");
        }
    }

    @Test
    void noReplyToTheDotIsInDoubt() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(ACCEPTED + """
                C: .
                close
                """);
                MailClient client = client(Protocol.SMTP)) {
            RecipientOutcome outcome = hold(client, peer.nextHop(), "ann@example.net")
                    .commit(LONG)
                    .outcomes()
                    .get(0);
            assertThat(outcome.kind()).isEqualTo(Kind.IN_DOUBT);
        }
    }

    @Test
    void afterItsLimitTheConnectionIsClosedAndTheMailNotDelivered() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(ACCEPTED);
                MailClient client = client(Protocol.SMTP)) {
            DeliveryRequest mail = DeliveryRequest.of(Envelope.of("me@example.com", "ann@example.net"), MESSAGE);
            DeliveryAttempt held = client.hold(
                    client.key(NextHop.parse(peer.nextHop())),
                    mail,
                    DeliveryOptions.NONE,
                    SessionStore.none(),
                    Duration.ZERO);
            RecipientOutcome outcome = held.commit(LONG).outcomes().get(0);
            assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
            assertThat(outcome.text()).contains("timed out while sending message body");
        }
    }

    @Test
    void aRecipientThatTheFirstHostPutsOffIsHeldAtTheNext() {
        try (MockMailbox first = MockMailbox.start();
                MockMailbox second = MockMailbox.start();
                MailClient client = client(Protocol.SMTP)) {
            first.refuseRecipients(address -> address.startsWith("bob"), "450 4.2.1 later", 1);
            DeliveryAttempt held =
                    hold(client, first.nextHop() + ", " + second.nextHop(), "ann@example.net", "bob@example.net");
            assertThat(held.report().outcomes())
                    .extracting(RecipientOutcome::relay)
                    .containsExactly("127.0.0.1[127.0.0.1]:" + first.port(), "127.0.0.1[127.0.0.1]:" + second.port());
            assertThat(first.mails()).isEmpty();
            assertThat(second.mails()).isEmpty();
            assertThat(held.commit(LONG).allDelivered()).isTrue();
            assertThat(first.mails()).hasSize(1);
            assertThat(second.mails()).hasSize(1);
        }
    }

    @Test
    void eachRecipientOfLmtpHasItsReplyAtTheCommit() {
        try (ScriptedPeer peer = ScriptedPeer.ofText("""
                S: 220 lmtp.example
                C: LHLO client.example
                S: 250-lmtp.example
                S: 250 PIPELINING
                C: MAIL FROM:<me@example.com>
                C: RCPT TO:<ann@example.net>
                C: RCPT TO:<bob@example.net>
                C: DATA
                S: 250 Ok
                S: 250 Ok
                S: 250 Ok
                S: 354 go ahead
                C: Subject: s
                C:
                C: ..dot
                C: .
                C: QUIT
                S: 250 2.0.0 delivered
                S: 552 5.2.2 over quota
                S: 221 Bye
                close
                """);
                MailClient client = client(Protocol.LMTP)) {
            DeliveryAttempt held = hold(client, "inet:" + peer.nextHop(), "ann@example.net", "bob@example.net");
            assertThat(held.report().outcomes())
                    .extracting(RecipientOutcome::kind)
                    .containsExactly(Kind.PENDING, Kind.PENDING);
            assertThat(held.commit(LONG).outcomes())
                    .extracting(RecipientOutcome::kind)
                    .containsExactly(Kind.DELIVERED, Kind.REJECTED);
            peer.verify();
        }
    }

    private static DeliveryAttempt hold(MailClient client, String nextHop, String... recipients) {
        List<Recipient> to = Stream.of(recipients).map(Recipient::of).toList();
        DeliveryRequest mail = DeliveryRequest.of(Envelope.of("me@example.com", to), MESSAGE);
        return client.hold(client.key(NextHop.parse(nextHop)), mail, DeliveryOptions.NONE, SessionStore.none(), LONG);
    }

    private static MailClient client(Protocol protocol) {
        Map<String, String> values = new HashMap<>(
                Map.of("myhostname", "client.example", "smtp_chunking_enable", "yes", "lmtp_chunking_enable", "yes"));
        return MailClient.of(
                Catalog.settings(values),
                protocol,
                Resolvers.keeping(new DnsjavaResolver(NameServers.system())),
                EngineListener.NONE);
    }
}
