/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.postchaise.engine.content.HeaderField;

/**
 * The stream that finds the header fields of received content, whose lines end in CRLF, and passes the body on as it comes. The header
 * ends at the first line that is neither a field nor the continuation of a field: an empty line is put before such a line, as in Postfix.
 * Holds one field, up to {@code header_size_limit} octets. Not thread-safe.
 */
final class HeaderSplitter extends OutputStream {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] MAILBOX_LINE = "X-Mailbox-Line: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

    /** The number of octets of buffers that need not be accounted for. */
    private static final int SMALL = 8192;

    private final int limit;
    private final Memory memory;
    private final HeaderHandler handler;
    private final OutputStream out;
    private ByteArrayOutputStream field = new ByteArrayOutputStream(128);
    private ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    private Part part = Part.START;

    /** True once the current line, which is too long, is known to belong to the header. */
    private boolean cut;

    /** True if memory was taken for the buffers. */
    private boolean large;

    /** The account of the memory that a large header takes. */
    interface Memory {
        /**
         * Takes memory for {@code octets}.
         *
         * @throws IOException when no memory is left
         */
        void take(int octets) throws IOException;

        /** Gives back what was taken; may be called again. */
        void giveBack();
    }

    /** The part of the message that comes next. */
    private enum Part {
        /** The first line, before which mailbox files have a line {@code From sender}. */
        START,
        HEADER,
        BODY
    }

    HeaderSplitter(int limit, HeaderHandler handler, OutputStream out, Memory memory) {
        this.limit = limit;
        this.memory = memory;
        this.handler = handler;
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end && part != Part.BODY) {
            at = headerOctets(octets, at, end);
        }
        if (at < end) {
            out.write(octets, at, end - at);
        }
    }

    /** Ends the message; a header without a body is complete. */
    void end() throws IOException {
        if (part != Part.BODY) {
            endHeader();
        }
    }

    /** Takes octets of one line, up to its end; the rest of a field that is too long is dropped. */
    private int headerOctets(byte[] octets, int from, int end) throws IOException {
        int lf = from;
        while (lf < end && octets[lf] != '\n') {
            lf++;
        }
        int kept = Math.min(lf, from + limit - line.size());
        account(kept - from);
        line.write(octets, from, kept - from);
        if (kept < lf && !cut) {
            byte[] start = line.toByteArray();
            if (!belongsToHeader(start, limit)) {
                beginBody(start, limit);
                return kept;
            }
            cut = true;
        }
        if (lf == end) {
            return end;
        }
        byte[] whole = line.toByteArray();
        line.reset();
        cut = false;
        boolean cr = whole.length > 0 && whole[whole.length - 1] == '\r';
        endLine(whole, cr ? whole.length - 1 : whole.length);
        return lf + 1;
    }

    /** Takes memory for both buffers when they become large. */
    private void account(int more) throws IOException {
        if (!large && field.size() + line.size() + more > SMALL) {
            memory.take(2 * limit);
            large = true;
        }
    }

    private boolean belongsToHeader(byte[] octets, int length) {
        boolean continuation = part == Part.HEADER && field.size() > 0 && isBlank(octets[0]);
        return continuation || HeaderField.nameLength(octets, 0, length) > 0 || isMailboxLine(octets, length);
    }

    private void endLine(byte[] octets, int length) throws IOException {
        if (isMailboxLine(octets, length)) {
            endField();
            field.write(MAILBOX_LINE, 0, MAILBOX_LINE.length);
            field.write(octets, 0, length);
            return;
        }
        if (length == 0) {
            beginBody(octets, 0);
            return;
        }
        if (!belongsToHeader(octets, length)) {
            beginBody(octets, length);
            out.write(CRLF);
            return;
        }
        part = Part.HEADER;
        int text = textLength(octets, length);
        if (isBlank(octets[0])) {
            if (field.size() + 1 < limit) {
                field.write('\n');
                append(octets, 0, text);
            }
            return;
        }
        endField();
        int name = HeaderField.nameLength(octets, 0, length);
        int colon = name;
        while (octets[colon] != ':') {
            colon++;
        }
        append(octets, 0, name);
        append(octets, colon, Math.max(text, colon) - colon);
    }

    private boolean isMailboxLine(byte[] octets, int length) {
        int start = 0;
        while (start < length && octets[start] == '>') {
            start++;
        }
        return part == Part.START
                && length - start >= FROM.length
                && Arrays.equals(octets, start, start + FROM.length, FROM, 0, FROM.length);
    }

    /** Returns the length of a header line up to a NUL: the rest of the line is lost, as in Postfix. */
    private static int textLength(byte[] octets, int length) {
        for (int i = 0; i < length; i++) {
            if (octets[i] == 0) {
                return i;
            }
        }
        return length;
    }

    private void append(byte[] octets, int from, int length) {
        field.write(octets, from, Math.max(0, Math.min(length, limit - field.size())));
    }

    /** Ends the header, and writes an empty line and the start of the body. */
    private void beginBody(byte[] start, int length) throws IOException {
        endHeader();
        out.write(CRLF);
        out.write(start, 0, length);
    }

    /** Ends the header, whose buffers are not needed while the body arrives. */
    private void endHeader() throws IOException {
        endField();
        handler.end(out);
        part = Part.BODY;
        field = new ByteArrayOutputStream(0);
        line = field;
        memory.giveBack();
    }

    private void endField() throws IOException {
        if (field.size() > 0) {
            byte[] octets = field.toByteArray();
            field.reset();
            handler.field(HeaderField.of(octets, octets.length), out);
        }
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
