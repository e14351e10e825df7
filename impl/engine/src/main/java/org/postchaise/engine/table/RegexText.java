/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.Map;

/** Fragments of java.util.regex syntax for the translations from other dialects. */
final class RegexText {
    /** The class of all octets, the line end included. */
    static final String ANY = "[\\x00-\\xff]";

    private static final String WORD = "[0-9A-Za-z_]";
    private static final String BEFORE_WORD = "(?<!" + WORD + ")(?=" + WORD + ")";
    private static final String AFTER_WORD = "(?<=" + WORD + ")(?!" + WORD + ")";

    /**
     * The word boundaries {@code \b}, {@code \B}, {@code \<} and {@code \>}; Java's own boundaries count other letters
     * as parts of words.
     */
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

    /** Returns the pattern of the character itself, whatever the character means in Java's syntax. */
    static String literal(int c) {
        if (c < 128 && Character.isLetterOrDigit(c)) {
            return Character.toString(c);
        }
        return String.format("\\x%02x", c);
    }
}
