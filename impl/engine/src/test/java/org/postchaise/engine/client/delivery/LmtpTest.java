/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.DsnAction;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.engine.Dovecot;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.content.outgoing.DeliveryFlag;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.ScriptedPeer;

/** LMTP beyond what dialogues say: Dovecot on its socket, reuse, and who notifies of a success. */
@Timeout(120)
class LmtpTest {
    private static final String GREETED = """
            S: 220 mx.example LMTP
            C: LHLO client.example
            S: 250-mx.example
            S: 250 8BITMIME
            """;
    private static final String TAKEN = """
            C: MAIL *
            S: 250 Ok
            C: RCPT *
            S: 250 Ok
            C: DATA
            S: 354 go on
            body
            S: 250 2.0.0 taken
            """;
    private static final Envelope ENVELOPE = Envelope.of("me@example.com", "ann@example.net");

    private final OneSession store = new OneSession();

    @ParameterizedTest
    @ValueSource(strings = {"no", "yes"})
    void dovecotTakesAMailForOneAndRefusesItForAnotherWhoseQuotaIsUsedUp(String chunking) {
        byte[] content = ("Subject: large\r\n\r\n" + "x".repeat(70) + "\r\n.\r\n" + "y\r\n".repeat(30_000))
                .getBytes(StandardCharsets.US_ASCII);
        try (Dovecot dovecot = Dovecot.start();
                MailClient client = client(Map.of("lmtp_chunking_enable", chunking))) {
            NextHop hop = NextHop.parse("unix:" + dovecot.socket());
            DeliveryReport report = client.deliver(
                    hop,
                    Envelope.of("me@example.com", "ann@example.net", "bob@example.net", "nobody@example.net"),
                    MessageSource.of(content),
                    store);
            assertThat(report.outcomes())
                    .as(dovecot.log())
                    .extracting(RecipientOutcome::kind)
                    .containsExactly(Kind.DELIVERED, Kind.REJECTED, Kind.REJECTED);
            assertThat(report.outcomes().get(0).text()).startsWith("250 2.0.0 <ann@example.net> ");
            assertThat(report.outcomes().get(1).text())
                    .contains("said: 552 5.2.2 <bob@example.net> Quota exceeded")
                    .endsWith("(in reply to end of DATA command)");
            assertThat(report.outcomes().get(2).text()).contains("550 5.1.1").endsWith("(in reply to RCPT TO command)");
            assertThat(dovecot.mails("bob")).isEmpty();
            assertThat(dovecot.mails("ann"))
                    .singleElement()
                    .satisfies(mail -> assertThat(mail)
                            .endsWith(new String(content, StandardCharsets.US_ASCII).replace("\r\n", "\n")));

            Session session = store.session.orElseThrow();
            DeliveryReport second = client.deliver(
                    hop, Envelope.of("me@example.com", "eve@example.net"), MessageSource.of(content), store);
            assertThat(second.allDelivered()).as(second.toString()).isTrue();
            assertThat(store.session).contains(session);
            assertThat(session.uses()).isEqualTo(2);
            store.quit();
        }
    }

    @Test
    void aSessionIsKeptAfterItsReplyForEachRecipientAndResetForTheNextMail() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + TAKEN + "C: RSET\nS: 250 Ok\n" + TAKEN);
                MailClient client = client(Map.of())) {
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            store.quit();
            peer.verify();
        }
    }

    @Test
    void lmtpConnectionReuseCountLimitEndsASessionAndNotTheNameForSmtp() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + TAKEN + "C: RSET\nS: 250 Ok\n" + TAKEN
                        + "C: QUIT\nS: 221 Bye\nclose\nsession\n" + GREETED + TAKEN);
                MailClient client = client(
                        Map.of("lmtp_connection_reuse_count_limit", "1", "smtp_connection_reuse_count_limit", "9"))) {
            for (int i = 0; i < 3; i++) {
                assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            }
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void aServerWithTooManyRepliesToTheContentGetsNoOtherMailOnThatSession() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(
                        GREETED + TAKEN + "S: 250 2.0.0 once more\nsleep 100ms\nclose\nsession\n" + GREETED + TAKEN);
                MailClient client = client(Map.of())) {
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void aReplyTooFewToTheContentLeavesItsRecipientInDoubt() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED
                        + TAKEN.replace("C: RCPT *\nS: 250 Ok\n", "C: RCPT *\nS: 250 Ok\n".repeat(2)) + "hang\n");
                MailClient client = client(Map.of("lmtp_data_done_timeout", "1s"))) {
            DeliveryReport report = client.deliver(
                    NextHop.parse("inet:" + peer.nextHop()),
                    Envelope.of("me@example.com", "ann@example.net", "eve@example.net"),
                    content(),
                    store);
            assertThat(report.outcomes())
                    .extracting(RecipientOutcome::kind)
                    .containsExactly(Kind.DELIVERED, Kind.IN_DOUBT);
            assertThat(store.session).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "no, 8BITMIME, '', RELAYED",
        "yes, 8BITMIME, '', FINAL",
        "no, 8BITMIME, X, FINAL",
        "yes, DSN, '', PASSED_ON",
        "yes, DSN, X, PASSED_ON"
    })
    void whoNotifiesOfASuccessFollowsLmtpAssumeFinalUnlessTheServerOffersDsn(
            String assumed, String offered, String flags, DsnAction expected) {
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED.replace("8BITMIME", offered) + TAKEN);
                MailClient client = client(Map.of("lmtp_assume_final", assumed))) {
            Set<DeliveryFlag> letters = EnumSet.noneOf(DeliveryFlag.class);
            letters.addAll(DeliveryFlag.parse(flags));
            DeliveryRequest mail = DeliveryRequest.of(
                    Envelope.of(
                            "me@example.com",
                            List.of(new Recipient("ann@example.net", Set.of(Recipient.Notify.SUCCESS), ""))),
                    content());
            RecipientOutcome outcome = client.deliver(
                            client.key(NextHop.parse("inet:" + peer.nextHop())),
                            new DeliveryRequest(mail.envelope(), mail.message(), mail.age(), mail.client(), letters),
                            SessionStore.none())
                    .outcomes()
                    .get(0);
            assertThat(((RecipientOutcome.Delivered) outcome).dsnAction()).isEqualTo(expected);
        }
    }

    private RecipientOutcome deliver(MailClient client, ScriptedPeer peer) {
        return client.deliver(NextHop.parse("inet:" + peer.nextHop()), ENVELOPE, content(), store)
                .outcomes()
                .get(0);
    }

    private static MessageSource content() {
        return MessageSource.of("Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static MailClient client(Map<String, String> set) {
        Map<String, String> all = new HashMap<>(set);
        all.put("myhostname", "client.example");
        return MailClient.of(
                Catalog.settings(all),
                Protocol.LMTP,
                Resolvers.keeping(new DnsjavaResolver(NameServers.system())),
                EngineListener.NONE);
    }
}
