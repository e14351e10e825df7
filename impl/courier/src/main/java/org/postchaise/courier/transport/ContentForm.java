/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier.transport;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.engine.address.LocalPart;

/** Envelope extensions that follow from addresses and content: SMTPUTF8 (RFC 6531) and BODY=8BITMIME (RFC 6152). */
final class ContentForm {
    /** Deepest nesting of parts that is searched. */
    private static final int DEPTH = 20;

    private ContentForm() {}

    /**
     * Returns {@code envelope} with SMTPUTF8 where a local part is beyond US-ASCII, or a header field that Jakarta Mail writes as UTF-8
     * ({@code mail.mime.allowutf8}), and with BODY=8BITMIME where a part has that encoding and the envelope has no BODY.
     */
    static Envelope named(Envelope envelope, MimeMessage message) throws MessagingException {
        Envelope named = isInternational(envelope, message) ? envelope.withSmtpUtf8() : envelope;
        return envelope.body() == Envelope.Body.UNSPECIFIED && isEightBit(message)
                ? named.withBody(Envelope.Body.EIGHT_BIT_MIME)
                : named;
    }

    private static boolean isEightBit(MimeMessage message) {
        try {
            return isEightBit(message, 0);
        } catch (MessagingException | IOException e) {
            // malformed parts are sent unchanged; an unreadable part fails when the message is rendered
            return false;
        }
    }

    private static boolean isInternational(Envelope envelope, MimeMessage message) throws MessagingException {
        return !LocalPart.isAscii(envelope.sender())
                || !envelope.recipients().stream().map(Recipient::address).allMatch(LocalPart::isAscii)
                || (writesUtf8(message)
                        && !Collections.list(message.getAllHeaderLines()).stream()
                                .allMatch(ContentForm::isAscii));
    }

    private static boolean writesUtf8(MimeMessage message) {
        return Optional.ofNullable(message.getSession())
                .map(session -> session.getProperty("mail.mime.allowutf8"))
                .filter("true"::equalsIgnoreCase)
                .isPresent();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static boolean isEightBit(MimePart part, int depth) throws MessagingException, IOException {
        String encoding = part.getEncoding();
        if ("8bit".equalsIgnoreCase(encoding) || "binary".equalsIgnoreCase(encoding)) {
            return true;
        }
        if (depth == DEPTH || !(part.isMimeType("multipart/*") || part.isMimeType("message/rfc822"))) {
            return false;
        }
        Object content = part.getContent();
        if (content instanceof MimePart message) {
            return isEightBit(message, depth + 1);
        }
        return content instanceof MimeMultipart parts && hasEightBit(parts, depth);
    }

    private static boolean hasEightBit(MimeMultipart parts, int depth) throws MessagingException, IOException {
        for (int i = 0; i < parts.getCount(); i++) {
            if (parts.getBodyPart(i) instanceof MimePart part && isEightBit(part, depth + 1)) {
                return true;
            }
        }
        return false;
    }
}
