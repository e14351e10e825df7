/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.report;

import java.util.List;
import java.util.stream.Collectors;

/** A JSON object as text (RFC 8259, and I-JSON, RFC 7493), in the order of its members. */
final class JsonObject {
    private final StringBuilder text = new StringBuilder("{");

    /**
     * Adds a member, whose value is a number, an object, a list of these, or the text of any other object, and returns
     * this object.
     */
    JsonObject with(String name, Object value) {
        text.append(text.length() == 1 ? "" : ",")
                .append(quoted(name))
                .append(':')
                .append(value(value));
        return this;
    }

    private static String value(Object value) {
        if (value instanceof JsonObject || value instanceof Long) {
            return value.toString();
        }
        return value instanceof List<?> list
                ? list.stream().map(JsonObject::value).collect(Collectors.joining(",", "[", "]"))
                : quoted(value.toString());
    }

    /**
     * Returns {@code text} as a JSON string. Characters that are not printable ASCII are escaped, unpaired surrogates
     * are replaced (RFC 7493, section 2.1).
     */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                quoted.append(c);
            } else {
                quoted.append(String.format("\\u%04x", (int) (isBroken(text, i) ? '\ufffd' : c)));
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean isBroken(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
