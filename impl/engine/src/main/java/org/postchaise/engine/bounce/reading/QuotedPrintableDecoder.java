/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * Decoder of quoted-printable (RFC 2045, section 6.7). An equals sign without two hexadecimal digits, or without the end of a line, stands for itself. Spaces at
 * the end of a line are no text.
 */
final class QuotedPrintableDecoder implements DecodedStream.Decoder {
    private static final int HEXADECIMAL = 16;

    private final PushbackInputStream in;
    private int spaces;

    QuotedPrintableDecoder(InputStream in) {
        this.in = new PushbackInputStream(in, 2);
    }

    @Override
    public int read() throws IOException {
        if (spaces > 0) {
            spaces--;
            return ' ';
        }
        int octet = in.read();
        while (octet == '=') {
            int first = in.read();
            if (first == -1) {
                return -1;
            }
            if (first != '\r' && first != '\n') {
                return escaped(first);
            }
            octet = in.read();
            if (first == '\r' && octet == '\n') {
                octet = in.read();
            }
        }
        return octet == ' ' ? space() : octet;
    }

    /** Returns the octet of an escape whose first digit is {@code first}, or the equals sign of an escape that is none. */
    private int escaped(int first) throws IOException {
        int second = in.read();
        int high = Character.digit(first, HEXADECIMAL);
        int low = second == -1 ? -1 : Character.digit(second, HEXADECIMAL);
        if (high >= 0 && low >= 0) {
            return high * HEXADECIMAL + low;
        }
        if (second != -1) {
            in.unread(second);
        }
        in.unread(first);
        return '=';
    }

    /** Returns the octet after a space that was read, and notes further spaces. */
    private int space() throws IOException {
        int octet = in.read();
        int more = 0;
        while (octet == ' ') {
            more++;
            octet = in.read();
        }
        if (octet == '\r' || octet == '\n' || octet == -1) {
            return octet;
        }
        spaces = more;
        in.unread(octet);
        return ' ';
    }
}
