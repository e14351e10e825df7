/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A writer of received content in which every line ends in CRLF: a bare LF becomes CRLF and is remembered, the CRs before an LF belong
 * to the line end as {@link LineEndings} tells, and any other CR stays or becomes a space.
 */
final class ReceivedLines {
    private final OutputStream out;
    private final StrayCr strayCr;
    private final int mostCrs;
    private boolean lineStart = true;
    private int heldCrs;
    private boolean bareLf;
    private boolean lastLineBare;

    ReceivedLines(OutputStream out, LineEndings endings, StrayCr strayCr) {
        this.out = out;
        this.mostCrs = endings.mostCrs();
        this.strayCr = strayCr;
    }

    /** Returns true if a line has just ended, or nothing has been written yet. */
    boolean atLineStart() {
        return lineStart;
    }

    /** Returns true if a line ended in a bare LF. */
    boolean hasBareLf() {
        return bareLf;
    }

    /** Returns true if the line before this one ended in a bare LF. */
    boolean lastLineBare() {
        return lastLineBare;
    }

    /** Records the end of a line that is not part of the content. */
    void skippedLine(boolean bare) {
        bareLf |= bare;
        lastLineBare = bare;
    }

    /** Begins a line whose dot was removed: a dot that follows is content, after the given number of CRs. */
    void beginLine(int crs) throws IOException {
        lineStart = false;
        writeCrs(crs);
    }

    /**
     * Writes octets from {@code from} (inclusive) to {@code to} (exclusive), up to a dot at the start of a line; a dot at
     * {@code from} is written.
     *
     * @return the index of the dot, or {@code to}
     */
    int writeToDot(byte[] b, int from, int to) throws IOException {
        int at = from;
        do {
            at = heldCrs > 0 ? afterCr(b, at) : lines(b, at, to);
        } while (at < to && !(lineStart && b[at] == '.'));
        return at;
    }

    /** Ends the last line if it is not empty; as in Postfix CRs at its end are content. */
    void finish() throws IOException {
        if (!lineStart) {
            writeCrs(heldCrs);
            heldCrs = 0;
            out.write(EncodedLine.CRLF);
            lineStart = true;
        }
    }

    private int afterCr(byte[] b, int at) throws IOException {
        if (b[at] == '\n') {
            endLine(false);
            return at + 1;
        }
        if (b[at] == '\r' && heldCrs < mostCrs) {
            heldCrs++;
            return at + 1;
        }
        writeCrs(heldCrs);
        heldCrs = 0;
        return at;
    }

    private void writeCrs(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            out.write(strayCr == StrayCr.KEPT ? '\r' : ' ');
        }
    }

    /** Writes octets up to the next line end that is not CRLF or that a dot follows; lines before are written as they are. */
    private int lines(byte[] b, int from, int to) throws IOException {
        int at = LineEnds.next(b, from, to);
        while (at + 2 < to && b[at] == '\r' && b[at + 1] == '\n' && b[at + 2] != '.') {
            lastLineBare = false;
            at = LineEnds.next(b, at + 2, to);
        }
        if (at > from) {
            out.write(b, from, at - from);
            lineStart = at >= from + 2 && b[at - 1] == '\n';
        }
        if (at == to) {
            return at;
        }
        if (b[at] == '\n') {
            endLine(true);
        } else {
            lineStart = false;
            heldCrs = 1;
        }
        return at + 1;
    }

    private void endLine(boolean bare) throws IOException {
        out.write(EncodedLine.CRLF);
        heldCrs = 0;
        lineStart = true;
        bareLf |= bare;
        lastLineBare = bare;
    }
}
