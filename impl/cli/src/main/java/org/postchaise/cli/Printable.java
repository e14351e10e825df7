/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

/** What strangers wrote, made fit for a terminal. */
final class Printable {
    private Printable() {}

    /** {@code text} as one line: a control character, which might steer the terminal, becomes a question mark. */
    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().map(c -> Character.isISOControl(c) ? '?' : c).forEach(line::appendCodePoint);
        return line.toString();
    }

    /** {@code text} as one line in which each run of white space is one blank, as postconf(1) prints values. */
    static String words(String text) {
        return line(text.strip().replaceAll("\\s+", " "));
    }
}
