/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A decoder of lines that end in LF or CRLF, fed with octets in pieces of any size. The first octets of a line are kept, up to a
 * limit (Postfix parameter {@code line_length_limit}); further octets are counted and skipped. Between lines the decoder holds no
 * buffer. Not thread-safe.
 */
public final class LineDecoder {
    private static final byte[] NOTHING = {};
    private static final byte[] CR = {'\r'};

    private final int limit;
    private byte[] kept = NOTHING;
    private int count;
    private int length;
    private boolean heldCr;
    private boolean bareCr;
    private boolean nul;
    private Line complete;

    /** Creates a decoder that keeps the first {@code limit} octets of each line. */
    public LineDecoder(int limit) {
        this.limit = limit;
    }

    /**
     * Takes octets from {@code from} (inclusive) to {@code to} (exclusive), as far as they belong to the current line.
     *
     * @return the index after the last octet taken: the index after the LF if the line is {@linkplain #complete complete} now,
     *     else {@code to}
     * @throws IllegalStateException when a complete line has not been taken
     */
    public int feed(byte[] octets, int from, int to) {
        if (complete != null) {
            throw new IllegalStateException("a complete line has not been taken");
        }
        int at = empty() ? whole(octets, from, to) : from;
        while (at < to && complete == null) {
            if (octets[at] == '\n') {
                end(heldCr ? Line.Ending.CRLF : Line.Ending.BARE_LF);
                at++;
            } else if (heldCr) {
                bareCr = true;
                heldCr = false;
                keep(CR, 0, 1);
            } else if (octets[at] == '\r') {
                heldCr = true;
                at++;
            } else {
                int end = LineEnds.next(octets, at, to);
                nul |= holdsNul(octets, at, end);
                keep(octets, at, end);
                at = end;
            }
        }
        return at;
    }

    /** Returns true if {@link #take} has a line to return. */
    public boolean complete() {
        return complete != null;
    }

    /** Returns true if no octet of the current line has been fed. */
    public boolean empty() {
        return length == 0 && !heldCr && complete == null;
    }

    /** Returns the length of the current line so far, in octets without a line end, including octets that were skipped. */
    public int length() {
        return complete != null ? complete.length() : length;
    }

    /** Returns up to {@code most} octets from the start of the current line, as Latin-1 text. */
    String start(int most) {
        String text = complete != null
                ? complete.text(StandardCharsets.ISO_8859_1)
                : new String(kept, 0, count, StandardCharsets.ISO_8859_1);
        return text.substring(0, Math.min(most, text.length()));
    }

    /**
     * Returns the complete line; what is fed next belongs to the line after it.
     *
     * @throws IllegalStateException when there is no complete line
     */
    public Line take() {
        if (complete == null) {
            throw new IllegalStateException("the line is not complete");
        }
        Line line = complete;
        complete = null;
        return line;
    }

    /** Takes a line that is within its limit, and whose octets have all arrived, if there is one; the usual case. */
    private int whole(byte[] octets, int from, int to) {
        int end = LineEnds.next(octets, from, to);
        int lf = end + 1 < to && octets[end] == '\r' ? end + 1 : end;
        if (lf >= to || octets[lf] != '\n' || end - from > limit) {
            return from;
        }
        complete = new Line(
                Arrays.copyOfRange(octets, from, end),
                end - from,
                lf > end ? Line.Ending.CRLF : Line.Ending.BARE_LF,
                false,
                holdsNul(octets, from, end));
        return lf + 1;
    }

    private static boolean holdsNul(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private void keep(byte[] octets, int from, int to) {
        int most = Math.min(to - from, limit - count);
        if (count + most > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(limit, Math.max(count + most, 2 * kept.length)));
        }
        System.arraycopy(octets, from, kept, count, most);
        count += most;
        length = (int) Math.min(Integer.MAX_VALUE, (long) length + to - from);
    }

    private void end(Line.Ending ending) {
        complete = new Line(Arrays.copyOf(kept, count), length, ending, bareCr, nul);
        kept = NOTHING;
        count = 0;
        length = 0;
        heldCr = false;
        bareCr = false;
        nul = false;
    }
}
