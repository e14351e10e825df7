/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Source text of a received mail. */
final class MailSource {
    private static final int SHOWN = 200_000;

    private MailSource() {}

    /** Returns the decoded header field Subject; empty when there is none. */
    static String subject(byte[] content) {
        try {
            String subject = new InternetHeaders(new ByteArrayInputStream(content)).getHeader("Subject", null);
            return subject == null ? "" : MimeUtility.decodeText(MimeUtility.unfold(subject));
        } catch (MessagingException | UnsupportedEncodingException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }

    /** Returns the source, cut where it is very long. */
    static String text(byte[] content) {
        String text = new String(content, 0, Math.min(content.length, SHOWN), StandardCharsets.UTF_8);
        return content.length <= SHOWN
                ? text
                : text + String.format(Locale.ROOT, "%n[... %,d more octets]", content.length - SHOWN);
    }
}
