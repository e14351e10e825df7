/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

/** Checks on texts that readers see on one line: subjects, names, file names, header values. */
final class LineText {
    private LineText() {}

    /**
     * Requires {@code value} not to be null, and returns {@code value}.
     *
     * @throws IllegalArgumentException naming the argument
     */
    static <T> T requireGiven(String what, T value) {
        if (value == null) {
            throw new IllegalArgumentException(what + " is null; expected a value, which may be empty");
        }
        return value;
    }

    /**
     * Requires {@code text} not to be null, and to hold no control character other than TAB, no half of a surrogate pair, and no
     * character that reverses the order in which a text is shown (bidirectional embeddings, overrides and isolates: U+202A to U+202E,
     * U+2066 to U+2069).
     *
     * @return {@code text}
     * @throws IllegalArgumentException naming the argument, the character and its position
     */
    static String require(String what, String text) {
        requireGiven(what, text);
        MailboxSyntax.requireCommandSafe(what, text);
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            String fault = fault(c);
            if (!fault.isEmpty()) {
                throw new IllegalArgumentException(
                        "%s %s holds %s U+%04X at position %d".formatted(what, MailboxSyntax.quote(text), fault, c, i));
            }
        }
        return text;
    }

    /** Returns the description of the fault of character {@code c}; empty if {@code c} is allowed. */
    private static String fault(int c) {
        if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            return "half of a surrogate pair,";
        }
        if (isBidiControl(c)) {
            return "a bidirectional control character,";
        }
        return (c < ' ' && c != '\t') || c == 0x7f ? "a control character," : "";
    }

    /** Returns true if {@code c} changes the order in which other characters are shown. */
    static boolean isBidiControl(int c) {
        return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }
}
