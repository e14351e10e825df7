/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.engine.bounce.RecipientReport;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.HostResolver;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.DeliveryLog;
import org.postchaise.engine.net.Deadline;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ScriptedPeer;

@Timeout(120)
class MailClientTest {
    private static final DnsResolver NO_DNS = (name, type, options) -> {
        throw new AssertionError("DNS was asked for " + name);
    };

    private static final String GREETED = """
            S: 220 mx.example ESMTP
            C: EHLO client.example
            S: 250 mx.example
            """;
    private static final String TO_DATA = """
            C: MAIL FROM:<me@example.com>
            S: 250 Ok
            C: RCPT TO:<ann@example.net>
            S: 250 Ok
            C: DATA
            S: 354 go on
            """;
    private static final String TAKEN = TO_DATA + "body\nS: 250 2.0.0 taken\n";
    private static final Map<String, String> CHUNKS = Map.of("smtp_chunking_enable", "yes");
    private static final String CHUNK = """
            C: MAIL FROM:<me@example.com>
            C: RCPT TO:<ann@example.net>
            C: BDAT 20 LAST
            chunk 20
            """;
    private static final String CHUNKING = """
            S: 220 mx.example ESMTP
            C: EHLO client.example
            S: 250-mx.example
            S: 250-CHUNKING
            S: 250 PIPELINING
            """ + CHUNK + "S: 250 Ok\nS: 250 Ok\nS: 250 taken\n";
    private static final Envelope ENVELOPE = Envelope.of("me@example.com", "ann@example.net");
    private static final MessageSource CONTENT =
            MessageSource.of("Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII));

    private final OneSession store = new OneSession();

    @Test
    void aSessionIsReusedAfterReset() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + TAKEN + "C: RSET\nS: 250 Ok\n" + TAKEN);
                MailClient client = client(Map.of())) {
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            store.quit();
            peer.verify();
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void anAddressOfZerosIsThisHost() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + TAKEN);
                MailClient client = client(Map.of())) {
            DeliveryReport report =
                    client.deliver(NextHop.parse("[0.0.0.0]:" + peer.port()), ENVELOPE, CONTENT, SessionStore.none());
            assertThat(report.allDelivered()).as(report.toString()).isTrue();
            assertThat(report.outcomes().get(0).relay().toString()).contains("[0.0.0.0]:" + peer.port());
        }
    }

    @Test
    void withVerpEachRecipientHasATransactionFromAReturnPathOfItsOwn() {
        String first = TAKEN.replace("<me@example.com>", "<me+ann=example.net@example.com>");
        String second =
                first.replace("ann=example.net", "bob=example.org").replace("<ann@example.net>", "<bob@example.org>");
        Envelope both = Envelope.of("me@example.com", "ann@example.net", "bob@example.org")
                .withVerp();
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + first + "C: RSET\nS: 250 Ok\n" + second);
                MailClient client = client(Map.of())) {
            DeliveryReport report = client.deliver(NextHop.parse(peer.nextHop()), both, CONTENT, store);
            assertThat(report.allDelivered()).isTrue();
            assertThat(report.outcomes())
                    .extracting(outcome -> outcome.recipient().address())
                    .containsExactly("ann@example.net", "bob@example.org");
            store.quit();
            peer.verify();
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void withVerpEachRecipientIsADeliveryRoutedByTheSender() {
        Envelope both = Envelope.of("me@example.com", "ann@example.net", "bob@example.net")
                .withVerp("-=");
        List<Envelope> parts = new ArrayList<>();
        try (MailClient client = client(Map.of())) {
            client.dispatch(both, (key, part, options) -> {
                parts.add(part);
                return DeliveryReport.failed(
                        part.recipients(), Failure.local(EnhancedStatus.of("5.0.0"), "not delivered"));
            });
        }
        assertThat(parts).extracting(Envelope::sender).containsExactly("me@example.com", "me@example.com");
        assertThat(parts).extracting(part -> part.recipients().size()).containsExactly(1, 1);
        assertThat(parts).extracting(part -> part.verp().orElseThrow()).containsExactly("-=", "-=");
    }

    @Test
    void badVerpDelimitersAreRefusedBeforeAnythingIsSent() {
        Envelope bad = ENVELOPE.withVerp("ab");
        try (MailClient client = client(Map.of())) {
            assertThatThrownBy(() -> client.dispatch(bad, (key, part, options) -> {
                        throw new AssertionError(part);
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("VERP delimiters are \"ab\"");
        }
    }

    @Test
    void aSessionThatDiedInTheMeantimeIsReplacedWithoutLosingAnOutcome() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + TAKEN + "close\nsession\n" + GREETED + TAKEN);
                MailClient client = client(Map.of())) {
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void aSessionLostBetweenResetAndMailIsReplacedToo() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(
                        GREETED + TAKEN + "C: RSET\nS: 250 Ok\nC: MAIL *\nclose\nsession\n" + GREETED + TAKEN);
                MailClient client = client(Map.of())) {
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
        }
    }

    @Test
    void withBdatResetGoesOutInFrontOfTheEnvelope() {
        String together = "C: RSET\n" + CHUNK + "S: 250 Ok\nS: 250 Ok\nS: 250 Ok\nS: 250 taken\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(CHUNKING + together);
                MailClient client = client(CHUNKS)) {
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            store.quit();
            peer.verify();
        }
    }

    @Test
    void resetGoesOutWithTheEnvelopeWhereTheSettingsSaySo() {
        String greeted = GREETED.replace("S: 250 mx.example", "S: 250-mx.example\nS: 250 PIPELINING");
        String envelope = "C: MAIL *\nC: RCPT *\nC: DATA\n";
        String taken = "S: 250 Ok\nS: 250 Ok\nS: 354 go on\nbody\nS: 250 2.0.0 taken\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(
                        greeted + envelope + taken + "C: RSET\n" + envelope + "S: 250 Ok\n" + taken);
                MailClient client = client(Map.of("smtp_reset_ahead", "yes"))) {
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            store.quit();
            peer.verify();
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aMailBehindARefusedResetGoesToANewSession() {
        String greeted = GREETED.replace("S: 250 mx.example", "S: 250-mx.example\nS: 250 PIPELINING");
        String envelope = "C: MAIL *\nC: RCPT *\nC: DATA\n";
        String taken = "S: 250 Ok\nS: 250 Ok\nS: 354 go on\nbody\nS: 250 2.0.0 taken\n";
        String refused = "C: RSET\n" + envelope + "S: 500 no\nS: 503 no\nS: 503 no\nS: 503 no\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(
                        greeted + envelope + taken + refused + "session\n" + greeted + envelope + taken);
                MailClient client = client(Map.of("smtp_reset_ahead", "yes"))) {
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void withBdatAMailBehindARefusedResetIsDeliveredOnceAndTheSessionEnds() {
        String together = "C: RSET\n" + CHUNK + "S: 500 no\nS: 250 Ok\nS: 250 Ok\nS: 250 taken\nC: QUIT\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(CHUNKING + together);
                MailClient client = client(CHUNKS)) {
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    /** The server answered RSET twice: what was read as the reply to the content was about its recipient. */
    @Test
    void withBdatAReplyTooManyIsNoProofOfDelivery() {
        String together = "C: RSET\n" + CHUNK + "S: 250 Ok\nS: 250 Ok\nS: 250 Ok\nS: 250 Ok\nS: 552 5.3.4 too big\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(CHUNKING + together + "session\n" + CHUNKING);
                MailClient client = client(CHUNKS)) {
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(deliver(client, peer).text()).isEqualTo("250 taken");
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void withBdatASessionThatDiedInTheMeantimeIsReplaced() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(CHUNKING + "close\nsession\n" + CHUNKING);
                MailClient client = client(CHUNKS)) {
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void aHostThatDeferredOnAReusedSessionIsNotAskedAgainAtOnce() {
        String refusal = "C: RSET\nS: 250 Ok\nC: MAIL *\nS: 250 Ok\nC: RCPT *\nS: 451 4.2.0 later\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + TAKEN + refusal + "session\n" + GREETED + TAKEN);
                MailClient client = client(Map.of())) {
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DEFERRED);
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void aMessageSourceThatThrowsCostsNoOtherOutcome() {
        MessageSource broken = () -> {
            throw new IllegalStateException("a bug in the application");
        };
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Map.of())) {
            RecipientOutcome outcome = client.deliver(NextHop.parse(mailbox.nextHop()), ENVELOPE, broken, store)
                    .outcomes()
                    .get(0);
            assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
            assertThat(outcome.text()).contains("a bug in the application");
        }
    }

    @Test
    void aTimeLimitLongerThanTheClockCountsIsNoMistake() {
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Map.of("smtp_helo_timeout", "999999d"))) {
            assertThat(client.deliver(
                                    client.key(NextHop.parse(mailbox.nextHop())),
                                    DeliveryRequest.of(ENVELOPE, CONTENT),
                                    DeliveryOptions.NONE.withTimeLimit(Duration.ofDays(200_000)),
                                    store)
                            .allDelivered())
                    .isTrue();
        }
    }

    @Test
    void mailComesFromTheBindAddressOrFromElsewhereUnlessThatIsEnforced() {
        try (MockMailbox mailbox = MockMailbox.start()) {
            for (Map<String, String> set : List.of(
                    Map.of("smtp_bind_address", "127.0.0.5"),
                    Map.of("smtp_bind_address", "192.0.2.77"),
                    Map.of("smtp_bind_address", "127.0.0.5", "smtp_bind_address_enforce", "yes"))) {
                try (MailClient client = client(set)) {
                    assertThat(deliver(client, mailbox).kind()).isEqualTo(Kind.DELIVERED);
                }
            }
            try (MailClient client =
                    client(Map.of("smtp_bind_address", "192.0.2.77", "smtp_bind_address_enforce", "yes"))) {
                RecipientOutcome outcome = deliver(client, mailbox);
                assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
                assertThat(outcome.status()).hasToString("4.4.0");
                assertThat(outcome.relay()).isEqualTo("none");
                assertThat(outcome.text()).isEqualTo("server configuration error");
            }
            assertThat(mailbox.connections()).isEqualTo(3);
        }
    }

    private static RecipientOutcome deliver(MailClient client, MockMailbox mailbox) {
        return client.deliver(NextHop.parse(mailbox.nextHop()), ENVELOPE, CONTENT, SessionStore.none())
                .outcomes()
                .get(0);
    }

    @Test
    void aClosedClientContactsNoHost() {
        try (MockMailbox mailbox = MockMailbox.start()) {
            MailClient client = client(Map.of());
            client.close();
            RecipientOutcome outcome = client.deliver(NextHop.parse(mailbox.nextHop()), ENVELOPE, CONTENT, store)
                    .outcomes()
                    .get(0);
            assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
            assertThat(outcome.text()).contains("the client is closed");
            assertThat(mailbox.connections()).isZero();
        }
    }

    @Test
    void aRefusalInTheMiddleOfTheContentIsHeard() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(
                        GREETED + TO_DATA + "skip 100000\nS: 552 5.3.4 too big\nsleep 200ms\nclose\n");
                MailClient client = client(Map.of())) {
            RecipientOutcome outcome = client.deliver(
                            NextHop.parse(peer.nextHop()), ENVELOPE, () -> endless("x"), SessionStore.none())
                    .outcomes()
                    .get(0);
            assertThat(outcome.text()).contains("552 5.3.4 too big");
            assertThat(outcome.kind()).isEqualTo(Kind.REJECTED);
        }
    }

    @Test
    void aSessionWithAReplyToNothingIsNotUsedAgain() {
        String extra = "S: 250 2.0.0 taken again\nsession\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + TAKEN + extra + GREETED + TAKEN);
                MailClient client = client(Map.of())) {
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DELIVERED);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void aSessionThatSaid421IsNotKept() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + TO_DATA + "body\nS: 421 4.3.0 later\nclose\n");
                MailClient client = client(Map.of())) {
            assertThat(deliver(client, peer).kind()).isEqualTo(Kind.DEFERRED);
            assertThat(store.session).isEmpty();
        }
    }

    @Test
    void aTemporaryFailureIsTriedAtTheNextHostAndAPermanentOneIsNot() {
        String first = GREETED + """
                C: MAIL FROM:<me@example.com>
                S: 250 Ok
                C: RCPT TO:<ann@example.net>
                S: 451 4.2.0 later
                C: RCPT TO:<bob@example.net>
                S: 550 5.1.1 no
                session
                """;
        try (ScriptedPeer peer = ScriptedPeer.ofText(first + GREETED + TAKEN);
                MailClient client = client(Map.of(), "127.0.0.1", "127.0.0.1")) {
            DeliveryReport report = client.deliver(
                    byName(peer.nextHop()),
                    Envelope.of("me@example.com", "ann@example.net", "bob@example.net"),
                    CONTENT,
                    SessionStore.none());
            assertThat(report.outcomes())
                    .extracting(RecipientOutcome::kind)
                    .containsExactly(Kind.DELIVERED, Kind.REJECTED);
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    @Test
    void whatIsInDoubtGoesOnToTheNextHostAsInPostfix() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + TO_DATA + "body\nclose\nsession\n" + GREETED + TAKEN);
                MailClient client = client(Map.of(), "127.0.0.1", "127.0.0.1")) {
            DeliveryReport report = client.deliver(byName(peer.nextHop()), ENVELOPE, CONTENT, SessionStore.none());
            assertThat(report.allDelivered()).as(report.toString()).isTrue();
            assertThat(peer.connections()).isEqualTo(2);
        }
    }

    private static final String LOST = "-- message may be sent more than once";

    @Test
    void aRecipientWhoMayHaveTwoCopiesIsDeliveredPerhapsTwice() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + TO_DATA + "body\nclose\nsession\n" + GREETED + TAKEN);
                MailClient client = client(Map.of(), "127.0.0.1", "127.0.0.1")) {
            DeliveryReport report = client.deliver(byName(peer.nextHop()), ENVELOPE, CONTENT, SessionStore.none());
            assertThat(report.perhapsTwice())
                    .as(report.toString())
                    .isNotEmpty()
                    .isEqualTo(report.recipients(Kind.DELIVERED));
            assertThat(report.outcomes().get(0).earlierDoubt())
                    .startsWith("lost connection with ")
                    .endsWith(LOST);
            assertThat(new DeliveryLog(2)
                            .lines(report, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH)
                            .get(0))
                    .startsWith("to=<" + report.outcomes().get(0).recipient().address() + ">, earlier session: lost")
                    .endsWith(LOST);
        }
    }

    @Test
    void aBounceSaysThatAnEarlierCopyMayHaveBeenTaken() {
        String refused = GREETED + "C: MAIL *\nS: 550 5.7.1 not you\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + TO_DATA + "body\nclose\nsession\n" + refused);
                MailClient client = client(Map.of(), "127.0.0.1", "127.0.0.1")) {
            RecipientOutcome outcome = client.deliver(byName(peer.nextHop()), ENVELOPE, CONTENT, SessionStore.none())
                    .outcomes()
                    .get(0);
            assertThat(outcome.kind()).isEqualTo(Kind.REJECTED);
            assertThat(RecipientReport.of(outcome).text())
                    .contains(
                            "550 5.7.1 not you", "an earlier attempt may have delivered the message, too: lost", LOST);
        }
    }

    @Test
    void aHostThatRefusesTheConnectionIsPassedOver() {
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Map.of(), "127.0.0.9", "127.0.0.1")) {
            DeliveryReport report = client.deliver(byName(mailbox.nextHop()), ENVELOPE, CONTENT, SessionStore.none());
            assertThat(report.allDelivered()).as(report.toString()).isTrue();
        }
    }

    @Test
    void aNextHopThatDoesNotResolveDefersAndIsNamed() {
        HostResolver nothing = host -> new HostAnswer.TryAgain("unable to look up host " + host);
        try (MailClient client = MailClient.of(
                Catalog.settings(Map.of("disable_dns_lookups", "yes")),
                new Resolvers(NO_DNS, nothing),
                EngineListener.NONE)) {
            RecipientOutcome outcome = client.deliver(
                            NextHop.parse("nowhere.example:25"), ENVELOPE, CONTENT, SessionStore.none())
                    .outcomes()
                    .get(0);
            assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
            assertThat(outcome.status()).hasToString("4.4.4");
            assertThat(outcome.text()).isEqualTo("unable to look up host nowhere.example");
        }
    }

    @Test
    void theTimeLimitEndsADeliveryThatNoPhaseLimitWouldEnd() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + "C: MAIL *\nhang\n");
                MailClient client = client(Map.of())) {
            RecipientOutcome outcome = client.deliver(
                            client.key(NextHop.parse(peer.nextHop())),
                            DeliveryRequest.of(ENVELOPE, CONTENT),
                            DeliveryOptions.NONE.withTimeLimit(Duration.ofSeconds(1)),
                            SessionStore.none())
                    .outcomes()
                    .get(0);
            assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
            assertThat(outcome.text()).contains("timed out while sending MAIL FROM");
        }
    }

    @Test
    void aWriteThatMakesNoProgressEnds() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + TO_DATA + "hang\n");
                MailClient client = client(Map.of("smtp_data_xfer_timeout", "1s"))) {
            RecipientOutcome outcome = client.deliver(
                            NextHop.parse(peer.nextHop()), ENVELOPE, () -> endless("x"), SessionStore.none())
                    .outcomes()
                    .get(0);
            assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
            assertThat(outcome.text()).contains("timed out while sending message body");
        }
    }

    @Test
    void aMessageThatCannotBeReadToItsEndIsNotCompleted() throws IOException {
        InputStream failing = InputStream.nullInputStream();
        failing.close();
        InputStream start = new ByteArrayInputStream(new byte[20_000]);
        MessageSource broken = () -> new SequenceInputStream(start, failing);
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Map.of())) {
            RecipientOutcome outcome = client.deliver(NextHop.parse(mailbox.nextHop()), ENVELOPE, broken, store)
                    .outcomes()
                    .get(0);
            assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
            assertThat(outcome.status()).hasToString("4.3.0");
            assertThat(outcome.text()).isEqualTo("message content can't be read: Stream closed");
            assertThat(store.session).isEmpty();
            assertThat(mailbox.mails()).isEmpty();
        }
    }

    @Test
    void aMessageThatCannotBeOpenedLeavesTheNextOneUnharmed() {
        MessageSource broken = () -> {
            throw new IOException("no such file");
        };
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Map.of())) {
            NextHop hop = NextHop.parse(mailbox.nextHop());
            assertThat(client.deliver(hop, ENVELOPE, broken, store)
                            .outcomes()
                            .get(0)
                            .text())
                    .isEqualTo("message content can't be read: no such file");
            assertThat(client.deliver(hop, ENVELOPE, CONTENT, store).allDelivered())
                    .isTrue();
        }
    }

    @Test
    void closingTheClientEndsADeliveryUnderWay() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + "C: MAIL *\nhang\n")) {
            MailClient client = client(Map.of());
            CompletableFuture<RecipientOutcome> delivery = CompletableFuture.supplyAsync(() -> deliver(client, peer));
            while (peer.received().size() < 2) {
                Thread.sleep(10);
            }
            client.close();
            assertThat(delivery.get(20, TimeUnit.SECONDS).kind()).isEqualTo(Kind.DEFERRED);
        }
    }

    @Test
    void vertx_mail_client_171_aSessionHasOneUserAtATime() {
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Map.of())) {
            client.deliver(NextHop.parse(mailbox.nextHop()), ENVELOPE, CONTENT, store);
            Session session = store.session.orElseThrow();
            session.acquire(Deadline.in(Duration.ofSeconds(1)));
            assertThatThrownBy(() -> client.isAlive(session)).hasMessageContaining("in use by another delivery");
            session.release();
            assertThat(client.isAlive(session)).isTrue();
        }
    }

    @Test
    void hundredsOfRecipientsPassTheWindow() {
        String[] more = new String[999];
        Arrays.setAll(more, i -> "user" + i + "@example.net");
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Map.of("smtp_destination_recipient_limit", "0"))) {
            mailbox.refuseRecipients(address -> address.endsWith("7@example.net"), "550 5.1.1 no", Integer.MAX_VALUE);
            DeliveryReport report = client.deliver(
                    NextHop.parse(mailbox.nextHop()),
                    Envelope.of("me@example.com", "ann@example.net", more),
                    CONTENT,
                    store);
            assertThat(report.recipients(Kind.REJECTED)).hasSize(100);
            assertThat(report.recipients(Kind.DELIVERED)).hasSize(900);
            assertThat(mailbox.mails().get(0).recipients()).hasSize(900);
        }
    }

    @Test
    void aBadClientNameOrRelayhostStopsTheStart() {
        assertThatThrownBy(() -> client(Map.of("smtp_helo_name", "two words")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("smtp_helo_name")
                .hasMessageContaining("holds a space");
        assertThatThrownBy(() -> client(Map.of("smtp_helo_name", "$no_such_name")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("bad value \"$no_such_name\"")
                .hasMessageContaining("it is empty");
        assertThatThrownBy(() -> client(Map.of("relayhost", "mx.example:99999")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("relayhost")
                .hasMessageContaining("99999");
    }

    private RecipientOutcome deliver(MailClient client, ScriptedPeer peer) {
        return client.deliver(NextHop.parse(peer.nextHop()), ENVELOPE, CONTENT, store)
                .outcomes()
                .get(0);
    }

    private static MailClient client(Map<String, String> set, String... addresses) {
        Map<String, String> all = new HashMap<>(set);
        all.putIfAbsent("myhostname", "client.example");
        all.putIfAbsent("smtp_host_lookup", "native");
        HostResolver resolver = host -> new HostAnswer.Found(
                Arrays.stream(addresses).map(MailClientTest::address).toList());
        return MailClient.of(Catalog.settings(all), new Resolvers(NO_DNS, resolver), EngineListener.NONE);
    }

    private static NextHop byName(String nextHop) {
        return NextHop.parse(nextHop.replace("127.0.0.1", "mx.example"));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static InputStream endless(String text) {
        return new InputStream() {
            @Override
            public int read() {
                return text.charAt(0);
            }

            @Override
            public int read(byte[] b, int off, int len) {
                Arrays.fill(b, off, off + len, (byte) text.charAt(0));
                return len;
            }
        };
    }
}
