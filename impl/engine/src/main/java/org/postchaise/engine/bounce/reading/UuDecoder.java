/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Decoder of uuencode, with the error texts of Jakarta Mail's. Lines before {@code begin}, and lines after {@code end}, are no text. */
final class UuDecoder extends InputStream {
    private static final String BEGIN = "begin";
    private static final String END = "end";

    /** Largest number of octets in a line. */
    private static final int LONGEST = 45;

    private final TolerantLineReader lines;
    private final byte[] octets = new byte[LONGEST];
    private int position;
    private int length;
    private boolean begun;
    private boolean ended;

    UuDecoder(InputStream in) {
        this.lines = new TolerantLineReader(in, StandardCharsets.ISO_8859_1);
    }

    @Override
    public int read() throws IOException {
        if (position == length) {
            begin();
            position = 0;
            length = 0;
            length = ended ? 0 : decodeLine();
        }
        return position == length ? -1 : octets[position++] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            int octet = read();
            if (octet < 0) {
                return i == 0 ? -1 : i;
            }
            to[offset + i] = (byte) octet;
        }
        return count;
    }

    /** Skips the lines up to {@code begin MODE NAME}. */
    private void begin() throws IOException {
        while (!begun) {
            String line = lines.next().orElseThrow(() -> new IOException("UUDecoder: Missing begin"));
            if (line.startsWith(BEGIN)) {
                checkBegin(line);
                begun = true;
            }
        }
    }

    private static void checkBegin(String line) throws IOException {
        try {
            Integer.parseInt(line.substring(6, 9));
        } catch (NumberFormatException e) {
            throw new IOException("UUDecoder: Error in mode: " + e, e);
        }
        if (line.length() <= 10) {
            throw new IOException("UUDecoder: Missing name: " + line);
        }
    }

    /** Decodes the next line, and returns the number of its octets; 0 at the end. */
    private int decodeLine() throws IOException {
        String line = "";
        while (line.isEmpty()) {
            line = lines.next().orElseThrow(() -> new IOException("UUDecoder: Missing end at EOF"));
        }
        if (line.equals(END)) {
            ended = true;
            return 0;
        }
        if (line.charAt(0) < ' ') {
            throw new IOException("UUDecoder: Buffer format error");
        }
        int count = bits(line.charAt(0));
        if (count == 0) {
            Optional<String> last = lines.next();
            if (!last.equals(Optional.of(END))) {
                throw new IOException("UUDecoder: Missing End after count 0 line");
            }
            ended = true;
            return 0;
        }
        if (line.length() - 1 < (count * 8 + 5) / 6) {
            throw new IOException("UUDecoder: Short buffer error");
        }
        for (int i = 0; i < count; i++) {
            int bit = i * 8;
            int first = 1 + bit / 6;
            int pair = bits(line.charAt(first)) << 6 | bits(line.charAt(first + 1));
            octets[i] = (byte) (pair >> (4 - bit % 6));
        }
        return count;
    }

    private static int bits(char c) {
        return (c - ' ') & 0x3f;
    }
}
