/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/** The escape sequences of C in the values of some parameters (postconf(5), {@code message_strip_characters}). */
public final class CEscapes {
    private static final String LETTERS = "abfnrtv";
    private static final String MEANINGS = "\u0007\b\f\n\r\t\u000b";
    private static final int OCTAL_DIGITS = 3;

    private CEscapes() {}

    /** Returns {@code text} with sequences such as {@code \0}, {@code \r} and {@code \\} replaced by the characters that they stand for. */
    public static String decoded(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\' || at == text.length()) {
                plain.append(c);
                continue;
            }
            int start = at;
            int value = 0;
            while (at < text.length()
                    && at - start < OCTAL_DIGITS
                    && text.charAt(at) >= '0'
                    && text.charAt(at) <= '7') {
                value = value * 8 + text.charAt(at++) - '0';
            }
            if (at == start) {
                char escaped = text.charAt(at++);
                int known = LETTERS.indexOf(escaped);
                value = known < 0 ? escaped : MEANINGS.charAt(known);
            }
            plain.append((char) value);
        }
        return plain.toString();
    }
}
