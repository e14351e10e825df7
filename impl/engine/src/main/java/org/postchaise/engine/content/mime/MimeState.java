/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.postchaise.engine.content.ContentException;
import org.postchaise.engine.content.HeaderField;
import org.postchaise.engine.content.mime.MimeEntity.Kind;
import org.postchaise.engine.content.mime.MimeHandler.HeaderClass;

/**
 * A parser of the MIME structure of a message, line by line (RFC 2045, RFC 2046), as in Postfix's clients, also where a
 * message breaks the rules. Memory use is limited to one header and the open boundaries, both of bounded size.
 *
 * <p>Invariants: {@code headerClass} is null exactly in content; a boundary counts only at the start of a line; content is
 * converted exactly when conversion is requested and the current entity is declared 8bit or binary.
 */
public final class MimeState {
    private static final HeaderField AS_7BIT = HeaderField.of("Content-Transfer-Encoding: 7bit");
    private static final HeaderField AS_QUOTED = HeaderField.of("Content-Transfer-Encoding: quoted-printable");

    private final MimeLimits limits;
    private final Conversion conversion;
    private final MimeHandler handler;
    private final QuotedPrintable quoted;
    private final Deque<Open> boundaries = new ArrayDeque<>();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream(256);

    private HeaderClass headerClass = HeaderClass.PRIMARY;
    private MimeEntity entity = new MimeEntity(Kind.LEAF);
    private boolean continued;

    /** An open boundary, which a later line may contain. */
    private static final class Open {
        private final byte[] mark;
        private final Kind parts;

        /** Creates a boundary that begins with {@code mark}, the two hyphens and the compared part of the boundary. */
        Open(byte[] mark, Kind parts) {
            this.mark = mark;
            this.parts = parts;
        }

        boolean begins(byte[] line, int off, int len) {
            return len >= mark.length && Arrays.equals(line, off, off + mark.length, mark, 0, mark.length);
        }

        boolean isLast(byte[] line, int off, int len) {
            int rest = off + mark.length;
            return len >= mark.length + 2 && line[rest] == '-' && line[rest + 1] == '-';
        }
    }

    public MimeState(MimeLimits limits, Conversion conversion, MimeHandler handler) {
        this.limits = limits;
        this.conversion = conversion;
        this.handler = handler;
        this.quoted = new QuotedPrintable(handler);
    }

    /**
     * Returns true if the following lines are passed on unchanged, up to the next boundary where a boundary is open.
     */
    public boolean passing() {
        return headerClass == null && !continued && !converting();
    }

    /** Returns true if a line that begins with two hyphens must be passed to this parser. */
    public boolean expectsBoundary() {
        return !boundaries.isEmpty();
    }

    /** Returns true if a header can follow. */
    public boolean headersMayFollow() {
        return headerClass != null || !boundaries.isEmpty();
    }

    /**
     * Processes a line, or a piece of a line.
     *
     * @param line the buffer with the line
     * @param off the start of the line in the buffer
     * @param len the length in octets
     * @param more true if the line continues in the next call
     * @throws ContentException when parts are nested too deep
     */
    public void record(byte[] line, int off, int len, boolean more) throws IOException {
        if (headerClass == null || !headerRecord(line, off, len)) {
            content(line, off, len, more);
        }
        continued = more;
    }

    /** Processes the end of the message. */
    public void end() throws IOException {
        if (headerClass != null) {
            endHeader();
            declareEncoding();
        }
    }

    /** Processes a line as a header line and returns true, or ends the headers and returns false. */
    private boolean headerRecord(byte[] line, int off, int len) throws IOException {
        int text = textLength(line, off, len);
        if (header.size() > 0) {
            if (continued) {
                append(line, off, text);
                return true;
            }
            if (text > 0 && (line[off] == ' ' || line[off] == '\t')) {
                if (header.size() + 1 < limits.headerSize()) {
                    header.write('\n');
                    append(line, off, text);
                }
                return true;
            }
            endHeader();
        }
        int name = HeaderField.nameLength(line, off, text);
        if (name > 0) {
            append(line, off, name);
            int rest = name;
            while (line[off + rest] != ':') {
                rest++;
            }
            append(line, off + rest, text - rest);
            return true;
        }
        endHeaders(len == 0);
        return false;
    }

    /** Returns the length of a header line up to a NUL: the rest of the line is lost, as in Postfix. */
    private static int textLength(byte[] line, int off, int len) {
        for (int i = 0; i < len; i++) {
            if (line[off + i] == 0) {
                return i;
            }
        }
        return len;
    }

    private void append(byte[] octets, int off, int len) {
        header.write(octets, off, Math.max(0, Math.min(len, limits.headerSize() - header.size())));
    }

    private void endHeader() throws IOException {
        if (header.size() == 0) {
            return;
        }
        byte[] octets = header.toByteArray();
        header.reset();
        HeaderField field = HeaderField.of(octets, octets.length);
        boolean encoding = field.isNamed("content-transfer-encoding");
        if (encoding) {
            entity.encoding(field.value());
        } else if (field.isNamed("content-type")) {
            for (MimeEntity.Boundary boundary : entity.type(field.value())) {
                open(boundary, field);
            }
        }
        // the encoding of what is converted depends on the type, which may follow: it is said at the end of the headers
        if (!(encoding && converting())) {
            handler.header(headerClass, field);
        }
    }

    private void open(MimeEntity.Boundary boundary, HeaderField field) throws ContentException {
        if (boundaries.size() > limits.nesting()) {
            throw new ContentException(ContentException.BAD_CONTENT, "MIME nesting exceeds safety limit");
        }
        byte[] octets = ("--" + boundary.text()).getBytes(field.charset());
        int length = Math.min(octets.length, limits.boundaryLength() + 2);
        boundaries.push(new Open(Arrays.copyOf(octets, length), boundary.parts()));
    }

    private void declareEncoding() throws IOException {
        if (converting()) {
            boolean composite = entity.kind() == Kind.MULTIPART
                    || entity.kind() == Kind.MESSAGE
                    || entity.kind() == Kind.OTHER_MESSAGE;
            handler.encoding(headerClass, composite ? AS_7BIT : AS_QUOTED);
        }
    }

    private void endHeaders(boolean emptyLine) throws IOException {
        declareEncoding();
        boolean primary = headerClass == HeaderClass.PRIMARY;
        headerClass = null;
        if (!emptyLine) {
            if (primary) {
                handler.body(new byte[0], 0, 0, false);
            }
            return;
        }
        if (entity.kind() == Kind.MESSAGE || (entity.kind() == Kind.GLOBAL && !converting())) {
            begin(HeaderClass.NESTED, Kind.LEAF);
        } else if (entity.kind() == Kind.MULTIPART) {
            begin(null, Kind.LEAF);
        }
    }

    private void begin(HeaderClass next, Kind kind) {
        headerClass = next;
        entity = new MimeEntity(kind);
    }

    private void content(byte[] line, int off, int len, boolean more) throws IOException {
        if (!continued && len >= 2 && line[off] == '-' && line[off + 1] == '-') {
            boundary(line, off, len);
        }
        if (converting()) {
            quoted.write(line, off, len, more);
        } else {
            handler.body(line, off, len, more);
        }
    }

    private void boundary(byte[] line, int off, int len) {
        int inner = 0;
        for (Open open : boundaries) {
            if (open.begins(line, off, len)) {
                close(inner);
                if (open.isLast(line, off, len)) {
                    close(1);
                    begin(null, Kind.LEAF);
                } else {
                    begin(HeaderClass.PART, open.parts);
                }
                return;
            }
            inner++;
        }
    }

    /**
     * Closes the innermost {@code count} boundaries. An outer boundary closes all inner boundaries, even those without
     * an end.
     */
    private void close(int count) {
        for (int i = 0; i < count; i++) {
            boundaries.pop();
        }
    }

    private boolean converting() {
        return conversion == Conversion.TO_7BIT && entity.eightBit();
    }
}
