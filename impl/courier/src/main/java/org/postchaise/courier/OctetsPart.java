/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import java.io.BufferedInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;

/**
 * MIME part whose content arrives octet for octet: in base64, or unencoded where SMTP transport leaves the content unchanged. Jakarta Mail would choose the
 * encoding by the kind of text, and would change line ends.
 */
final class OctetsPart extends MimeBodyPart {
    /** Longest line without its CRLF (RFC 5321, section 4.5.3.1.6). */
    private static final int LONGEST_LINE = 998;

    private final Source source;

    /** Source of the content. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    private OctetsPart(Source content, String encoding) throws MessagingException {
        this.source = content;
        setHeader("Content-Transfer-Encoding", encoding);
    }

    /** Returns the part in base64. */
    static OctetsPart encoded(Source content) throws MessagingException {
        return new OctetsPart(content, "base64");
    }

    /** Returns the part without encoding, for content that {@link #isPlain}. */
    static OctetsPart plain(Source content) throws MessagingException {
        return new OctetsPart(content, "7bit");
    }

    /** Returns true if {@code content} consists of lines of US-ASCII that end in CRLF, each short enough for SMTP. */
    static boolean isPlain(Source content) throws IOException {
        try (InputStream in = new BufferedInputStream(content.open())) {
            int length = 0;
            boolean cr = false;
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (octet == 0 || octet > 0x7e || cr != (octet == '\n')) {
                    return false;
                }
                cr = octet == '\r';
                length = octet == '\n' ? 0 : length + 1;
                if (length > LONGEST_LINE + (cr ? 1 : 0)) {
                    return false;
                }
            }
            return !cr;
        }
    }

    /** No-op: the header fields stay as set. */
    @Override
    protected void updateHeaders() {}

    @Override
    public void writeTo(OutputStream out) throws IOException, MessagingException {
        for (String line : Collections.list(getNonMatchingHeaderLines(new String[0]))) {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        out.write(new byte[] {'\r', '\n'});
        try (InputStream in = source.open()) {
            if (getEncoding().equals("base64")) {
                try (OutputStream encoded = Base64.getMimeEncoder().wrap(new Kept(out))) {
                    in.transferTo(encoded);
                }
            } else {
                in.transferTo(out);
            }
        }
    }

    /** Stream that stays open when its encoder is closed. */
    private static final class Kept extends FilterOutputStream {
        Kept(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            out.write(octets, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
