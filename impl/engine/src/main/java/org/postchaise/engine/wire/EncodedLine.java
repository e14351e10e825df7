/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line under construction, as octets. Text from elsewhere is encoded to octets first, and then refused if an octet is CR, LF or
 * NUL; characters that the charset lacks are refused, not narrowed.
 */
final class EncodedLine {
    static final byte[] CRLF = {'\r', '\n'};

    private final Charset charset;
    private byte[] octets = new byte[128];
    private int length;

    EncodedLine(Charset charset) {
        this.charset = charset;
    }

    /** Appends US-ASCII text that needs no check. */
    EncodedLine text(String constant) {
        append(ByteBuffer.wrap(constant.getBytes(StandardCharsets.US_ASCII)));
        return this;
    }

    /**
     * Returns the octets of {@code value}, without appending them.
     *
     * @param what the name of the value, for the exception's message
     * @throws UnsafeArgumentException when the value holds CR, LF, NUL or a character outside the charset
     */
    ByteBuffer encoded(String what, String value) throws UnsafeArgumentException {
        ByteBuffer encoded;
        try {
            encoded = isAscii(value)
                    ? ByteBuffer.wrap(value.getBytes(StandardCharsets.US_ASCII))
                    : charset.newEncoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .encode(CharBuffer.wrap(value));
        } catch (CharacterCodingException e) {
            throw new UnsafeArgumentException(what, value, "holds a character outside " + charset, e);
        }
        for (int i = 0; i < encoded.limit(); i++) {
            byte b = encoded.get(i);
            if (b == '\r' || b == '\n' || b == 0) {
                throw new UnsafeArgumentException(
                        what, value, "holds " + (b == '\r' ? "CR" : b == '\n' ? "LF" : "NUL"));
            }
        }
        return encoded;
    }

    /** Appends octets that {@link #encoded} returned. */
    void append(ByteBuffer more) {
        int count = more.remaining();
        if (length + count > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(length + count, octets.length * 2));
        }
        more.get(octets, length, count);
        length += count;
    }

    /** Returns the octets of the line, with CRLF. */
    byte[] end() {
        append(ByteBuffer.wrap(CRLF));
        return Arrays.copyOf(octets, length);
    }

    /** Returns true if {@code value} is US-ASCII; such characters are encoded to the same octets in all charsets used here. */
    private static boolean isAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }
}
