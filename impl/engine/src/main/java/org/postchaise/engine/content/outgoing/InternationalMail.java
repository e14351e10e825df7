/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.engine.address.LocalPart;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.config.catalog.Notices;
import org.postchaise.engine.content.mime.MimeLimits;

/**
 * The detection of mail that needs SMTPUTF8 (RFC 6531) for mail of this system's own users, as in Postfix's cleanup(8)
 * for mail of sendmail(1): a local part or a header field, also of a part, is not US-ASCII. An internationalized domain
 * alone does not need SMTPUTF8: a server that does not offer the extension gets the A-label.
 */
public final class InternationalMail {
    private static final int CHUNK = 8192;

    /** The limits of Postfix's defaults. */
    private static final ContentLimits LIMITS = new ContentLimits(new MimeLimits(102_400, 100, 2048, 2048), 0);

    private final boolean detects;

    private InternationalMail(boolean detects) {
        this.detects = detects;
    }

    /**
     * Creates the detection by the Postfix parameters {@code smtputf8_enable} and {@code smtputf8_autodetect_classes},
     * for the class {@code sendmail}.
     */
    public static InternationalMail from(Settings settings) {
        List<String> classes = settings.get(Content.SMTPUTF8_AUTODETECT_CLASSES);
        return new InternationalMail(
                settings.get(Notices.SMTPUTF8_ENABLE) && (classes.contains("sendmail") || classes.contains("all")));
    }

    /**
     * Returns {@code envelope}, with SMTPUTF8 where the mail needs the extension.
     *
     * @throws IOException when the message can't be read
     */
    public Envelope named(Envelope envelope, MessageSource message) throws IOException {
        boolean asks =
                detects && !envelope.smtpUtf8() && (hasInternationalUser(envelope) || hasInternationalHeader(message));
        return asks ? envelope.withSmtpUtf8() : envelope;
    }

    private static boolean hasInternationalUser(Envelope envelope) {
        return !LocalPart.isAscii(envelope.sender())
                || !envelope.recipients().stream().map(Recipient::address).allMatch(LocalPart::isAscii);
    }

    /**
     * Returns true if a header is not US-ASCII. Most mail is US-ASCII altogether, which is detected at less cost than
     * the headers of parts are found.
     */
    private static boolean hasInternationalHeader(MessageSource message) throws IOException {
        try (InputStream in = message.open()) {
            if (isAscii(in)) {
                return false;
            }
        }
        try (InputStream in = new BufferedInputStream(message.open())) {
            return ContentFacts.of(in, LIMITS).internationalHeader();
        }
    }

    private static boolean isAscii(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            for (int i = 0; i < n; i++) {
                if (chunk[i] < 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
