/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Message content in chunks for BDAT (RFC 3030). As on the way through DATA every line ends in CRLF and a CR elsewhere becomes
 * a space; dots stay as they are. Only the present chunk is in memory; not thread-safe.
 */
public final class ContentChunks {
    /** The most octets of a chunk. */
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
     * The chunks of {@code content}, the first of which is read.
     *
     * @throws IOException what {@code content} throws
     */
    public static ContentChunks of(InputStream content) throws IOException {
        ContentChunks chunks = new ContentChunks(content);
        chunks.next();
        return chunks;
    }

    /**
     * Goes on to the next chunk, which can be empty only if it is the last.
     *
     * @throws IOException what the content throws
     * @throws IllegalStateException after the last one
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

    /** How many octets the present chunk has. */
    public int length() {
        return length;
    }

    /** Whether nothing follows the present chunk. */
    public boolean last() {
        return last;
    }

    /** Writes the octets of the present chunk from {@code from} to before {@code to}. */
    public void write(OutputStream out, int from, int to) throws IOException {
        out.write(chunk, from, to - from);
    }

    private boolean refill() throws IOException {
        int count = content.read(block, 0, block.length);
        position = 0;
        end = Math.max(0, count);
        return count >= 0;
    }

    /** One line end, or one CR, or what comes before the next of them and has room. */
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

    /** Makes room for two octets at least: a chunk that is not full has it. */
    private void room() {
        if (length + 2 > chunk.length) {
            chunk = Arrays.copyOf(chunk, Math.min(SIZE, 2 * chunk.length));
        }
    }
}
