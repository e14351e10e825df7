/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Message content on its way to the wire (RFC 5321, section 4.5.2): every line ends in CRLF, a dot at the start of a line is
 * doubled, and {@link #finish()} ends the last line and sends the final dot. A line ends at CRLF or LF; a CR elsewhere
 * becomes a space, so that no server can take it for a line end (Postfix 3.9, {@code cleanup_replace_stray_cr_lf}).
 *
 * <p>Streaming, with a small buffer; not thread-safe.
 */
public final class DotStuffingOutputStream extends OutputStream {
    private final OutputStream out;
    private final byte[] buffer = new byte[8192];
    private int length;
    private boolean lineStart = true;
    private boolean heldCr;
    private boolean finished;

    /** Writes to {@code out}, which is never closed from here. */
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
        for (int i = off; i < off + len; i++) {
            put(b[i]);
        }
    }

    /**
     * Ends the last line if it is open and writes the final dot, without a flush: what follows may go out with it. A second
     * call is an error.
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

    /** Ends the last line if it is open, so that only the final dot is left to write. */
    public void endContent() throws IOException {
        if (heldCr) {
            // a CR at the very end is a line end whose LF was cut off
            endLine();
        } else if (!lineStart) {
            endLine();
        }
    }

    @Override
    public void flush() throws IOException {
        drain();
        out.flush();
    }

    private void drain() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }

    private void put(byte b) throws IOException {
        if (b == '\n') {
            endLine();
            return;
        }
        if (heldCr) {
            heldCr = false;
            startLineIfDue((byte) ' ');
            emit(' ');
        }
        if (b == '\r') {
            heldCr = true;
            return;
        }
        startLineIfDue(b);
        emit(b);
    }

    private void startLineIfDue(byte first) throws IOException {
        if (lineStart && first == '.') {
            emit('.');
        }
        lineStart = false;
    }

    private void endLine() throws IOException {
        heldCr = false;
        emit('\r');
        emit('\n');
        lineStart = true;
    }

    private void emit(int b) throws IOException {
        if (length == buffer.length) {
            drain();
        }
        buffer[length++] = (byte) b;
    }
}
