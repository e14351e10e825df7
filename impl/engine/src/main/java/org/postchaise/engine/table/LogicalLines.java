/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A reader of the logical lines of a table's text file (postmap(1), "TABLE FILE FORMAT"): a line that starts with white
 * space continues the line before it; empty lines, and lines whose first visible character is {@code #}, are skipped
 * and do not end a logical line. Lines are octets: the caller decodes the octets. As in a C string, octets after a null
 * octet are lost.
 */
final class LogicalLines {
    /** The maximum length of a logical line, and of a comment, in octets. */
    static final int LIMIT = 1 << 20;

    private static final int EOF = -1;

    private final InputStream in;
    private final String file;
    private final Findings findings;
    private final byte[] chunk = new byte[1 << 16];
    private int at;
    private int end;
    private byte[] line = new byte[512];
    private int length;
    private int lastLine;
    private int firstLine;

    LogicalLines(InputStream in, String file, Findings findings) {
        this.in = in;
        this.file = file;
        this.findings = findings;
    }

    /**
     * Reads the next logical line and returns true, or returns false at the end of the file; {@link #bytes}, {@link
     * #length} and {@link #number} describe the line.
     */
    boolean next() throws IOException, TableException {
        while (gather()) {
            if (!isSpace(line[0])) {
                cut();
                return true;
            }
            findings.fault(
                    file + ", line " + firstLine + ": logical line must not start with whitespace",
                    " -- ignoring this line");
        }
        return false;
    }

    /**
     * Reads the next physical line, comments and empty lines included, and returns true, or returns false at the end of
     * the file.
     */
    boolean nextPhysical() throws IOException, TableException {
        length = 0;
        if (!physicalLine() && length == 0) {
            return false;
        }
        firstLine = ++lastLine;
        cut();
        return true;
    }

    private void cut() {
        for (int i = 0; i < length; i++) {
            if (line[i] == 0) {
                length = i;
            }
        }
    }

    /**
     * Returns the buffer that holds the line from 0 to {@link #length}; the next call of {@link #next} overwrites the
     * buffer.
     */
    byte[] bytes() {
        return line;
    }

    /** Returns the length of the line in octets. */
    int length() {
        return length;
    }

    /** Returns the number of the physical line on which the logical line begins, from 1. */
    int number() {
        return firstLine;
    }

    /** Returns true for white space, as isspace(3) does in the C locale. */
    static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private boolean gather() throws IOException, TableException {
        length = 0;
        while (true) {
            int start = length;
            boolean terminated = physicalLine();
            if (terminated || length > start) {
                lastLine++;
            }
            int text = start;
            while (text < length && isSpace(line[text])) {
                text++;
            }
            if (text == length || line[text] == '#') {
                length = start;
            }
            if (start == 0) {
                firstLine = lastLine;
            }
            if (!terminated) {
                return length > 0;
            }
            if (length > 0) {
                int next = peek();
                if (next != '#' && !isSpace(next)) {
                    return true;
                }
            }
        }
    }

    /** Appends the octets up to the end of line, without the line end, and returns true if there was a line end. */
    private boolean physicalLine() throws IOException, TableException {
        while (peek() != EOF) {
            int stop = at;
            while (stop < end && chunk[stop] != '\n') {
                stop++;
            }
            append(stop - at);
            at = stop;
            if (stop < end) {
                at++;
                return true;
            }
        }
        return false;
    }

    private void append(int count) throws TableException {
        if (length + count > LIMIT) {
            throw new TableException(file + ", line " + (lastLine + 1) + ": longer than " + LIMIT
                    + " octets, the limit of a logical line");
        }
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + count));
        }
        System.arraycopy(chunk, at, line, length, count);
        length += count;
    }

    private int peek() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(chunk));
        }
        return at == end ? EOF : chunk[at] & 0xff;
    }
}
