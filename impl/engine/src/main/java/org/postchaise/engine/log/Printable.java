/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.log;

/** A filter that makes text from outside printable on one line of a log or a terminal. */
public final class Printable {
    private Printable() {}

    /**
     * Returns {@code text} as one line: each character that might end the line, steer a terminal or show text in another order than it has
     * (control characters, line and paragraph separators, the directional formatting characters of Unicode Standard Annex 9), and
     * each half of a broken surrogate pair, is a question mark. All other text stays, as in Postfix with {@code smtputf8_enable = yes}.
     */
    public static String line(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().map(c -> isPrintable(c) ? c : '?').forEach(line::appendCodePoint);
        return line.toString();
    }

    /** Returns true if {@code text} is one printable line already. */
    public static boolean isLine(String text) {
        return line(text).equals(text);
    }

    private static boolean isPrintable(int codePoint) {
        if (isDirectional(codePoint)) {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }

    private static boolean isDirectional(int codePoint) {
        return codePoint == 0x061c
                || codePoint == 0x200e
                || codePoint == 0x200f
                || (codePoint >= 0x202a && codePoint <= 0x202e)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
