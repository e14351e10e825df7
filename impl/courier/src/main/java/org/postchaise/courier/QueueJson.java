/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MessageSource;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.api.SubmissionOptions.Priority;

/** Renderer of queued mails as JSON for the operator. */
final class QueueJson {
    /** Largest part shown of a header section, and of a body, in octets. */
    static final int SHOWN = 64 * 1024;

    private QueueJson() {}

    /** Extent to which a mail's content is shown. */
    enum Depth {
        HEADERS,
        BODY
    }

    /** Returns a mail without content. */
    static JsonObjectBuilder mail(QueueEntry entry) {
        JsonArrayBuilder recipients = Json.createArrayBuilder();
        entry.mail().ifPresent(mail -> mail.recipients().forEach(one -> recipients.add(recipient(one))));
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", entry.id())
                .add("queue", entry.place().text())
                .add(
                        "sender",
                        entry.mail().map(mail -> mail.envelope().sender()).orElse(""))
                .add("subject", entry.mail().map(QueuedMail::subject).orElse(""))
                .add("size", entry.size())
                .add("submitted", time(entry.since()))
                .add("attempts", entry.mail().map(QueuedMail::attempts).orElse(0));
        entry.mail().ifPresent(mail -> addOrigin(json, mail.origin()));
        if (!entry.mailer().isEmpty()) {
            json.add("mailer", entry.mailer());
        }
        entry.next().ifPresent(next -> json.add("next", time(next)));
        entry.mail().ifPresent(mail -> addOptions(json, mail.options()));
        if (entry.place() == QueueName.DEAD || entry.mail().isEmpty()) {
            json.add("reason", entry.reason());
        }
        if (entry.mail().filter(mail -> mail.progress().expiryOrdered()).isPresent()) {
            json.add("expire", true);
        }
        return json.add("recipients", recipients);
    }

    private static void addOrigin(JsonObjectBuilder json, MailOrigin origin) {
        if (!origin.mailId().equals(origin.id())) {
            json.add("mail", origin.mailId());
        }
        if (origin.parts() > 1) {
            json.add("part", origin.part()).add("parts", origin.parts());
        }
    }

    private static void addOptions(JsonObjectBuilder json, SubmissionOptions options) {
        if (options.priority() != Priority.NORMAL) {
            json.add("priority", options.priority().name().toLowerCase(Locale.ROOT));
        }
        options.holdUntil().ifPresent(time -> json.add("hold_until", time(time)));
        options.deliverBy().ifPresent(time -> json.add("deliver_by", time(time)));
    }

    private static JsonObjectBuilder recipient(RecipientStatus one) {
        return Json.createObjectBuilder()
                .add("address", one.recipient().address())
                .add("state", one.state().name().toLowerCase(Locale.ROOT))
                .add("status", one.status())
                .add("text", one.text());
    }

    /** Returns the envelope's options, in the words of the commands MAIL and RCPT. */
    static JsonObjectBuilder envelope(Envelope envelope) {
        return Json.createObjectBuilder()
                .add(
                        "ret",
                        envelope.ret() == Envelope.Return.UNSPECIFIED
                                ? ""
                                : envelope.ret().name())
                .add("envid", envelope.envelopeId())
                .add("body", body(envelope.body()))
                .add("smtputf8", envelope.smtpUtf8())
                .add("requiretls", envelope.requireTls())
                .add("verp", envelope.verp().orElse(""));
    }

    /** Returns the value of the MAIL parameter BODY. */
    static String body(Envelope.Body body) {
        return switch (body) {
            case UNSPECIFIED -> "";
            case SEVEN_BIT -> "7BIT";
            case EIGHT_BIT_MIME -> "8BITMIME";
        };
    }

    /** Adds the header section, and for {@link Depth#BODY} the body, read as UTF-8; malformed octets become replacement characters. */
    static void addContent(JsonObjectBuilder json, MessageSource content, Depth depth) throws IOException {
        try (InputStream in = new BufferedInputStream(content.open())) {
            json.add("headers", headers(in));
            if (depth == Depth.BODY) {
                json.add("body", new String(in.readNBytes(SHOWN), StandardCharsets.UTF_8));
            }
        }
    }

    /** Returns the header section, and consumes the empty line after it. */
    private static String headers(InputStream in) throws IOException {
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        int lineStart = 0;
        boolean lineEmpty = true;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (section.size() < SHOWN) {
                section.write(next);
            }
            if (next == '\n' && lineEmpty) {
                return new String(section.toByteArray(), 0, lineStart, StandardCharsets.UTF_8);
            }
            lineEmpty = next == '\n' || (lineEmpty && next == '\r');
            lineStart = next == '\n' ? section.size() : lineStart;
        }
        return section.toString(StandardCharsets.UTF_8);
    }

    private static String time(Instant when) {
        return when.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
