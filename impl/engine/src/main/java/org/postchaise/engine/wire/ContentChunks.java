/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Message content in chunks for BDAT (RFC 3030). As with DATA every line ends in CRLF and any other CR becomes a space; dots
 * are not doubled. Only the current chunk is in memory; not thread-safe.
 */
public final class ContentChunks {
    /** The largest size of a chunk, in octets. */
    public static final int SIZE = 65_536;

    private final InputStream content;
    private final byte[] block = new byte[8192];
    private int position;
    private int end;
    private byte[] chunk = new byte[8192];
    private int length;
    private boolean lineStart = true;
    private boolean heldCr;
    private boolean last;

    private ContentChunks(InputStream content) {
        this.content = content;
    }

    /**
     * Creates the chunks of {@code content} and reads the first chunk.
     *
     * @throws IOException when reading {@code content} fails
     */
    public static ContentChunks of(InputStream content) throws IOException {
        ContentChunks chunks = new ContentChunks(content);
        chunks.next();
        return chunks;
    }

    /**
     * Reads the next chunk, which can be empty only if it is the last chunk.
     *
     * @throws IOException when reading the content fails
     * @throws IllegalStateException after the last chunk
     */
    public void next() throws IOException {
        if (last) {
            throw new IllegalStateException("there is no chunk after the last");
        }
        length = 0;
        while (!last && length <= SIZE - 2) {
            if (position < end || refill()) {
                take();
            } else {
                last = true;
                if (heldCr || !lineStart) {
                    // a CR at the very end is a line end whose LF was cut off
                    endLine();
                }
            }
        }
    }

    /** Returns the length of the current chunk in octets. */
    public int length() {
        return length;
    }

    /** Returns true if the current chunk is the last chunk. */
    public boolean last() {
        return last;
    }

    /** Writes the octets of the current chunk from {@code from} (inclusive) to {@code to} (exclusive). */
    public void write(OutputStream out, int from, int to) throws IOException {
        out.write(chunk, from, to - from);
    }

    private boolean refill() throws IOException {
        int count = content.read(block, 0, block.length);
        position = 0;
        end = Math.max(0, count);
        return count >= 0;
    }

    /**
     * Moves one line end, one CR or the text before the next of either, as far as the chunk has room, from the block to the
     * chunk.
     */
    private void take() {
        room();
        byte first = block[position];
        if (first == '\n') {
            position++;
            endLine();
        } else if (heldCr) {
            heldCr = false;
            lineStart = false;
            chunk[length++] = ' ';
        } else if (first == '\r') {
            position++;
            heldCr = true;
        } else {
            int most = Math.min(end, position + chunk.length - length);
            int start = position;
            position = LineEnds.next(block, position, most);
            while (position + 2 < most && block[position] == '\r' && block[position + 1] == '\n') {
                position = LineEnds.next(block, position + 2, most);
            }
            System.arraycopy(block, start, chunk, length, position - start);
            length += position - start;
            lineStart = false;
        }
    }

    private void endLine() {
        room();
        heldCr = false;
        lineStart = true;
        chunk[length++] = '\r';
        chunk[length++] = '\n';
    }

    /** Ensures room for at least two octets; a chunk that is not full can always grow by two octets. */
    private void room() {
        if (length + 2 > chunk.length) {
            chunk = Arrays.copyOf(chunk, Math.min(SIZE, 2 * chunk.length));
        }
    }
}
