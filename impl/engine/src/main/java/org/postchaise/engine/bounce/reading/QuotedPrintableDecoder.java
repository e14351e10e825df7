/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * Decoder of quoted-printable (RFC 2045, section 6.7), with the tolerance of Jakarta Mail's: an escape that is none stays as it is, and an escape cut off by the
 * end of the stream is followed by the octet 0xff. The first digit of an escape may be a minus sign; as in Jakarta Mail, {@link #read()} then returns a negative
 * number, which ends a line of text.
 */
final class QuotedPrintableDecoder extends InputStream {
    private static final int NOT_HEXADECIMAL = Integer.MIN_VALUE;

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
            if (first == '\n') {
                octet = in.read();
            } else if (first == '\r') {
                octet = in.read();
                octet = octet == '\n' ? in.read() : octet & 0xff;
            } else {
                return escape(first, in.read());
            }
        }
        return octet == ' ' ? spaces() : octet;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        for (int i = 0; i < length; i++) {
            int octet = read();
            if (octet == -1) {
                return i == 0 ? -1 : i;
            }
            octets[offset + i] = (byte) octet;
        }
        return length;
    }

    /** Returns the octet with these two digits, or the equals sign of an escape that is none. */
    private int escape(int first, int second) throws IOException {
        int value = value((char) first, (char) second);
        if (value == NOT_HEXADECIMAL) {
            in.unread(second);
            in.unread(first);
            return '=';
        }
        return value;
    }

    private static int value(char first, char second) {
        int high = Character.digit(first, 16);
        int low = Character.digit(second, 16);
        if (low < 0 || (high < 0 && first != '-')) {
            return NOT_HEXADECIMAL;
        }
        return first == '-' ? -low : high << 4 | low;
    }

    /** Returns the octet after a space, and notes further spaces; spaces at the end of a line are no text. */
    private int spaces() throws IOException {
        int octet = in.read();
        while (octet == ' ') {
            spaces++;
            octet = in.read();
        }
        if (octet == '\r' || octet == '\n' || octet == -1) {
            spaces = 0;
            return octet;
        }
        in.unread(octet);
        return ' ';
    }
}
