/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.IOException;
import java.io.InputStream;

/**
 * Decoder of base64 (RFC 2045, section 6.8). Octets outside the alphabet are skipped. Padding ends a group, not the stream: programs append text in base64 to
 * other text in base64.
 */
final class Base64Decoder implements DecodedStream.Decoder {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int BITS = 6;
    private static final int OCTET = 8;

    private final InputStream in;
    private int bits;
    private int count;

    Base64Decoder(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        for (int octet = in.read(); octet != -1; octet = in.read()) {
            int value = ALPHABET.indexOf(octet);
            if (octet == '=') {
                count = 0;
            } else if (value >= 0) {
                bits = (bits << BITS | value) & 0xffff;
                count += BITS;
            }
            if (count >= OCTET) {
                count -= OCTET;
                return bits >> count & 0xff;
            }
        }
        return -1;
    }
}
