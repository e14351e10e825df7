/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.Map;

/** Pieces of java.util.regex that the translations from other dialects are made of. */
final class RegexText {
    /** Any octet, the end of line included. */
    static final String ANY = "[\\x00-\\xff]";

    private static final String WORD = "[0-9A-Za-z_]";
    private static final String BEFORE_WORD = "(?<!" + WORD + ")(?=" + WORD + ")";
    private static final String AFTER_WORD = "(?<=" + WORD + ")(?!" + WORD + ")";

    /** {@code \b} and its kin; Java's own take other letters for words than the dialects do. */
    static final Map<Character, String> BOUNDARIES = Map.of(
            '<',
            BEFORE_WORD,
            '>',
            AFTER_WORD,
            'b',
            "(?:" + BEFORE_WORD + "|" + AFTER_WORD + ")",
            'B',
            "(?:(?<!" + WORD + ")(?!" + WORD + ")|(?<=" + WORD + ")(?=" + WORD + "))");

    /** POSIX character classes in the C locale, for use inside brackets. */
    static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("alpha", "A-Za-z"),
            Map.entry("digit", "0-9"),
            Map.entry("alnum", "0-9A-Za-z"),
            Map.entry("upper", "A-Z"),
            Map.entry("lower", "a-z"),
            Map.entry("space", "\\x09-\\x0d\\x20"),
            Map.entry("blank", "\\x09\\x20"),
            Map.entry("punct", "\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e"),
            Map.entry("print", "\\x20-\\x7e"),
            Map.entry("graph", "\\x21-\\x7e"),
            Map.entry("cntrl", "\\x00-\\x1f\\x7f"),
            Map.entry("xdigit", "0-9A-Fa-f"),
            Map.entry("word", "0-9A-Za-z_"),
            Map.entry("ascii", "\\x00-\\x7f"));

    private RegexText() {}

    /** The character itself, whatever it means to Java. */
    static String literal(int c) {
        if (c < 128 && Character.isLetterOrDigit(c)) {
            return Character.toString(c);
        }
        return String.format("\\x%02x", c);
    }
}
