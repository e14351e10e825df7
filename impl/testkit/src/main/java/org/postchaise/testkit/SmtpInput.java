/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The client's input: lines and content, read from one buffer, so that pipelined commands are not lost.
 *
 * <p>Only CRLF ends a line (RFC 5321, section 2.3.8). A bare CR or LF is an ordinary octet, so that neither a second
 * command nor a second mail can be smuggled after such an octet.
 */
final class SmtpInput {
    /** The treatment of dot-stuffing (RFC 5321, section 4.5.2). */
    enum Dots {
        /** Dot-stuffing kept: the sink receives the octets unchanged. */
        KEPT,
        /** Dot-stuffing removed: the sink receives the original content. */
        REMOVED
    }

    private enum At {
        LINE_START,
        MIDDLE,
        CR,
        DOT,
        DOT_CR
    }

    private final InputStream in;
    private final OutputStream replies;
    private final byte[] buffer = new byte[32 * 1024];
    private int next;
    private int end;

    /** Creates an input that flushes {@code replies} before each wait for {@code in}, since the client may be waiting too (RFC 2920). */
    SmtpInput(InputStream in, OutputStream replies) {
        this.in = in;
        this.replies = replies;
    }

    /**
     * Returns the next line without its CRLF, decoded as UTF-8; empty at the end of the stream. Octets beyond {@code
     * limit} plus one are dropped, so that the caller can detect a line that is too long.
     *
     * @throws EOFException when the stream ends within a line
     */
    Optional<String> line(int limit) throws IOException {
        byte[] line = new byte[Math.min(limit + 1, 512)];
        int length = 0;
        int octet = read();
        if (octet < 0) {
            return Optional.empty();
        }
        boolean cr = false;
        while (!(cr && octet == '\n')) {
            // a CR is held back until the next octet shows that the CR does not end the line
            if (cr && length <= limit) {
                line = put(line, length++, limit, '\r');
            }
            cr = octet == '\r';
            if (!cr && length <= limit) {
                line = put(line, length++, limit, octet);
            }
            octet = read();
            if (octet < 0) {
                throw new EOFException("connection closed within the line \""
                        + new String(line, 0, length, StandardCharsets.UTF_8) + "\"");
            }
        }
        return Optional.of(new String(line, 0, length, StandardCharsets.UTF_8));
    }

    private static byte[] put(byte[] line, int at, int limit, int octet) {
        byte[] room = at < line.length ? line : Arrays.copyOf(line, Math.min(limit + 1, at * 2));
        room[at] = (byte) octet;
        return room;
    }

    /**
     * Reads content up to and including the line of the final dot, which is not passed to the sink.
     *
     * @return the number of octets written to the sink
     * @throws EOFException when the stream ends before the final dot
     */
    long content(OutputStream sink, Dots dots) throws IOException {
        At at = At.LINE_START;
        long count = 0;
        while (true) {
            int octet = read();
            if (octet < 0) {
                throw new EOFException("connection closed within the content, before the final dot");
            }
            if (at == At.LINE_START && octet == '.') {
                at = At.DOT;
            } else if (at == At.DOT && octet == '\r') {
                at = At.DOT_CR;
            } else if (at == At.DOT_CR && octet == '\n') {
                return count;
            } else {
                count += heldBack(at, sink, dots);
                sink.write(octet);
                count++;
                at = after(at, octet);
            }
        }
    }

    /** Writes the octets that were held back because they could have been the final dot, and returns their number. */
    private static int heldBack(At at, OutputStream sink, Dots dots) throws IOException {
        int written = 0;
        if ((at == At.DOT || at == At.DOT_CR) && dots == Dots.KEPT) {
            sink.write('.');
            written++;
        }
        if (at == At.DOT_CR) {
            sink.write('\r');
            written++;
        }
        return written;
    }

    private static At after(At at, int octet) {
        if (octet == '\r') {
            return At.CR;
        }
        return at == At.CR && octet == '\n' ? At.LINE_START : At.MIDDLE;
    }

    /**
     * Reads {@code count} octets, unchanged.
     *
     * @throws EOFException when the stream ends before the last octet
     */
    void octets(OutputStream sink, long count) throws IOException {
        for (long i = 0; i < count; i++) {
            int octet = read();
            if (octet < 0) {
                throw new EOFException("connection closed after " + i + " of " + count + " octets");
            }
            sink.write(octet);
        }
    }

    private int read() throws IOException {
        if (next == end) {
            replies.flush();
            next = 0;
            end = Math.max(0, in.read(buffer));
            if (end == 0) {
                return -1;
            }
        }
        return buffer[next++] & 0xff;
    }
}
