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
 * What a client sends: lines and content, from one buffer, so that pipelined commands are not lost.
 *
 * <p>Only CRLF ends a line (RFC 5321, section 2.3.8). A bare CR or LF is an octet like others, so that no second command
 * and no second mail can hide behind it.
 */
final class SmtpInput {
    /** What to do with dot-stuffing (RFC 5321, section 4.5.2). */
    enum Dots {
        /** The sink gets the octets as they came. */
        KEPT,
        /** The sink gets the content. */
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

    /** Before it waits for {@code in} it flushes {@code replies}: the client may be waiting too (RFC 2920). */
    SmtpInput(InputStream in, OutputStream replies) {
        this.in = in;
        this.replies = replies;
    }

    /**
     * The next line without its CRLF, read as UTF-8; empty at the end of the stream. Octets beyond {@code limit} plus one
     * are dropped, so that the caller sees that it was too long.
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
            // a CR is kept back until it is known not to be the line's end
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
     * Reads content up to and with the final dot, which the sink doesn't get.
     *
     * @return how many octets the sink got
     * @throws EOFException when the stream ends before that
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

    /** Writes what was read on the chance of it being the final dot. */
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
     * Reads {@code count} octets, as they are.
     *
     * @throws EOFException when the stream ends before that
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
