/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.util.BitSet;

/** A set of octets that {@code message_strip_characters} or {@code message_reject_characters} names. Immutable. */
final class Characters {
    private static final String ESCAPES = "abfnrtv";
    private static final String MEANINGS = "\u0007\b\f\n\r\t\u000b";
    private static final int OCTAL_DIGITS = 3;

    private final BitSet octets = new BitSet(256);

    /** Creates the set of the octets in {@code text}, in which C escapes such as {@code \0}, {@code \r} and {@code \\} are understood. */
    Characters(String text) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\' || at == text.length()) {
                octets.set(c & 0xff);
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
                int known = ESCAPES.indexOf(escaped);
                value = known < 0 ? escaped : MEANINGS.charAt(known);
            }
            octets.set(value & 0xff);
        }
    }

    /** Returns true if the set is empty. */
    boolean isEmpty() {
        return octets.isEmpty();
    }

    /** Returns true if {@code octet} is in the set. */
    boolean contains(byte octet) {
        return octets.get(octet & 0xff);
    }
}
