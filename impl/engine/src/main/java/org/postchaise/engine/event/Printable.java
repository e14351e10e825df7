/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

/** What strangers wrote, made fit for one line of a log or a terminal. */
public final class Printable {
    private Printable() {}

    /**
     * {@code text} as one line: each character that might end the line or steer a terminal (control characters, line and
     * paragraph separators), and each half of a broken pair, is a question mark. All other text stays, as in Postfix with
     * {@code smtputf8_enable = yes}.
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

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }
}
