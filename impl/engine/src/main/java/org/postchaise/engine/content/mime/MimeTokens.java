/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.mime;

/** A tokenizer of a MIME header value (RFC 2045, section 5.1). Comments and white space separate tokens. */
final class MimeTokens {
    private static final String SPECIALS = "()<>@,;:\\\"/[]?=";

    private final String text;
    private int pos;
    private boolean quoted;

    MimeTokens(String text) {
        this.text = text;
    }

    /**
     * Returns the next token: a word, the content of a quoted string, one special character, or empty text at the end.
     */
    String next() {
        quoted = false;
        skipSpace();
        if (pos >= text.length()) {
            return "";
        }
        char c = text.charAt(pos);
        if (c == '"') {
            quoted = true;
            return quotedString();
        }
        if (SPECIALS.indexOf(c) >= 0) {
            pos++;
            return String.valueOf(c);
        }
        int start = pos;
        while (pos < text.length()
                && SPECIALS.indexOf(text.charAt(pos)) < 0
                && !isSpace(text.charAt(pos))
                && text.charAt(pos) >= ' ') {
            pos++;
        }
        if (pos == start) {
            pos++;
        }
        return text.substring(start, pos);
    }

    /** Returns true if the last token was a quoted string. */
    boolean wasQuoted() {
        return quoted;
    }

    boolean atEnd() {
        skipSpace();
        return pos >= text.length();
    }

    private String quotedString() {
        StringBuilder content = new StringBuilder();
        for (pos++; pos < text.length() && text.charAt(pos) != '"'; pos++) {
            if (text.charAt(pos) == '\\' && pos + 1 < text.length()) {
                pos++;
            }
            content.append(text.charAt(pos));
        }
        pos++;
        return content.toString();
    }

    private void skipSpace() {
        while (pos < text.length()) {
            if (isSpace(text.charAt(pos))) {
                pos++;
            } else if (text.charAt(pos) == '(') {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        int level = 0;
        for (; pos < text.length(); pos++) {
            char c = text.charAt(pos);
            level += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '\\') {
                pos++;
            } else if (level == 0) {
                pos++;
                return;
            }
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
