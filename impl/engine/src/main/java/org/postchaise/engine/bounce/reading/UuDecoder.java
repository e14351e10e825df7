/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Decoder of uuencoded text. Lines before {@code begin} are skipped; the text ends with {@code end}, or where the input ends. */
final class UuDecoder implements DecodedStream.Decoder {
    private static final String BEGIN = "begin ";
    private static final String END = "end";
    private static final int BITS = 6;
    private static final int OCTET = 8;

    private final TolerantLineReader lines;
    private String line = "";
    private int position;
    private int length;
    private boolean begun;
    private boolean ended;

    UuDecoder(InputStream in) {
        this.lines = new TolerantLineReader(in, StandardCharsets.ISO_8859_1);
    }

    @Override
    public int read() throws IOException {
        while (!ended && position == length) {
            next();
        }
        return ended ? -1 : octet(position++);
    }

    /** Takes the next line; its first character tells how many octets the line has. */
    private void next() throws IOException {
        Optional<String> read = lines.next();
        ended = read.isEmpty() || (begun && read.get().equals(END));
        position = 0;
        length = 0;
        if (!ended && begun && !read.get().isEmpty()) {
            line = read.get();
            length = Math.min(bits(0), (line.length() - 1) * BITS / OCTET);
        }
        begun = begun || (!ended && read.get().startsWith(BEGIN));
    }

    private int octet(int index) {
        int bit = index * OCTET;
        int first = 1 + bit / BITS;
        int pair = bits(first) << BITS | bits(first + 1);
        return pair >> (2 * BITS - OCTET - bit % BITS) & 0xff;
    }

    private int bits(int index) {
        return line.charAt(index) - ' ' & 0x3f;
    }
}
