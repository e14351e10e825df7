/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;

/** Message contents. */
final class Contents {
    private Contents() {}

    /** A message with one line of text. */
    static byte[] plain(String text) {
        return ("Subject: " + text + "\r\n\r\n" + text + "\r\n").getBytes(ISO_8859_1);
    }

    /** Everything that a transfer could spoil: dots, the longest lines, empty lines, eight bits, and its own end in it. */
    static byte[] tricky() {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        StringBuilder eightBit = new StringBuilder();
        for (int octet = 0x80; octet <= 0xff; octet++) {
            eightBit.append((char) octet);
        }
        String text = "Subject: tricky\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n.\r\n..\r\n...\r\n.dot at the beginning\r\ndot at the end.\r\n"
                + "\r\n\r\n.\r\n" + "x".repeat(998) + "\r\n" + "." + "y".repeat(997) + "\r\n" + eightBit + "\r\n"
                + ("." + "z".repeat(70) + "\r\n").repeat(2000) + "trailing space \r\n\t\r\n.\r\n";
        content.writeBytes(text.getBytes(ISO_8859_1));
        return content.toByteArray();
    }
}
