/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A parser of the response of a token endpoint (RFC 6749, sections 5.1 and 5.2): the members of one JSON object whose
 * values are strings, numbers or words; other members are skipped.
 */
final class TokenResponse {
    private static final int DEEPEST = 16;

    private final String text;
    private int at;

    /** A member's value; {@code isString} tells a string from null, true and numbers with the same text. */
    record Value(boolean isString, String text) {
        private static final Value NONE = new Value(false, "");
    }

    private TokenResponse(String text) {
        this.text = text;
    }

    /**
     * Parses a JSON object.
     *
     * @throws IOException when the text is not a JSON object
     */
    static Map<String, Value> parse(String json) throws IOException {
        TokenResponse reader = new TokenResponse(json);
        Map<String, Value> members = new HashMap<>();
        reader.space();
        reader.object(members, 0);
        reader.space();
        if (reader.at != json.length()) {
            throw reader.bad();
        }
        return members;
    }

    private void object(Map<String, Value> members, int depth) throws IOException {
        expect('{');
        space();
        while (!skip('}')) {
            String name = string();
            space();
            expect(':');
            space();
            Value value = value(depth + 1);
            members.put(name, value);
            space();
            if (!skip(',')) {
                expect('}');
                return;
            }
            space();
        }
    }

    /** Reads a value, and returns the text of a plain value; empty text for an object or an array. */
    private Value value(int depth) throws IOException {
        if (depth > DEEPEST || at >= text.length()) {
            throw bad();
        }
        char first = text.charAt(at);
        if (first == '"') {
            return new Value(true, string());
        }
        if (first == '{') {
            object(new HashMap<>(), depth);
            return Value.NONE;
        }
        if (first == '[') {
            array(depth);
            return Value.NONE;
        }
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (start == at) {
            throw bad();
        }
        return new Value(false, text.substring(start, at));
    }

    private void array(int depth) throws IOException {
        expect('[');
        space();
        while (!skip(']')) {
            value(depth + 1);
            space();
            if (!skip(',')) {
                expect(']');
                return;
            }
            space();
        }
    }

    private String string() throws IOException {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (!skip('"')) {
            char c = next();
            value.append(c == '\\' ? escaped() : c);
        }
        return value.toString();
    }

    private char escaped() throws IOException {
        char c = next();
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9A-Fa-f]{4}")) {
                    throw bad();
                }
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> c;
        };
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean skip(char wanted) {
        boolean there = at < text.length() && text.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char wanted) throws IOException {
        if (!skip(wanted)) {
            throw bad();
        }
    }

    private char next() throws IOException {
        if (at >= text.length()) {
            throw bad();
        }
        return text.charAt(at++);
    }

    private IOException bad() {
        return new IOException("its answer is not a JSON object");
    }
}
