/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.util.ArrayList;
import java.util.List;

/**
 * A token of an address header (RFC 5322, section 3.2).
 *
 * @param kind the kind of the token
 * @param text the content: without quotes for a quoted string, with parentheses and brackets for comments and literals
 */
public record AddressToken(Kind kind, String text) {
    private static final String SPECIALS = "<>@,;:.!%";
    private static final String ENDS_ATOM = SPECIALS + " \t\r\n()[\"";

    /** The kinds of tokens. */
    public enum Kind {
        /** Text without special characters. */
        ATOM,
        /** A quoted string, or text in which a character is quoted by a backslash. */
        QUOTED,
        /** A domain literal in square brackets. */
        LITERAL,
        /** A comment in parentheses. */
        COMMENT,
        /** A character that separates other tokens. */
        SPECIAL
    }

    /** Returns the tokens of {@code value}; an unterminated quoted string, comment or literal ends with the value. */
    public static List<AddressToken> scan(String value) {
        List<AddressToken> tokens = new ArrayList<>();
        int pos = 0;
        while (pos < value.length()) {
            char c = value.charAt(pos);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                pos++;
                continue;
            }
            StringBuilder text = new StringBuilder();
            Kind kind;
            if (c == '"') {
                kind = Kind.QUOTED;
                pos = quoted(value, pos, text);
            } else if (c == '(' || c == '[') {
                kind = c == '(' ? Kind.COMMENT : Kind.LITERAL;
                pos = bracketed(value, pos, text);
            } else if (SPECIALS.indexOf(c) >= 0 || c == ')') {
                kind = Kind.SPECIAL;
                text.append(c);
                pos++;
            } else {
                int start = pos;
                pos = atom(value, pos, text);
                kind = text.length() == pos - start ? Kind.ATOM : Kind.QUOTED;
            }
            tokens.add(new AddressToken(kind, text.toString()));
        }
        return tokens;
    }

    /** Returns true if this token is the special {@code c}. */
    public boolean is(char c) {
        return kind == Kind.SPECIAL && text.charAt(0) == c;
    }

    /** Returns true for a kind of token of which two can't be adjacent in an address. */
    public boolean isWord() {
        return kind == Kind.ATOM || kind == Kind.QUOTED || kind == Kind.LITERAL;
    }

    /** Returns the token in the form of a header. */
    String written() {
        return kind == Kind.QUOTED ? quote(text) : text;
    }

    /** Returns {@code text} as a quoted string. */
    static String quote(String text) {
        return "\"" + text.replaceAll("([\\\\\"\r])", "\\\\$1") + "\"";
    }

    private static int quoted(String value, int from, StringBuilder text) {
        int pos = from + 1;
        while (pos < value.length() && value.charAt(pos) != '"') {
            if (value.charAt(pos) == '\\' && pos + 1 < value.length()) {
                pos++;
            }
            text.append(oneLine(value.charAt(pos++)));
        }
        return pos + 1;
    }

    private static int bracketed(String value, int from, StringBuilder text) {
        char open = value.charAt(from);
        char close = open == '(' ? ')' : ']';
        int level = 0;
        int pos = from;
        while (pos < value.length()) {
            char c = value.charAt(pos++);
            text.append(oneLine(c));
            if (c == '\\' && pos < value.length()) {
                text.append(oneLine(value.charAt(pos++)));
            } else if (c == open && (open == '(' || level == 0)) {
                level++;
            } else if (c == close && --level == 0) {
                return pos;
            }
        }
        text.append(String.valueOf(close).repeat(Math.max(level, 0)));
        return pos;
    }

    private static int atom(String value, int from, StringBuilder text) {
        int pos = from;
        while (pos < value.length() && ENDS_ATOM.indexOf(value.charAt(pos)) < 0) {
            if (value.charAt(pos) == '\\' && pos + 1 < value.length()) {
                pos++;
            }
            text.append(oneLine(value.charAt(pos++)));
        }
        return pos;
    }

    private static char oneLine(char c) {
        return c == '\n' || c == '\r' ? ' ' : c;
    }
}
