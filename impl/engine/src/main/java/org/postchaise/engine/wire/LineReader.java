/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A reader of lines from a stream, for a client that waits for replies. A line longer than the limit is cut, one longer than
 * {@link #OVERLONG_LIMIT} is an error.
 */
public final class LineReader {
    /** The length in octets from which an overlong line is an error instead of being cut. */
    public static final int OVERLONG_LIMIT = 65_536;

    private static final int SHOWN = 30;

    private final InputStream in;
    private final LineDecoder decoder;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int end;

    /**
     * Creates a reader of {@code in}; nothing else may read from {@code in} from then on.
     *
     * @param lineLimit the number of octets that are kept of a line
     */
    public LineReader(InputStream in, int lineLimit) {
        this.in = in;
        this.decoder = new LineDecoder(lineLimit);
    }

    /**
     * Returns the next line.
     *
     * @throws EOFException when the peer closed the connection
     * @throws ProtocolException when the line is longer than {@link #OVERLONG_LIMIT}
     */
    public Line read() throws IOException {
        while (true) {
            if (position < end) {
                position = decoder.feed(buffer, position, end);
            }
            if (decoder.length() > OVERLONG_LIMIT) {
                throw new ProtocolException("reply line is longer than " + OVERLONG_LIMIT + " octets: \""
                        + ReplyReader.printable(decoder.start(SHOWN)) + "...\"");
            }
            if (decoder.complete()) {
                return decoder.take();
            }
            refill();
        }
    }

    /** Returns true if at least a part of the next line has arrived already. */
    public boolean buffered() {
        return position < end || !decoder.empty();
    }

    private void refill() throws IOException {
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        position = 0;
        if (end == 0) {
            throw new EOFException("connection closed by peer");
        }
    }
}
