/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A decoder of dot-stuffed message content (RFC 5321, section 4.5.2), fed with the octets after the reply to DATA in pieces of any
 * size. The content goes to a stream, each line with CRLF; a CR within a line stays, or becomes a space. The decoder holds no content. Not thread-safe.
 */
public final class DotDecoder {
    private final ReceivedLines lines;
    private final LineEndings endings;
    private boolean dot;
    private int crsAfterDot;
    private boolean ended;

    /** Creates a decoder that writes to {@code content} and never closes {@code content}. */
    public DotDecoder(OutputStream content, LineEndings endings) {
        this(content, endings, StrayCr.KEPT);
    }

    /** Creates a decoder that writes to {@code content} and never closes {@code content}. */
    public DotDecoder(OutputStream content, LineEndings endings, StrayCr strayCr) {
        this.lines = new ReceivedLines(content, endings, strayCr);
        this.endings = endings;
    }

    /**
     * Takes octets from {@code from} (inclusive) to {@code to} (exclusive), as far as they belong to the content or to its end.
     *
     * @return the index after the last octet taken: the index after the final dot's LF if the content has
     *     {@linkplain #ended ended}, else {@code to}
     * @throws IOException when writing the content fails; the decoder can't go on then
     */
    public int feed(byte[] octets, int from, int to) throws IOException {
        int at = from;
        while (at < to && !ended) {
            if (dot) {
                at = afterDot(octets, at);
            } else if (lines.atLineStart() && octets[at] == '.') {
                dot = true;
                at++;
            } else {
                at = lines.writeToDot(octets, at, to);
            }
        }
        return at;
    }

    /** Returns true if the end of the content has been taken. */
    public boolean ended() {
        return ended;
    }

    /** Returns true if a line, the last one included, ended in LF without CR ({@code smtpd_forbid_bare_newline}). */
    public boolean hasBareLf() {
        return lines.hasBareLf();
    }

    /** Handles the octet after a dot at the start of a line. */
    private int afterDot(byte[] octets, int at) throws IOException {
        if (octets[at] == '\n') {
            endLoneDot();
            return at + 1;
        }
        if (octets[at] == '\r' && crsAfterDot < endings.mostCrs()) {
            crsAfterDot++;
            return at + 1;
        }
        dot = false;
        lines.beginLine(crsAfterDot);
        crsAfterDot = 0;
        return at;
    }

    private void endLoneDot() {
        boolean standard = crsAfterDot == 1 && !lines.lastLineBare();
        ended = standard || endings == LineEndings.LENIENT;
        lines.skippedLine(crsAfterDot == 0);
        dot = false;
        crsAfterDot = 0;
    }
}
