/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

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
}
