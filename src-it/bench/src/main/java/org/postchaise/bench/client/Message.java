/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import java.nio.charset.StandardCharsets;

/** Message that all clients send: a few header fields, and text in lines of at most 78 octets with their ends; similar to smtp-source(1)'s. */
public final class Message {
    /** Envelope sender. */
    public static final String SENDER = "foo@example.com";
    /** Envelope recipient. */
    public static final String RECIPIENT = "foo@example.net";

    static final String SUBJECT = "benchmark";

    private static final String LINE = "The quick brown fox jumps over the lazy dog, 0123456789 times, as foxes do.";

    private Message() {}

    /** Returns the text of {@code size} octets. */
    static String text(int size) {
        StringBuilder text = new StringBuilder(size + 80);
        while (text.length() + 2 < size) {
            text.append(LINE, 0, Math.min(LINE.length(), size - 2 - text.length()))
                    .append("\r\n");
        }
        return text.toString();
    }

    /** Returns header and text. */
    public static byte[] octets(int size) {
        return ("From: <" + SENDER + ">\r\nTo: <" + RECIPIENT + ">\r\nDate: Sat, 21 Nov 2026 09:00:00 +0000\r\n"
                        + "Message-Id: <1.2@example.com>\r\nSubject: " + SUBJECT + "\r\n\r\n" + text(size))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
