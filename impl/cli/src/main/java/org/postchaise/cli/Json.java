/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.jr.ob.JSON;

/** Writer of JSON (RFC 8259) in one line, ASCII only. */
final class Json {
    private Json() {}

    /** Returns {@code text} as a JSON string (RFC 8259), ASCII only. */
    static String string(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7f) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    /** Returns {@code object} as JSON; its values are strings, numbers, booleans, lists and maps. */
    static String object(Map<?, ?> object) {
        return ascii(JSON.std.asString(object));
    }

    /** Returns {@code json} with characters beyond ASCII escaped; such characters occur in strings only. */
    private static String ascii(String json) {
        return json.chars()
                .mapToObj(c -> c < 0x7f ? String.valueOf((char) c) : String.format("\\u%04x", c))
                .collect(Collectors.joining());
    }
}
