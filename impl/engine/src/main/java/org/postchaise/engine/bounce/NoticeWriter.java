/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.engine.address.LocalPart;
import org.postchaise.engine.bounce.Notice.Audience;
import org.postchaise.engine.bounce.Notice.Kind;
import org.postchaise.engine.bounce.OriginalMessage.Extent;

/**
 * A writer of notices: a multipart/report (RFC 6522) of a text for people, a report for programs, and the mail or its
 * header. The returned mail is streamed when the notice is read; the other parts are in memory.
 */
final class NoticeWriter {
    private static final String EIGHT_BIT = "8bit";
    private static final int BOUNDARY_LIMIT = 70;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, ppd MMM yyyy HH:mm:ss xx (zzz)", Locale.US);
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.US);

    private final NoticeSettings settings;
    private final ReportedMail mail;
    private final Optional<OriginalMessage> original;
    private final Instant now;
    private final String encoding;

    NoticeWriter(NoticeSettings settings, ReportedMail mail, Optional<OriginalMessage> original, Instant now) {
        this.settings = settings;
        this.mail = mail;
        this.original = original;
        this.now = now;
        this.encoding = encoding();
    }

    Notice write(Draft draft) {
        String id = String.format("%012X", RANDOM.nextLong() & 0xffff_ffff_ffffL);
        String boundary = boundary(id);
        Extent extent = extent(draft);
        Lines head = new Lines(settings.form().utf8());
        header(draft, id, boundary, head);
        text(draft, boundary, head);
        new StatusFields(settings, mail, encoding).write(draft, boundary, head);
        returned(draft.kind(), extent, boundary, head);
        Lines tail = new Lines(settings.form().utf8());
        tail.add("");
        tail.add("--" + boundary + "--");
        return new Notice(
                draft.kind(),
                draft.audience(),
                id,
                envelope(draft),
                new Content(head.octets(), original, extent, tail.octets()));
    }

    /** Returns a date in Postfix's form, that of RFC 5322 with the name of the zone. */
    static String date(Instant when) {
        return DATE.format(when.atZone(ZoneId.systemDefault()));
    }

    private Envelope envelope(Draft draft) {
        String from =
                draft.audience() == Audience.SENDER ? "" : settings.postmaster().sender();
        Envelope envelope = Envelope.unchecked(from, List.of(new Recipient(draft.to(), Set.of(), "")));
        if (encoding(settings.templates().get(draft.kind())).equals(EIGHT_BIT)) {
            envelope = envelope.withBody(Envelope.Body.EIGHT_BIT_MIME);
        }
        boolean utf8 = mail.envelope().smtpUtf8() || !Lines.isAscii(draft.to());
        return utf8 ? envelope.withSmtpUtf8() : envelope;
    }

    /** Returns the declared encoding of the parts; empty where nothing is known of the mail. */
    private String encoding() {
        String declared = original.map(OriginalMessage::encoding).orElse("");
        if (settings.form().utf8() || declared.equals("8bit") || declared.equals("binary")) {
            return EIGHT_BIT;
        }
        return switch (mail.envelope().body()) {
            case EIGHT_BIT_MIME -> EIGHT_BIT;
            case SEVEN_BIT -> "7bit";
            case UNSPECIFIED -> "";
        };
    }

    /** Returns the declared encoding of the whole notice, which may have to be 8bit for the text. */
    private String encoding(Template template) {
        return encoding.equals("7bit") && template.isEightBit() ? EIGHT_BIT : encoding;
    }

    /**
     * Returns the extent of the returned message; of a large mail only the header is returned, so that the MIME
     * structure stays complete.
     */
    private Extent extent(Draft draft) {
        boolean fits = original.map(
                        one -> one.size() > 0 && one.size() <= settings.form().sizeLimit())
                .orElse(true);
        return fits ? draft.extent() : Extent.HEADER;
    }

    private String boundary(String id) {
        String text = id + "." + now.getEpochSecond() + "/"
                + settings.site().hostname().replaceAll("[^A-Za-z0-9.-]", "-");
        return text.substring(0, Math.min(text.length(), BOUNDARY_LIMIT));
    }

    private void header(Draft draft, String id, String boundary, Lines out) {
        Template template = settings.templates().get(draft.kind());
        String host = settings.site().hostname();
        out.add("Received: by " + host + " (" + settings.site().mailName() + ")");
        out.add("\tid " + id + "; " + date(now));
        out.add("Date: " + date(now));
        out.add("From: " + completed(template.from()));
        out.add("Subject: " + (draft.isCopy() ? template.postmasterSubject() : template.subject()));
        out.add("To: " + LocalPart.quoted(draft.to()));
        String messageId = original.map(OriginalMessage::messageId).orElse("");
        if (settings.form().threaded() && !messageId.isEmpty()) {
            out.add("References: " + messageId);
            out.add("In-Reply-To: " + messageId);
        }
        out.add("Auto-Submitted: " + (draft.isCopy() ? "auto-generated" : "auto-replied"));
        out.add("MIME-Version: 1.0");
        out.add("Content-Type: multipart/report; report-type=delivery-status;");
        out.add("\tboundary=\"" + boundary + "\"");
        if (!encoding.isEmpty()) {
            out.add("Content-Transfer-Encoding: " + encoding(template));
        }
        out.add("Message-Id: <" + COMPACT.format(now.atZone(ZoneOffset.UTC)) + "." + id + "@" + host + ">");
        out.add("");
        out.add("This is a message of several parts in MIME format.");
    }

    /** Returns the address in a From header with a domain. */
    private String completed(String from) {
        int open = from.lastIndexOf('<');
        int close = from.indexOf('>', open + 1);
        if (open >= 0) {
            return close < 0
                    ? from
                    : from.substring(0, open + 1)
                            + settings.site().complete(from.substring(open + 1, close))
                            + from.substring(close);
        }
        int end = from.indexOf(' ');
        return end < 0
                ? settings.site().complete(from)
                : settings.site().complete(from.substring(0, end)) + from.substring(end);
    }

    private void text(Draft draft, String boundary, Lines out) {
        Template template = settings.templates().get(draft.kind());
        String charset = template.isAscii() ? (encoding.equals(EIGHT_BIT) ? "utf-8" : "us-ascii") : template.charset();
        out.beginPart(boundary, "Notification", "text/plain; charset=" + charset);
        if (encoding.equals(EIGHT_BIT)) {
            out.add("Content-Transfer-Encoding: 8bit");
        }
        out.add("");
        Charset encoder = Charset.forName(charset);
        if (!draft.isCopy()) {
            template.text().forEach(line -> out.add(line, encoder));
        }
        for (RecipientReport report : draft.recipients()) {
            out.add("");
            String line = "<" + LocalPart.quoted(report.recipient().address()) + ">: " + report.text();
            Lines.wrapped(out.printable(line)).forEach(one -> out.add(one, encoder));
        }
    }

    private void returned(Kind kind, Extent extent, String boundary, Lines out) {
        boolean global = mail.envelope().smtpUtf8();
        String type = extent == Extent.FULL
                ? (global ? "message/global" : "message/rfc822")
                : (global ? "message/global-headers" : "text/rfc822-headers");
        out.beginPart(
                boundary,
                (kind == Kind.SUCCESS ? "" : "Undelivered ") + (extent == Extent.FULL ? "Message" : "Message Headers"),
                type);
        if (encoding.equals(EIGHT_BIT)) {
            out.add("Content-Transfer-Encoding: 8bit");
        }
        out.add("");
        if (original.isEmpty()) {
            out.add("\t--- the message can't be read any more ---");
        } else {
            out.add("Return-Path: <" + out.printable(sender(settings, mail)) + ">");
        }
    }

    /** Returns the sender in the form of a notice, which is never empty. */
    static String sender(NoticeSettings settings, ReportedMail mail) {
        String sender = mail.envelope().sender();
        return sender.isEmpty() ? "MAILER-DAEMON@" + settings.site().hostname() : LocalPart.quoted(sender);
    }

    /** The content of a notice. */
    private static final class Content implements MessageSource {
        private final byte[] head;
        private final Optional<OriginalMessage> original;
        private final Extent extent;
        private final byte[] tail;

        Content(byte[] head, Optional<OriginalMessage> original, Extent extent, byte[] tail) {
            this.head = head;
            this.original = original;
            this.extent = extent;
            this.tail = tail;
        }

        @Override
        public InputStream open() throws IOException {
            InputStream before = new ByteArrayInputStream(head);
            InputStream after = new ByteArrayInputStream(tail);
            return original.isEmpty()
                    ? new SequenceInputStream(before, after)
                    : new SequenceInputStream(Collections.enumeration(
                            List.of(before, original.get().open(extent), after)));
        }

        @Override
        public OptionalLong size() {
            long returned = original.map(one -> one.length(extent)).orElse(0L);
            return OptionalLong.of(head.length + returned + tail.length);
        }
    }
}
