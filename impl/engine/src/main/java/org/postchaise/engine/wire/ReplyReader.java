/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.api.SmtpReply;

/**
 * A reader of replies (RFC 5321, section 4.2.1): lines of the same code, all but the last with a hyphen after the code. As
 * in Postfix the code of the last line counts, even if it differs from the codes before; a line without a code is a part of
 * the reply, except for empty lines before the first line with text. The reader is lenient, as in Postfix: a line may end in LF
 * alone, any number of CR before LF belongs to the line end, and characters that are not printable US-ASCII, NUL included, become
 * question marks.
 */
public final class ReplyReader {
    /** The maximum length of a reply in octets, over all its lines. */
    public static final int REPLY_LIMIT = 65_536;

    /** A filter of reply lines, applied to each line before the line is parsed. */
    @FunctionalInterface
    public interface LineFilter {
        /** The filter that changes nothing. */
        LineFilter NONE = line -> line;

        /**
         * Returns the replacement of {@code line}; both are without line ends.
         *
         * @throws IOException when the replacement can't be determined now
         */
        String apply(String line) throws IOException;
    }

    private final LineReader lines;
    private final LineFilter filter;
    private boolean wellFormed = true;

    /** Creates a reader of replies from {@code lines}, without a filter. */
    public ReplyReader(LineReader lines) {
        this(lines, LineFilter.NONE);
    }

    /** Creates a reader of replies from {@code lines}, each line replaced by {@code filter} ({@code smtp_reply_filter}). */
    public ReplyReader(LineReader lines, LineFilter filter) {
        this.lines = lines;
        this.filter = filter;
    }

    /**
     * Reads the next reply.
     *
     * @throws ProtocolException when the reply is longer than {@link #REPLY_LIMIT}
     * @throws IOException when the connection fails
     */
    public SmtpReply read() throws IOException {
        List<String> text = new ArrayList<>(1);
        int size = 0;
        while (true) {
            String line = filter.apply(printable(withoutCr(lines.read().text(StandardCharsets.ISO_8859_1))));
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

    /**
     * Returns true if every line so far was part of a well-formed reply. Otherwise replies can no longer be matched to
     * commands.
     */
    public boolean wellFormed() {
        return wellFormed;
    }

    /** Returns true if at least a part of the next reply has arrived already. */
    public boolean buffered() {
        return lines.buffered();
    }

    /** Returns {@code line} without any CR at its end: as in Postfix any number of CR before LF belongs to the line end. */
    private static String withoutCr(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        return line.substring(0, end);
    }

    /** Returns the text with control and non-ASCII characters as question marks, for a message or a log. */
    static String printable(String text) {
        int plain = 0;
        while (plain < text.length() && text.charAt(plain) >= ' ' && text.charAt(plain) < 0x7f) {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] < ' ' || octets[i] == 0x7f) {
                octets[i] = '?';
            }
        }
        return new String(octets, StandardCharsets.US_ASCII);
    }

    private static boolean hasCode(String line) {
        return line.length() >= 3 && isDigit(line.charAt(0)) && isDigit(line.charAt(1)) && isDigit(line.charAt(2));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
