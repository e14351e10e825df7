/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.mime;

import java.io.IOException;

/**
 * An encoder of lines to quoted-printable (RFC 2045, section 6.7), broken where Postfix breaks lines: after 73 to 75
 * octets.
 */
final class QuotedPrintable {
    private static final int BREAK = 72;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    private final MimeHandler out;
    private final byte[] line = new byte[BREAK + 8];
    private int length;

    QuotedPrintable(MimeHandler out) {
        this.out = out;
    }

    void write(byte[] octets, int off, int len, boolean more) throws IOException {
        for (int i = off; i < off + len; i++) {
            if (length > BREAK) {
                line[length++] = '=';
                flush();
            }
            byte b = octets[i];
            if ((b < ' ' && b != '\t') || b == '=' || b == 0x7f) {
                encode(b);
            } else {
                line[length++] = b;
            }
        }
        if (!more) {
            if (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t')) {
                encode(line[--length]);
            }
            flush();
        }
    }

    private void encode(byte b) {
        line[length++] = '=';
        line[length++] = HEX[(b >> 4) & 0xf];
        line[length++] = HEX[b & 0xf];
    }

    private void flush() throws IOException {
        int count = length;
        length = 0;
        out.body(line, 0, count, false);
    }
}
