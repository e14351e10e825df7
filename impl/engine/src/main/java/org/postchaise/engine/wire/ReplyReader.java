/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.api.SmtpReply;

/**
 * Reads replies (RFC 5321, section 4.2.1): lines of the same code, all but the last with a hyphen behind it. As in Postfix
 * the code of the last line counts, whatever it is, and a line without a code is a part of the reply, unless it is empty and
 * stands before the first line with text.
 */
public final class ReplyReader {
    /** The octets of one reply, over all its lines. */
    public static final int REPLY_LIMIT = 65_536;

    /** Looks at each line before it is read as a reply. */
    @FunctionalInterface
    public interface LineFilter {
        /** Changes nothing. */
        LineFilter NONE = line -> line;

        /**
         * The line to take in place of {@code line}; both without line ends.
         *
         * @throws IOException when that can't be known now
         */
        String apply(String line) throws IOException;
    }

    private final LineReader lines;
    private final LineFilter filter;
    private boolean wellFormed = true;

    /** Reads from {@code lines}. */
    public ReplyReader(LineReader lines) {
        this(lines, LineFilter.NONE);
    }

    /** Reads from {@code lines} what {@code filter} makes of each ({@code smtp_reply_filter}). */
    public ReplyReader(LineReader lines, LineFilter filter) {
        this.lines = lines;
        this.filter = filter;
    }

    /**
     * The next reply.
     *
     * @throws ProtocolException when it is longer than {@link #REPLY_LIMIT}
     * @throws IOException when the connection fails
     */
    public SmtpReply read() throws IOException {
        List<String> text = new ArrayList<>(1);
        int size = 0;
        while (true) {
            String line = filter.apply(LineReader.printable(withoutCr(lines.readLine())));
            size += line.length() + 2;
            if (size > REPLY_LIMIT) {
                throw new ProtocolException("reply is longer than " + REPLY_LIMIT + " octets");
            }
            if (!(text.isEmpty() && line.isEmpty())) {
                text.add(line);
            }
            boolean code = hasCode(line);
            if (code && (line.length() == 3 || line.charAt(3) == ' ')) {
                return new SmtpReply(Integer.parseInt(line.substring(0, 3)), text);
            }
            wellFormed &= code && line.charAt(3) == '-';
        }
    }

    /** Whether every line so far was part of a reply: when not, no one knows what the next one answers. */
    public boolean wellFormed() {
        return wellFormed;
    }

    /** Whether a reply has arrived already, at least in part. */
    public boolean buffered() {
        return lines.buffered();
    }

    /** As in Postfix any number of CR before LF is the end of a line. */
    private static String withoutCr(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        return line.substring(0, end);
    }

    private static boolean hasCode(String line) {
        return line.length() >= 3 && isDigit(line.charAt(0)) && isDigit(line.charAt(1)) && isDigit(line.charAt(2));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
