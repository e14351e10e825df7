/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.util.Optional;

/** Reader of lines that end with LF, CRLF, CR CR LF or a bare CR. The length of a line is limited only by the stream. */
final class TolerantLineReader {
    private final Charset charset;
    private InputStream in;

    /** Creates a reader of {@code in} that reads no octet beyond a line's end, except after a bare CR in a stream that cannot be reset. */
    TolerantLineReader(InputStream in, Charset charset) {
        this.in = in;
        this.charset = charset;
    }

    /** Returns the next line without its end; empty at the end of the stream. */
    Optional<String> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        int octet = in.read();
        while (octet != -1 && octet != '\n' && octet != '\r') {
            line.write(octet);
            octet = in.read();
        }
        if (octet == '\r') {
            skipLineFeed();
        }
        return octet == -1 && line.size() == 0 ? Optional.empty() : Optional.of(line.toString(charset));
    }

    /** Skips LF or CR LF after a CR; puts back any other octets. */
    private void skipLineFeed() throws IOException {
        boolean marked = in.markSupported();
        if (marked) {
            in.mark(2);
        }
        int after = in.read();
        boolean doubled = after == '\r';
        if (doubled) {
            after = in.read();
        }
        if (after == '\n') {
            return;
        }
        if (marked) {
            in.reset();
            return;
        }
        PushbackInputStream back = in instanceof PushbackInputStream own ? own : new PushbackInputStream(in, 2);
        if (after != -1) {
            back.unread(after);
        }
        if (doubled) {
            back.unread('\r');
        }
        in = back;
    }
}
