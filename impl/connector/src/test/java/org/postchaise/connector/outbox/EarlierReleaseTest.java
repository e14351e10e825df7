/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postchaise.connector.outbox.TestSubmissions.CLOCK;
import static org.postchaise.connector.outbox.TestSubmissions.NOW;
import static org.postchaise.connector.outbox.TestSubmissions.SMALL;
import static org.postchaise.connector.outbox.TestSubmissions.drain;
import static org.postchaise.connector.outbox.TestSubmissions.text;
import static org.postchaise.connector.outbox.TestSubmissions.xid;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;

/** The directory of an outbox written by the first release of its format: {@code earlier/} in the test resources. */
class EarlierReleaseTest {
    private static final List<String> FILES = List.of(
            "mail-54.content", "outbox-0000000003.journal", "outbox-0000000004.journal", "outbox-0000000005.journal");

    @TempDir
    Path directory;

    private Outbox outbox;

    @BeforeEach
    void open() throws IOException {
        for (String file : FILES) {
            try (InputStream octets = EarlierReleaseTest.class.getResourceAsStream("earlier/" + file)) {
                Files.copy(octets, directory.resolve(file));
            }
        }
        outbox = Outbox.open(directory, SMALL, CLOCK);
    }

    @AfterEach
    void close() throws IOException {
        outbox.close();
    }

    @Test
    void nothingIsDamagedOrLost() {
        assertThat(outbox.damages()).isEmpty();
        assertThat(outbox.waiting()).isEqualTo(3);
        assertThat(outbox.branches()).singleElement().satisfies(branch -> {
            assertThat(branch.phase()).isEqualTo(Branch.Phase.PREPARED);
            assertThat(branch.xid()).contains(xid(1));
            assertThat(branch.size()).isEqualTo(1);
        });
    }

    @Test
    void aCopiedMailKeepsItsAttemptsAndSettledRecipients() throws IOException {
        OutboxMail mail = sentBy("sender@example.org");
        assertThat(mail.attempts()).isEqualTo(2);
        assertThat(mail.submitted()).isEqualTo(NOW);
        assertThat(mail.pending()).containsExactly(Recipient.of("r2@example.com"), Recipient.of("r3@example.com"));
        assertThat(mail.settled().toString())
                .contains("2.0.0 ok; an earlier attempt may have delivered the message, too: lost connection")
                .contains("no such user r1@example.com");
        assertThat(text(mail)).isEqualTo("Subject: copied\r\n\r\ncopied\r\n");
    }

    @Test
    void aDeferredMailWaitsForItsTimeWithItsWholeEnvelope() throws IOException {
        assertThat(outbox.nextDue()).contains(NOW);
        drain(outbox);
        assertThat(outbox.nextDue()).contains(NOW.plusSeconds(300));
        outbox.close();
        outbox = Outbox.open(directory, SMALL, Clock.fixed(NOW.plusSeconds(300), ZoneOffset.UTC));
        OutboxMail mail = drain(outbox).stream()
                .filter(one -> one.submission().envelope().recipients().size() == 3)
                .findFirst()
                .orElseThrow();
        Envelope envelope = mail.submission().envelope();
        assertThat(mail.attempts()).isEqualTo(1);
        assertThat(mail.pending()).extracting(Recipient::address).containsExactly("ä@example.com", "c@example.com");
        assertThat(envelope.recipients().get(0))
                .isEqualTo(new Recipient("ä@example.com", Set.of(Recipient.Notify.NEVER), "rfc822;a+2B"));
        assertThat(envelope.body()).isEqualTo(Envelope.Body.EIGHT_BIT_MIME);
        assertThat(envelope.ret()).isEqualTo(Envelope.Return.HDRS);
        assertThat(envelope.envelopeId()).isEqualTo("id+3D");
        assertThat(envelope.smtpUtf8()).isTrue();
        assertThat(mail.submission().options().timeLimit()).contains(Duration.ofSeconds(7));
        assertThat(mail.submission().attributes()).containsEntry("nexthop", "[mail.example.com]:25");
        assertThat(text(mail)).hasSize(323).startsWith("Subject: deferred\r\n\r\nxxx");
    }

    @Test
    void anUntriedMailIsDue() throws IOException {
        OutboxMail mail = sentBy("eve@example.org");
        assertThat(mail.attempts()).isZero();
        assertThat(mail.submission().envelope().verp()).contains("-=");
        assertThat(text(mail)).isEqualTo("Subject: untried\r\n\r\n");
    }

    private OutboxMail sentBy(String sender) {
        return drain(outbox).stream()
                .filter(mail -> mail.submission().envelope().sender().equals(sender))
                .findFirst()
                .orElseThrow();
    }
}
