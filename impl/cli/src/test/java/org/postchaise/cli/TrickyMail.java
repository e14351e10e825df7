/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A mail that goes wrong where octets are not kept.
 *
 * @param name what is special
 * @param recipients the addresses of the recipients
 * @param content the content, with CRLF at the end of each line, in Latin-1
 */
record TrickyMail(String name, List<String> recipients, String content) {
    static final String SENDER = "sender@example.com";
    private static final String HEADER = """
            From: sender@example.com
            To: user@example.net
            Subject: tricky
            Date: Mon, 02 Jan 2023 10:00:00 +0000
            Message-ID: <1@example.com>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: 8bit

            """.replace("\n", "\r\n");

    /** Returns all of them. */
    static List<TrickyMail> all() {
        StringBuilder eightBit = new StringBuilder();
        for (int c = 1; c < 256; c++) {
            if (c != '\r' && c != '\n') {
                eightBit.append((char) c);
            }
        }
        return List.of(
                of("dots at the start of lines", ".first\r\n..\r\n...\r\n. \r\n.\t.\r\nend\r\n"),
                of("lines of one dot", ".\r\nRSET\r\n\r\n.\r\nQUIT\r\n.\r\n"),
                of("any octet", eightBit + "\r\n"),
                of("an empty body", ""),
                of("empty lines at the end", "x\r\n\r\n\r\n"),
                of("lines of 998 octets", ("." + "x".repeat(997) + "\r\n").repeat(3)),
                of("no last line end", "no line end"),
                of("1 MiB", (".".repeat(60) + "\r\n").repeat(1024 * 1024 / 62)),
                new TrickyMail(
                        "50 recipients",
                        IntStream.range(0, 50)
                                .mapToObj(i -> "u" + i + "@example.net")
                                .toList(),
                        HEADER + "to many\r\n"));
    }

    private static TrickyMail of(String name, String body) {
        return new TrickyMail(name, List.of("user@example.net"), HEADER + body);
    }

    byte[] octets() {
        return content.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the content as a server has to get it: with a last line end. */
    String complete() {
        return content.endsWith("\r\n") ? content : content + "\r\n";
    }
}
