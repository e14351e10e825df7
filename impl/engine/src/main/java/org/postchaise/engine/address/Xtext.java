/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.address;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** xtext: any text as a command parameter (RFC 3461, section 4). */
public final class Xtext {
    private Xtext() {}

    /** {@code text} in UTF-8 with each octet that is no printable character, and {@code +} and {@code =}, as {@code +XX}. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7f && b != '+' && b != '=') {
                encoded.append((char) b);
            } else {
                encoded.append('+').append(String.format("%02X", b & 0xff));
            }
        }
        return encoded.toString();
    }

    /** What {@code xtext} stands for; an octet that is not encoded as it should be stays as it is. */
    public static String decode(String xtext) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(xtext.length());
        byte[] encoded = xtext.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
            if (encoded[i] == '+' && high >= 0 && low >= 0) {
                octets.write(high * 16 + low);
                i += 2;
            } else {
                octets.write(encoded[i]);
            }
        }
        return octets.toString(StandardCharsets.UTF_8);
    }
}
