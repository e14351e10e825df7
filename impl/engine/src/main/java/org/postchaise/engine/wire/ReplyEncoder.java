/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.EnhancedStatus;

/**
 * The encoder of a server's replies (RFC 5321, section 4.2): the only code that makes the octets of a reply. As with commands each
 * line of text is encoded to octets first and then refused if an octet is CR, LF or NUL.
 */
public final class ReplyEncoder {
    private ReplyEncoder() {}

    /**
     * Returns the octets of a reply in US-ASCII; each line ends in CRLF.
     *
     * @param code the reply code, 200 to 599
     * @param status the enhanced status code, which every line gets (RFC 2034); of the same class as the code
     * @param text the lines of text, without codes; at least one
     * @throws UnsafeArgumentException when a line of text can't be sent
     * @throws IllegalArgumentException when the code or the status is out of range, or there is no line
     */
    public static byte[] encode(int code, Optional<EnhancedStatus> status, List<String> text)
            throws UnsafeArgumentException {
        return encode(code, status, text, StandardCharsets.US_ASCII);
    }

    /**
     * Returns the octets of a reply in UTF-8, for a client that asked for SMTPUTF8 (RFC 6531, section 3.7.4.2).
     *
     * @see #encode(int, Optional, List)
     */
    public static byte[] encodeUtf8(int code, Optional<EnhancedStatus> status, List<String> text)
            throws UnsafeArgumentException {
        return encode(code, status, text, StandardCharsets.UTF_8);
    }

    private static byte[] encode(int code, Optional<EnhancedStatus> status, List<String> text, Charset charset)
            throws UnsafeArgumentException {
        if (code < 200 || code > 599 || text.isEmpty()) {
            throw new IllegalArgumentException("reply " + code + " with " + text.size() + " lines of text");
        }
        if (status.isPresent() && status.get().category() != code / 100) {
            throw new IllegalArgumentException("reply " + code + " with the status " + status.get());
        }
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        for (int i = 0; i < text.size(); i++) {
            EncodedLine line = new EncodedLine(charset);
            line.text(code + (i < text.size() - 1 ? "-" : " "));
            status.ifPresent(s -> line.text(s + " "));
            line.append(line.encoded("reply text", text.get(i)));
            reply.writeBytes(line.end());
        }
        return reply.toByteArray();
    }
}
