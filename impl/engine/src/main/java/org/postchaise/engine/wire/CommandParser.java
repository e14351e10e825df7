/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postchaise.engine.wire.CommandLine.Encoding;
import org.postchaise.engine.wire.CommandLine.Word;

/**
 * The parser of command lines that clients send, as lenient as smtpd(8): white space before, after and between words counts once,
 * {@code FROM:} and {@code TO:} are words of their own with or without space behind them, and a CR within the line is white
 * space. As in Postfix a line ends at its first NUL. The parser knows no verbs.
 */
public final class CommandParser {
    private final String line;
    private int at;

    private CommandParser(String line) {
        this.line = line;
    }

    /** Returns the words of {@code line}. */
    public static CommandLine parse(Line line) {
        byte[] octets = line.octets();
        Encoding encoding = encoding(octets);
        String text =
                new String(octets, encoding == Encoding.OTHER ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        if (end < 0) {
            end = text.length();
            while (end > 0 && text.charAt(end - 1) == '\r') {
                end--;
            }
        }
        String used = text.substring(0, end);
        return new CommandLine(used, new CommandParser(used).words(), encoding);
    }

    /** Returns the words of {@code line}, a line that replaces one that was received. */
    public static CommandLine parse(String line) {
        Encoding encoding = encoding(line.getBytes(StandardCharsets.UTF_8));
        return new CommandLine(line, new CommandParser(line).words(), encoding);
    }

    private static Encoding encoding(byte[] octets) {
        boolean ascii = true;
        for (byte octet : octets) {
            ascii &= octet >= 0;
        }
        if (ascii) {
            return Encoding.ASCII;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return Encoding.UTF_8;
        } catch (CharacterCodingException e) {
            return Encoding.OTHER;
        }
    }

    private List<Word> words() {
        List<Word> words = new ArrayList<>(4);
        while (at < line.length()) {
            word().ifPresent(words::add);
        }
        return words;
    }

    /** Returns the next word; empty where only white space is left. */
    private Optional<Word> word() {
        while (at < line.length() && isSpace(line.charAt(at))) {
            at++;
        }
        int start = at;
        boolean closed = true;
        while (at < line.length() && !isSpace(line.charAt(at))) {
            char c = line.charAt(at++);
            if (c == '<' || c == '"') {
                closed &= skipToEnd(c);
            } else if (c == '\\') {
                at = Math.min(at + 1, line.length());
            } else if (c == ':' && startsPath(line.substring(start, at))) {
                break;
            }
        }
        return at > start ? Optional.of(new Word(line.substring(start, at), closed)) : Optional.empty();
    }

    private static boolean startsPath(String word) {
        return word.equalsIgnoreCase("FROM:") || word.equalsIgnoreCase("TO:");
    }

    /**
     * Moves after the end of a quoted string or of text in angle brackets. Angle brackets nest, and may hold quoted strings.
     *
     * @param opening the character just passed
     * @return false if the line ends before
     */
    private boolean skipToEnd(char opening) {
        int depth = opening == '<' ? 1 : 0;
        boolean quoted = opening == '"';
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '\\') {
                at = Math.min(at + 1, line.length());
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += c == '<' ? 1 : c == '>' ? -1 : 0;
            }
            if (!quoted && depth == 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns true for the white space of the C locale. */
    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
