/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.postchaise.engine.content.mime.MimeState;
import org.postchaise.engine.wire.DotStuffingOutputStream;
import org.postchaise.engine.wire.LineEnds;

/**
 * The stream of the content that is sent to the peer. Lines end in LF or CRLF, as those of the source do; a CR
 * elsewhere stays. Lines that need no analysis are passed on as blocks; all other content is processed line by line, in
 * pieces of {@code line_length_limit}, through the MIME structure.
 *
 * <p>Invariants: {@code ready[readyFrom..readyTo)} is the next output for the reader; {@code in[pos..end)} is input
 * that was not processed yet.
 */
final class ContentStream extends InputStream {
    private static final int LARGEST = 64 * 1024;

    private final InputStream source;
    private final MimeState mime;
    private final FoldedLines lines;
    private final Lines mode;
    private final int recordSize;
    private final int longestLine;
    private byte[] in;
    private int pos;
    private int end;
    private boolean sourceEnded;
    private boolean finished;
    private boolean begun;
    private byte[] ready = new byte[0];
    private int readyFrom;
    private int readyTo;
    private boolean readyLines;

    /** The processing of content lines. */
    enum Lines {
        /** Passing lines on as blocks, unless needed for the MIME structure. */
        BLOCKS,
        /** Processing each line. */
        SINGLE
    }

    ContentStream(InputStream source, MimeState mime, FoldedLines lines, Lines mode, ContentLimits limits) {
        this.source = source;
        this.mime = mime;
        this.lines = lines;
        this.mode = mode;
        this.recordSize = limits.mime().recordSize();
        this.longestLine = limits.lineLength() == 0 ? recordSize : Math.min(limits.lineLength(), recordSize);
        this.in = new byte[2 * recordSize];
    }

    /** Inserts headers in front of the message, to which checks and maps apply as to the message's own headers. */
    void prepend(List<String> headers) throws IOException {
        for (String header : headers) {
            byte[] line = OutgoingContent.octets(header);
            mime.record(line, 0, line.length, false);
        }
        offer(lines.buffer(), 0, lines.size());
    }

    /** Processes the message without a reader, as long as {@code wanted} returns true. */
    void run(BooleanSupplier wanted) throws IOException {
        while (!finished && wanted.getAsBoolean()) {
            step();
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? ready[readyFrom++] & 0xff : -1;
    }

    @Override
    public int read(byte[] to, int off, int len) throws IOException {
        if (len == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(len, readyTo - readyFrom);
        System.arraycopy(ready, readyFrom, to, off, count);
        readyFrom += count;
        return count;
    }

    /**
     * Writes the rest of the content to {@code out}. Lines that need no change are written to
     * {@link DotStuffingOutputStream} as blocks, which saves another scan.
     */
    @Override
    public long transferTo(OutputStream out) throws IOException {
        long count = 0;
        while (fill()) {
            int from = readyFrom;
            readyFrom = readyTo;
            count += readyTo - from;
            if (readyLines && out instanceof DotStuffingOutputStream content) {
                content.writeLines(ready, from, readyTo - from);
            } else {
                out.write(ready, from, readyTo - from);
            }
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private boolean fill() throws IOException {
        while (readyFrom == readyTo && !finished) {
            step();
        }
        return readyFrom < readyTo;
    }

    private void step() throws IOException {
        lines.clear();
        if (pos == end && !readMore()) {
            mime.end();
            finished = true;
        } else if (begun && mode == Lines.BLOCKS && mime.passing() && block()) {
            return;
        } else {
            line();
        }
        offer(lines.buffer(), 0, lines.size());
    }

    private void offer(byte[] octets, int from, int to) {
        ready = octets;
        readyLines = false;
        readyFrom = from;
        readyTo = to;
    }

    /** Passes on whole lines that need no processing, and returns true if there were any. */
    private boolean block() {
        int start = pos;
        boolean boundaries = mime.expectsBoundary();
        boolean asTheyAre = true;
        while (pos < end) {
            int at = LineEnds.next(in, pos, end);
            boolean crlf = at + 1 < end && in[at] == '\r' && in[at + 1] == '\n';
            int lf = crlf ? at + 1 : lineFeed(at, end);
            if (lf < 0 || !unseen(pos, lf, boundaries)) {
                break;
            }
            asTheyAre &= crlf && in[pos] != '.';
            pos = lf + 1;
        }
        offer(in, start, pos);
        readyLines = asTheyAre;
        return pos > start;
    }

    private boolean unseen(int from, int lf, boolean boundaries) {
        int length = lf - from;
        if (length > 0 && in[lf - 1] == '\r') {
            length--;
            if (length > 0 && in[lf - 2] == '\r') {
                return false;
            }
        }
        return length <= longestLine && !(boundaries && length >= 2 && in[from] == '-' && in[from + 1] == '-');
    }

    /** Passes the next line, or the next piece of a long line, to the MIME structure. */
    private void line() throws IOException {
        int lf = lineFeed(pos, Math.min(end, pos + recordSize + 1));
        while (lf < 0 && end - pos <= recordSize && readMore()) {
            lf = lineFeed(pos, Math.min(end, pos + recordSize + 1));
        }
        boolean more = lf < 0 && end - pos > recordSize;
        int next = lf >= 0 ? lf + 1 : more ? pos + recordSize : end;
        int length = (lf >= 0 ? lf : next) - pos;
        while (!more && length > 0 && in[pos + length - 1] == '\r') {
            length--;
        }
        int start = pos;
        pos = next;
        record(start, length, more);
    }

    private void record(int start, int length, boolean more) throws IOException {
        if (!begun) {
            // as Postfix: an mbox line in front is made a header, and a message that starts with white space has none
            if (isMailboxLine(start, length)) {
                byte[] label = OutgoingContent.octets("X-Mailbox-Line: ");
                mime.record(label, 0, label.length, true);
                mime.record(in, start, length, more);
                begun = more;
                return;
            }
            begun = true;
            if (length > 0 && (in[start] == ' ' || in[start] == '\t')) {
                mime.record(in, start, 0, false);
            }
        }
        mime.record(in, start, length, more);
    }

    private boolean isMailboxLine(int start, int length) {
        int skip = 0;
        while (skip < length && in[start + skip] == '>') {
            skip++;
        }
        return length - skip >= 5
                && in[start + skip] == 'F'
                && in[start + skip + 1] == 'r'
                && in[start + skip + 2] == 'o'
                && in[start + skip + 3] == 'm'
                && in[start + skip + 4] == ' ';
    }

    private int lineFeed(int from, int to) {
        int at = LineEnds.next(in, from, to);
        while (at < to && in[at] != '\n') {
            at = LineEnds.next(in, at + 1, to);
        }
        return at < to ? at : -1;
    }

    /** Reads more input behind the buffered input; returns false at the end of the source. */
    private boolean readMore() throws IOException {
        if (sourceEnded) {
            return false;
        }
        if (pos > 0) {
            // a message that has filled it is taken for a large one, for which fewer reads are less work
            byte[] old = in;
            if (end == in.length && in.length < LARGEST) {
                in = new byte[Math.min(LARGEST, 2 * in.length)];
            }
            System.arraycopy(old, pos, in, 0, end - pos);
            end -= pos;
            pos = 0;
        }
        int count = source.read(in, end, in.length - end);
        if (count < 0) {
            sourceEnded = true;
            return false;
        }
        end += count;
        return true;
    }
}
