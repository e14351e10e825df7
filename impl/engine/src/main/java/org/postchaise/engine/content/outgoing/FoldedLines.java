/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A buffer of outgoing lines, each ended by CRLF, which its reader empties. A line that is longer than
 * {@code smtp_line_length_limit} continues after CRLF and a space (RFC 5321, section 4.5.3.1.6).
 */
final class FoldedLines {
    private final int limit;
    private final Consumer<String> notes;
    private byte[] buffer = new byte[2048];
    private int size;
    private int room;
    private boolean noted;

    /** Creates a buffer that folds lines at {@code limit} octets; 0 folds nothing. */
    FoldedLines(int limit, Consumer<String> notes) {
        // a piece must hold more than the space it begins with
        this.limit = limit == 0 ? Integer.MAX_VALUE : Math.max(limit, 2);
        this.notes = notes;
        this.room = this.limit;
    }

    void write(byte[] octets, int off, int len, boolean more) {
        int from = off;
        int left = len;
        while (left > room || (left == room && more)) {
            append(octets, from, room);
            from += room;
            left -= room;
            endLine();
            append(' ');
            room--;
            if (!noted) {
                noted = true;
                notes.accept("breaking line > " + limit + " bytes with <CR><LF>SPACE");
            }
        }
        append(octets, from, left);
        room -= left;
        if (!more) {
            endLine();
        }
    }

    byte[] buffer() {
        return buffer;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    private void endLine() {
        append('\r');
        append('\n');
        room = limit;
    }

    private void append(int b) {
        reserve(1);
        buffer[size++] = (byte) b;
    }

    private void append(byte[] octets, int off, int len) {
        reserve(len);
        System.arraycopy(octets, off, buffer, size, len);
        size += len;
    }

    private void reserve(int count) {
        if (size + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(size + count, 2 * buffer.length));
        }
    }
}
