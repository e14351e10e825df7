/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ReceivedMail;
import org.postchaise.testkit.ScriptedPeer;

/** BDAT (RFC 3030) with content of more than one chunk, or none; single chunks are dialogues. */
@Timeout(120)
class ChunkingTest {
    private static final String GREETED = """
            S: 220 mx.example ESMTP
            C: EHLO client.example
            S: 250-mx.example
            S: 250 CHUNKING
            C: MAIL FROM:<me@example.com>
            S: 250 Ok
            C: RCPT TO:<ann@example.net>
            S: 250 Ok
            """;
    private static final String PIPELINED = GREETED.replace("S: 250 CHUNKING", "S: 250-CHUNKING\nS: 250 PIPELINING")
            .replace("S: 250 Ok\n", "");
    private static final Envelope ENVELOPE = Envelope.of("me@example.com", "ann@example.net");

    private static final String HEADER = "S: s\r\n\r\n";

    /** With the header in front of them no chunk ends at the end of a line, so that all have the full size. */
    private static final String LINE = "x".repeat(62) + "\r\n";

    @Test
    void contentOfUnknownLengthArrivesWholeWhereverItsChunksEnd() {
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Protocol.SMTP)) {
            for (int size : List.of(0, HEADER.length(), 65_535, 65_536, 65_537, 131_072, 3_000_000)) {
                byte[] content = content(size);
                assertThat(deliver(client, mailbox.nextHop(), () -> new ByteArrayInputStream(content))
                                .kind())
                        .isEqualTo(Kind.DELIVERED);
                ReceivedMail mail = mailbox.mails().get(mailbox.mails().size() - 1);
                assertThat(mail.content()).startsWith(content).hasSizeBetween(size, size + 2);
            }
            assertThat(mailbox.dialogue())
                    .contains("C: BDAT 0 LAST", "C: BDAT 65536")
                    .doesNotContain("C: DATA");
        }
    }

    @Test
    void linesEndInCrLfAndDotsAreNotDoubled() {
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Protocol.SMTP)) {
            deliver(client, mailbox.nextHop(), MessageSource.of(octets("Subject: s\n\n.\n..a\rb\n.\r\nlast")));
            assertThat(mailbox.mails().get(0).text()).isEqualTo("Subject: s\r\n\r\n.\r\n..a b\r\n.\r\nlast\r\n");
        }
    }

    @Test
    void aRefusedChunkEndsTheTransactionWithResetAndItsReplyIsTheOutcome() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(GREETED + """
                C: BDAT 65536
                chunk 65536
                S: 250 Ok
                C: BDAT 65536
                chunk 65536
                S: 452 4.3.1 no room
                C: RSET
                S: 250 Ok
                """);
                MailClient client = client(Protocol.SMTP)) {
            RecipientOutcome outcome = deliver(client, peer.nextHop(), MessageSource.of(content(300_000)));
            assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
            assertThat(outcome.text())
                    .isEqualTo("host 127.0.0.1[127.0.0.1] said: 452 4.3.1 no room (in reply to message body)");
            peer.verify();
        }
    }

    @Test
    void theRepliesToChunksBehindARefusedOneAreRead() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(PIPELINED + """
                C: BDAT 65536
                chunk 65536
                S: 250 2.1.0 Ok
                S: 250 2.1.5 Ok
                C: BDAT 65536
                chunk 65536
                C: BDAT 3464 LAST
                chunk 3464
                C: QUIT
                S: 552 5.3.4 too big
                S: 503 5.5.1 no
                S: 250 2.0.0 a lie
                S: 221 Bye
                close
                """);
                MailClient client = client(Protocol.SMTP)) {
            RecipientOutcome outcome = deliver(client, peer.nextHop(), MessageSource.of(content(134_536)));
            assertThat(outcome.kind()).isEqualTo(Kind.REJECTED);
            assertThat(outcome.text()).contains("552 5.3.4 too big");
            peer.verify();
        }
    }

    @Test
    void noMoreThanTheFirstChunkIsSentForNoOne() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(PIPELINED + """
                C: BDAT 65536
                chunk 65536
                S: 250 2.1.0 Ok
                S: 550 5.1.1 no
                S: 554 5.5.1 no valid recipients
                C: RSET
                C: QUIT
                S: 250 Ok
                S: 221 Bye
                close
                """);
                MailClient client = client(Protocol.SMTP)) {
            RecipientOutcome outcome = deliver(client, peer.nextHop(), MessageSource.of(content(300_000)));
            assertThat(outcome.text()).contains("550 5.1.1 no");
            peer.verify();
        }
    }

    @Test
    void aConnectionLostBeforeTheLastChunkIsNotInDoubt() {
        try (ScriptedPeer peer = ScriptedPeer.ofText(
                        GREETED + "C: BDAT 65536\nchunk 65536\nS: 250 Ok\nC: BDAT 65536\nchunk 65536\nclose\n");
                MailClient client = client(Protocol.SMTP)) {
            RecipientOutcome outcome = deliver(client, peer.nextHop(), MessageSource.of(content(300_000)));
            assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
            assertThat(outcome.text())
                    .isEqualTo("lost connection with 127.0.0.1[127.0.0.1] while sending message body");
        }
    }

    @Test
    void aServerThatClosesWithinTheContentIsHeard() {
        try (ScriptedPeer peer =
                        ScriptedPeer.ofText(GREETED + "C: BDAT 65536\nskip 1000\nS: 552 5.3.4 too big\nclose\n");
                MailClient client = client(Protocol.SMTP)) {
            RecipientOutcome outcome = deliver(client, peer.nextHop(), MessageSource.of(content(30_000_000)));
            assertThat(outcome.text()).contains("552 5.3.4 too big");
            assertThat(outcome.kind()).isEqualTo(Kind.REJECTED);
        }
    }

    @Test
    void aMessageThatCannotBeReadToItsEndIsNotCompleted() throws IOException {
        InputStream failing = InputStream.nullInputStream();
        failing.close();
        try (MockMailbox mailbox = MockMailbox.start();
                MailClient client = client(Protocol.SMTP)) {
            RecipientOutcome late = deliver(
                    client,
                    mailbox.nextHop(),
                    () -> new SequenceInputStream(new ByteArrayInputStream(content(200_000)), failing));
            RecipientOutcome early = deliver(client, mailbox.nextHop(), () -> failing);
            assertThat(List.of(late, early)).allSatisfy(outcome -> {
                assertThat(outcome.kind()).isEqualTo(Kind.DEFERRED);
                assertThat(outcome.text()).isEqualTo("message content can't be read: Stream closed");
            });
            assertThat(mailbox.mails()).isEmpty();
            assertThat(mailbox.dialogue())
                    .filteredOn(line -> line.startsWith("C: MAIL"))
                    .hasSize(1);
        }
    }

    @Test
    void lmtpGivesOneReplyForEachAcceptedRecipientAfterTheLastChunkOnly() {
        try (ScriptedPeer peer = ScriptedPeer.ofText("""
                S: 220 mx.example LMTP
                C: LHLO client.example
                S: 250-mx.example
                S: 250-PIPELINING
                S: 250 CHUNKING
                C: MAIL FROM:<me@example.com>
                C: RCPT TO:<ann@example.net>
                C: RCPT TO:<bob@example.net>
                C: RCPT TO:<eve@example.net>
                S: 250 Ok
                S: 250 Ok
                S: 550 5.1.1 no bob
                S: 250 Ok
                C: BDAT 65536
                chunk 65536
                S: 250 Ok
                C: BDAT 72 LAST
                chunk 72
                C: QUIT
                S: 250 2.0.0 ann
                S: 452 4.2.2 eve is over quota
                S: 221 Bye
                close
                """);
                MailClient client = client(Protocol.LMTP)) {
            List<RecipientOutcome> outcomes = client.deliver(
                            NextHop.parse("inet:" + peer.nextHop()),
                            Envelope.of("me@example.com", "ann@example.net", "bob@example.net", "eve@example.net"),
                            MessageSource.of(content(65_608)),
                            SessionStore.none())
                    .outcomes();
            assertThat(outcomes)
                    .extracting(RecipientOutcome::kind)
                    .containsExactly(Kind.DELIVERED, Kind.REJECTED, Kind.DEFERRED);
            assertThat(outcomes.get(2).text()).contains("452 4.2.2 eve is over quota");
            peer.verify();
        }
    }

    private static RecipientOutcome deliver(MailClient client, String nextHop, MessageSource message) {
        return client.deliver(NextHop.parse(nextHop), ENVELOPE, message, SessionStore.none())
                .outcomes()
                .get(0);
    }

    private static MailClient client(Protocol protocol) {
        Map<String, String> set = new HashMap<>(Map.of("myhostname", "client.example"));
        set.put(protocol == Protocol.LMTP ? "lmtp_chunking_enable" : "smtp_chunking_enable", "yes");
        return MailClient.of(
                Catalog.settings(set),
                protocol,
                Resolvers.keeping(new DnsjavaResolver(NameServers.system())),
                EngineListener.NONE);
    }

    private static byte[] content(int size) {
        return octets((HEADER + LINE.repeat(size / LINE.length() + 1)).substring(0, size));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
