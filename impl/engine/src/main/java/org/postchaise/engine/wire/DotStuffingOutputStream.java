/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A dot-stuffing stream of message content (RFC 5321, section 4.5.2): every line ends in CRLF, a dot at the start of a line
 * is doubled, and {@link #finish()} ends the last line and writes the final dot. A line ends at CRLF or LF; a CR elsewhere
 * becomes a space, so that no server can take it for a line end (Postfix 3.9, {@code cleanup_replace_stray_cr_lf}).
 *
 * <p>Streaming, with a buffer of 64 KiB at most; not thread-safe.
 */
public final class DotStuffingOutputStream extends OutputStream {
    private static final int SMALLEST = 2048;
    private static final int USUAL = 8192;
    private static final int LARGEST = 65_536;

    private final OutputStream out;
    private byte[] buffer = new byte[SMALLEST];
    private int length;
    private boolean lineStart = true;
    private boolean heldCr;
    private boolean finished;
    private boolean broken;

    /** Creates a stream that writes to {@code out} and never closes {@code out}. */
    public DotStuffingOutputStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        if (finished) {
            throw new IOException("content after the final dot");
        }
        int end = off + len;
        int i = off;
        while (i < end) {
            i = heldCr ? afterCr(b, i) : line(b, i, end);
        }
    }

    /**
     * Writes canonical lines: each ends in CRLF, none has another CR or LF, none begins with a dot. The effect is that of
     * {@link #write}, but the octets are not scanned.
     */
    public void writeLines(byte[] b, int off, int len) throws IOException {
        if (finished || heldCr || !lineStart) {
            write(b, off, len);
        } else if (len < USUAL) {
            copy(b, off, off + len);
        } else {
            drain();
            send(b, off, len);
        }
    }

    /** Returns true if a write to the underlying stream threw an exception. */
    public boolean isBroken() {
        return broken;
    }

    /**
     * Handles the octet after a CR: an LF completes the line end; before any other octet the CR becomes a space.
     *
     * @return the index of the next octet to handle
     */
    private int afterCr(byte[] b, int at) throws IOException {
        heldCr = false;
        if (b[at] == '\n') {
            endLine();
            return at + 1;
        }
        emit(' ');
        lineStart = false;
        return at;
    }

    /**
     * Writes the lines that need no change and the line behind them, up to the end of that line or to the next octet to
     * change.
     *
     * @return the index of the next octet to handle
     */
    private int line(byte[] b, int from, int end) throws IOException {
        if (lineStart && b[from] == '.') {
            emit('.');
        }
        int at = LineEnds.next(b, from, end);
        while (at + 2 < end && b[at] == '\r' && b[at + 1] == '\n' && b[at + 2] != '.') {
            at = LineEnds.next(b, at + 2, end);
        }
        copy(b, from, at);
        if (at == end) {
            lineStart = false;
            return end;
        }
        if (b[at] == '\n') {
            endLine();
        } else {
            heldCr = true;
        }
        return at + 1;
    }

    /**
     * Ends an unfinished last line and writes the final dot, without a flush, so that the next command can go out in the
     * same packet. A second call throws an {@link IOException}.
     */
    public void finish() throws IOException {
        if (finished) {
            throw new IOException("the final dot was sent already");
        }
        endContent();
        finished = true;
        emit('.');
        emit('\r');
        emit('\n');
        drain();
    }

    /** Ends an unfinished last line, so that only the final dot is left to write. */
    public void endContent() throws IOException {
        if (heldCr) {
            // a CR at the very end is a line end whose LF was cut off
            endLine();
        } else if (!lineStart) {
            endLine();
        }
        if (length > USUAL) {
            // a loss of the final dot leaves the delivery in doubt: send as little as possible together with the dot
            drain();
        }
    }

    @Override
    public void flush() throws IOException {
        drain();
        out.flush();
    }

    private void drain() throws IOException {
        if (length > 0) {
            int count = length;
            length = 0;
            send(buffer, 0, count);
        }
    }

    private void send(byte[] b, int off, int len) throws IOException {
        try {
            out.write(b, off, len);
        } catch (IOException e) {
            broken = true;
            throw e;
        }
    }

    private void endLine() throws IOException {
        heldCr = false;
        emit('\r');
        emit('\n');
        lineStart = true;
    }

    private void copy(byte[] b, int from, int to) throws IOException {
        int i = from;
        while (i < to) {
            room();
            int count = Math.min(to - i, buffer.length - length);
            System.arraycopy(b, i, buffer, length, count);
            length += count;
            i += count;
        }
    }

    private void emit(int b) throws IOException {
        room();
        buffer[length++] = (byte) b;
    }

    /** Ensures room for one octet; a full buffer grows up to its limit, since fewer writes cost less time. */
    private void room() throws IOException {
        if (length == buffer.length && length < USUAL) {
            buffer = Arrays.copyOf(buffer, USUAL);
        } else if (length == buffer.length) {
            drain();
            if (buffer.length < LARGEST) {
                buffer = new byte[Math.min(LARGEST, 2 * buffer.length)];
            }
        }
    }
}
