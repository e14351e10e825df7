/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A decoder of message content in BDAT chunks (RFC 3030), fed with octets in pieces of any size. The content goes to a stream, each
 * line with CRLF; a line may continue in the next chunk, and a CR within a line stays. The decoder holds no content. Not
 * thread-safe.
 */
public final class ChunkDecoder {
    private final ReceivedLines lines;
    private long remaining;

    /** Creates a decoder that writes to {@code content} and never closes {@code content}. */
    public ChunkDecoder(OutputStream content, LineEndings endings, StrayCr strayCr) {
        this.lines = new ReceivedLines(content, endings, strayCr);
    }

    /**
     * Begins a chunk.
     *
     * @param octets the length of the chunk in octets, which the BDAT command names
     * @throws IllegalStateException when the chunk before has not ended
     * @throws IllegalArgumentException when the length is negative
     */
    public void begin(long octets) {
        if (remaining > 0) {
            throw new IllegalStateException("the chunk before lacks " + remaining + " octets");
        }
        if (octets < 0) {
            throw new IllegalArgumentException("a chunk of " + octets + " octets");
        }
        remaining = octets;
    }

    /**
     * Takes octets from {@code from} (inclusive) to {@code to} (exclusive), as far as they belong to the chunk.
     *
     * @return the index after the last octet taken
     * @throws IOException when writing the content fails; the decoder can't go on then
     */
    public int feed(byte[] octets, int from, int to) throws IOException {
        int end = from + (int) Math.min(to - from, remaining);
        int at = from;
        while (at < end) {
            at = lines.writeToDot(octets, at, end);
        }
        remaining -= end - from;
        return end;
    }

    /** Returns the number of octets that the chunk still lacks; 0 at its end. */
    public long remaining() {
        return remaining;
    }

    /** Ends the content: an unfinished last line gets its CRLF. */
    public void finish() throws IOException {
        lines.finish();
    }

    /** Returns true if a line ended in LF without CR ({@code smtpd_forbid_bare_newline}). */
    public boolean hasBareLf() {
        return lines.hasBareLf();
    }
}
