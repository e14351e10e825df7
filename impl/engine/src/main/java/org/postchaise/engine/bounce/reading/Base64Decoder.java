/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Decoder of base64 (RFC 2045, section 6.8), with the tolerance, the limits and the error texts of Jakarta Mail's. Octets outside the alphabet are skipped, apart
 * from 0xff, which counts as {@code A}. Padding ends a read, not the stream: encoded text after padding is decoded by the next read.
 */
final class Base64Decoder extends InputStream {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int END = -1;
    private static final int PADDING = -2;
    private static final int SKIPPED = -3;

    /** Size of the buffer: 105 lines of 76 characters and CRLF. An error text shows characters of one buffer only. */
    private static final int BUFFER = 105 * 78;

    /** Largest number of characters shown in an error text. */
    private static final int SHOWN = 10;

    private static final byte[] VALUES = values();

    private final InputStream in;
    private final byte[] encoded = new byte[BUFFER];
    private int position;
    private int length;
    private final byte[] group = new byte[3];
    private int groupPosition;
    private int groupLength;

    Base64Decoder(InputStream in) {
        this.in = in;
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) SKIPPED);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        values['='] = PADDING;
        values[0xff] = 0;
        return values;
    }

    @Override
    public int read() throws IOException {
        if (groupPosition == groupLength) {
            groupLength = decode(group, 0);
            groupPosition = 0;
        }
        return groupLength == 0 ? -1 : group[groupPosition++] & 0xff;
    }

    @Override
    public int read(byte[] octets, int offset, int count) throws IOException {
        int end = offset + count;
        int at = offset;
        while (at < end && groupPosition < groupLength) {
            octets[at++] = group[groupPosition++];
        }
        boolean more = true;
        while (more && end - at >= 3) {
            int decoded = decode(octets, at);
            at += decoded;
            more = decoded == 3;
        }
        while (more && at < end) {
            int octet = read();
            more = octet >= 0;
            if (more) {
                octets[at++] = (byte) octet;
            }
        }
        return at == offset && count > 0 ? -1 : at - offset;
    }

    /** Decodes four characters into {@code octets}; returns the number of octets, which is less than 3 at padding or at the end. */
    private int decode(byte[] octets, int at) throws IOException {
        int bits = 0;
        for (int got = 0; got < 4; got++) {
            int value = next();
            if (value == END && got == 0) {
                return 0;
            }
            if (value == END) {
                throw failure("needed 4 valid base64 characters but only got " + got + " before EOF");
            }
            if (value == PADDING) {
                return decodeLast(bits, got, octets, at);
            }
            bits = bits << 6 | value;
        }
        octets[at] = (byte) (bits >> 16);
        octets[at + 1] = (byte) (bits >> 8);
        octets[at + 2] = (byte) bits;
        return 3;
    }

    /** Decodes the {@code got} characters before the first padding character, after which the other padding character follows if two are needed. */
    private int decodeLast(int bits, int got, byte[] octets, int at) throws IOException {
        if (got < 2) {
            throw failure(
                    "needed at least 2 valid base64 characters, but only got " + got + " before padding character (=)");
        }
        if (got == 3) {
            octets[at] = (byte) (bits >> 10);
            octets[at + 1] = (byte) (bits >> 2);
            return 2;
        }
        int value = next();
        if (value == END) {
            throw failure("hit EOF while looking for padding characters (=)");
        }
        if (value != PADDING) {
            throw failure("found valid base64 character after a padding character (=)");
        }
        octets[at] = (byte) (bits >> 4);
        return 1;
    }

    /** Returns the value of the next character of the alphabet, {@link #PADDING} or {@link #END}. */
    private int next() throws IOException {
        int value = SKIPPED;
        while (value == SKIPPED) {
            if (position >= length && !fill()) {
                return END;
            }
            value = VALUES[encoded[position++] & 0xff];
        }
        return value;
    }

    private boolean fill() throws IOException {
        try {
            length = in.read(encoded);
        } catch (EOFException e) {
            return false;
        }
        if (length <= 0) {
            return false;
        }
        position = 0;
        return true;
    }

    private IOException failure(String text) {
        return new IOException("BASE64Decoder: Error in encoded stream: " + text + recent());
    }

    private String recent() {
        int count = Math.min(position, SHOWN);
        if (count == 0) {
            return "";
        }
        StringBuilder shown = new StringBuilder();
        for (int i = position - count; i < position; i++) {
            int c = encoded[i] & 0xff;
            shown.append(
                    switch (c) {
                        case '\r' -> "\\r";
                        case '\n' -> "\\n";
                        case '\t' -> "\\t";
                        default -> c >= ' ' && c <= '~' ? Character.toString(c) : "\\" + c;
                    });
        }
        return ", the " + count + " most recent characters were: \"" + shown + "\"";
    }
}
