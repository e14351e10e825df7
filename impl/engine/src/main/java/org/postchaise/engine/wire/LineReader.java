/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A reader of lines that end in LF or CRLF, as Postfix reads replies. The first {@code lineLimit} octets of a line are kept
 * (Postfix parameter {@code line_length_limit}), further octets are skipped up to {@link #OVERLONG_LIMIT}; a longer line is
 * an error.
 */
public final class LineReader {
    /** The length in octets from which an overlong line is an error instead of being cut. */
    public static final int OVERLONG_LIMIT = 65_536;

    private final InputStream in;
    private final int lineLimit;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int end;

    /** Creates a reader of {@code in}; nothing else may read from {@code in} from then on. */
    public LineReader(InputStream in, int lineLimit) {
        this.in = in;
        this.lineLimit = lineLimit;
    }

    /**
     * Returns the next line without its line end, octets above 127 as Latin-1 and NUL as a question mark.
     *
     * @throws EOFException when the peer closed the connection
     * @throws ProtocolException when the line is longer than {@link #OVERLONG_LIMIT}
     */
    public String readLine() throws IOException {
        int lf = position + plain(LineEnds.next(buffer, position, end) - position);
        if (lf > position) {
            String line = new String(buffer, position, lf - position, StandardCharsets.ISO_8859_1);
            position = lf + (buffer[lf] == '\r' ? 2 : 1);
            return line;
        }
        StringBuilder line = new StringBuilder(80);
        int length = 0;
        boolean heldCr = false;
        while (true) {
            int b = read();
            if (b == '\n') {
                return line.toString();
            }
            if (heldCr) {
                length = keep(line, '\r', length);
            }
            heldCr = b == '\r';
            if (!heldCr) {
                length = keep(line, b == 0 ? '?' : (char) b, length);
            }
        }
    }

    /** Returns {@code length} if that many buffered octets are a complete line that needs no change, else 0. */
    private int plain(int length) {
        int lf = position + length;
        if (lf < end && buffer[lf] == '\r') {
            lf++;
        }
        if (length > lineLimit || lf >= end || buffer[lf] != '\n') {
            return 0;
        }
        for (int i = position; i < position + length; i++) {
            if (buffer[i] == 0) {
                return 0;
            }
        }
        return length;
    }

    /** Returns true if at least a part of the next line has arrived already. */
    public boolean buffered() {
        return position < end;
    }

    private int keep(StringBuilder line, char c, int length) throws ProtocolException {
        if (length >= OVERLONG_LIMIT) {
            throw new ProtocolException("reply line is longer than " + OVERLONG_LIMIT + " octets: \""
                    + printable(line.substring(0, Math.min(30, line.length()))) + "...\"");
        }
        if (line.length() < lineLimit) {
            line.append(c);
        }
        return length + 1;
    }

    private int read() throws IOException {
        if (position == end) {
            end = Math.max(0, in.read(buffer, 0, buffer.length));
            position = 0;
            if (end == 0) {
                throw new EOFException("connection closed by peer");
            }
        }
        return buffer[position++] & 0xff;
    }

    /** Returns the text with control and non-ASCII characters as question marks, for a message or a log. */
    static String printable(String text) {
        int plain = 0;
        while (plain < text.length() && text.charAt(plain) >= ' ' && text.charAt(plain) < 0x7f) {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] < ' ' || octets[i] == 0x7f) {
                octets[i] = '?';
            }
        }
        return new String(octets, StandardCharsets.US_ASCII);
    }
}
