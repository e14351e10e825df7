/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.engine.log.Printable;

/**
 * The lines of a notice as octets with CRLF. Text from outside (addresses, replies, identifiers) passes through
 * {@link #printable} before becoming part of a line; no content can break a line.
 */
final class Lines {
    private static final int WIDTH = 79;
    private static final String INDENT = "    ";

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream(4096);
    private final boolean utf8;

    Lines(boolean utf8) {
        this.utf8 = utf8;
    }

    byte[] octets() {
        return octets.toByteArray();
    }

    void add(String line) {
        add(line, StandardCharsets.UTF_8);
    }

    void add(String line, Charset charset) {
        octets.writeBytes(line.replaceAll("[\r\n\0]", "?").getBytes(charset));
        octets.write('\r');
        octets.write('\n');
    }

    /** Adds a line, as several lines where the line is long. */
    void addWrapped(String line) {
        wrapped(line).forEach(this::add);
    }

    /** Ends a body part, and begins the next. */
    void beginPart(String boundary, String description, String type) {
        add("");
        add("--" + boundary);
        add("Content-Description: " + description);
        add("Content-Type: " + type);
    }

    /**
     * Returns {@code text} as part of one line; without {@code smtputf8_enable} each octet beyond US-ASCII is a
     * question mark.
     */
    String printable(String text) {
        String line = Printable.line(text);
        return utf8 || isAscii(line)
                ? line
                : new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                        .replaceAll("[^\\x00-\\x7f]", "?");
    }

    static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    /**
     * Returns {@code text} broken at white space, so that lines have at most 79 octets where that is possible; further
     * lines are indented.
     */
    static List<String> wrapped(String text) {
        // one character is one octet here
        String line = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        List<String> lines = new ArrayList<>();
        String indent = "";
        int start = 0;
        int word = 0;
        while (word < line.length()) {
            int end = word;
            while (end < line.length() && !isBlank(line.charAt(end))) {
                end++;
            }
            if (word > start && indent.length() + end - start > WIDTH) {
                lines.add(indent + octetsBetween(line, start, word));
                indent = INDENT;
                start = word;
                while (start < line.length() && isBlank(line.charAt(start))) {
                    start++;
                }
            }
            word = Math.max(end + 1, start);
        }
        lines.add(indent + octetsBetween(line, start, line.length()));
        return lines;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static String octetsBetween(String line, int start, int end) {
        int last = end;
        while (last > start && isBlank(line.charAt(last - 1))) {
            last--;
        }
        return new String(line.substring(start, last).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
