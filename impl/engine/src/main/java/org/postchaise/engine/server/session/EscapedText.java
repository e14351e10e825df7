/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.nio.charset.StandardCharsets;

/** A conversion of octets from a client into text for the log, by escape sequences of C, as smtpd(8) does. */
final class EscapedText {
    private EscapedText() {}

    /** Returns the octets of {@code text} in UTF-8, escaped. */
    static String of(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return of(octets, 0, octets.length);
    }

    /** Returns the octets from {@code from} (inclusive) to {@code to} (exclusive), escaped. */
    static String of(byte[] octets, int from, int to) {
        StringBuilder text = new StringBuilder(to - from + 16);
        for (int i = from; i < to; i++) {
            switch (octets[i]) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case 0x07 -> text.append("\\a");
                case 0x0b -> text.append("\\v");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (octets[i] >= ' ' && octets[i] < 0x7f) {
                        text.append((char) octets[i]);
                    } else {
                        text.append(String.format("\\%03o", octets[i] & 0xff));
                    }
                }
            }
        }
        return text.toString();
    }
}
