/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;

/** Mail and other material of the outbox's tests. */
public final class TestSubmissions {
    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    /** Segments and inline content small enough to see more than one. */
    public static final OutboxSettings SMALL = new OutboxSettings(3000, 200, Duration.ofSeconds(20));

    private TestSubmissions() {}

    /** A mail to so many recipients. */
    public static OutboxSubmission submission(int recipients) {
        List<Recipient> to = IntStream.range(0, recipients)
                .mapToObj(i -> Recipient.of("r" + i + "@example.com"))
                .toList();
        return new OutboxSubmission(Envelope.of("sender@example.org", to), Map.of("nexthop", "[mail.example.com]:25"));
    }

    public static MessageSource message(String text) {
        return MessageSource.of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String text(OutboxMail mail) throws IOException {
        try (InputStream stream = mail.content().open()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** An outcome that needs no server. */
    public static RecipientStatus rejected(Recipient recipient) {
        return new RecipientStatus(recipient, MailStatus.State.FAILED, "5.1.1", "no such user " + recipient);
    }

    /** All mail that is due. */
    public static List<OutboxMail> drain(Outbox outbox) {
        List<OutboxMail> all = new ArrayList<>();
        for (Optional<OutboxMail> mail = outbox.next(); mail.isPresent(); mail = outbox.next()) {
            all.add(mail.get());
        }
        return all;
    }

    /** Commits one mail in a branch of its own; its id. */
    public static long commit(Outbox outbox, String text) throws IOException {
        Branch branch = outbox.begin();
        long id = branch.stage(submission(2), message(text));
        branch.commit();
        return id;
    }

    public static BranchXid xid(int number) {
        return BranchXid.of(4711, new byte[] {1, (byte) number, (byte) (number >> 8)}, new byte[] {(byte) 0xFF, 0});
    }
}
