/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

/**
 * The test for addresses of the usual form, which need no parsing: a dot-atom without the characters of routes, an at sign, and a domain of
 * several labels. Most mail has no others.
 */
final class PlainAddress {
    private static final String LOCAL = "#$&'*+-/=?^_`{|}~";

    private PlainAddress() {}

    /** Returns true if the characters of {@code text} from {@code from} (inclusive) to {@code to} (exclusive) are such an address. */
    static boolean is(String text, int from, int to) {
        int at = from;
        while (at < to && isWithin(text, from, at, LOCAL)) {
            at++;
        }
        if (at == from
                || at == to
                || text.charAt(at) != '@'
                || text.charAt(at - 1) == '.'
                || text.charAt(from) == '-') {
            return false;
        }
        int domain = at + 1;
        boolean dotted = false;
        for (int i = domain; i < to; i++) {
            if (!isWithin(text, domain, i, "-")) {
                return false;
            }
            dotted |= text.charAt(i) == '.';
        }
        return dotted && text.charAt(to - 1) != '.';
    }

    /** Returns true if the character at {@code at} may stand there: a letter, a digit, one of {@code others}, or a dot after another. */
    private static boolean isWithin(String text, int start, int at, String others) {
        char c = text.charAt(at);
        if (c == '.') {
            return at > start && text.charAt(at - 1) != '.';
        }
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || others.indexOf(c) >= 0;
    }
}
