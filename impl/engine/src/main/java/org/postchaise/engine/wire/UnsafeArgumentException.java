/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

/** A command argument that can't be sent. The message names the argument and the fault in it, on one line. */
public final class UnsafeArgumentException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 100;

    UnsafeArgumentException(String what, String value, String why) {
        this(what, value, why, null);
    }

    UnsafeArgumentException(String what, String value, String why, Throwable cause) {
        super(what + " \"" + shown(value) + "\" " + why, cause);
    }

    private static String shown(String value) {
        String start = value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
        StringBuilder safe = new StringBuilder();
        start.chars().forEach(c -> {
            if (c < ' ' || c > 0x7e) {
                safe.append(String.format("\\u%04x", c));
            } else {
                safe.append((char) c);
            }
        });
        return safe.toString();
    }
}
