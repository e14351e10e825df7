/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import java.nio.charset.StandardCharsets;

/** What all clients send: a few headers, and text in lines of 78 octets with their ends; about as smtp-source(1) does. */
public final class Message {
    /** The envelope sender. */
    public static final String SENDER = "foo@example.com";
    /** The recipient. */
    public static final String RECIPIENT = "foo@example.net";

    static final String SUBJECT = "benchmark";

    private static final String LINE = "The quick brown fox jumps over the lazy dog, 0123456789 times, as foxes do.";

    private Message() {}

    /** The text of {@code size} octets. */
    static String text(int size) {
        StringBuilder text = new StringBuilder(size + 80);
        while (text.length() + 2 < size) {
            text.append(LINE, 0, Math.min(LINE.length(), size - 2 - text.length()))
                    .append("\r\n");
        }
        return text.toString();
    }

    /** Headers and text. */
    public static byte[] octets(int size) {
        return ("From: <" + SENDER + ">\r\nTo: <" + RECIPIENT + ">\r\nDate: Sat, 21 Nov 2026 09:00:00 +0000\r\n"
                        + "Message-Id: <1.2@example.com>\r\nSubject: " + SUBJECT + "\r\n\r\n" + text(size))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
