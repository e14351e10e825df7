/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/** The right-hand side of a pattern rule: text with {@code $1}, <code>${1}</code>, {@code $(1)} and {@code $$}. */
final class Replacement {
    private final List<Piece> pieces;
    private final int highest;

    /** A piece of the right-hand side: text, followed by the group of a number; 0 is no group. */
    private record Piece(String text, int group) {}

    private Replacement(List<Piece> pieces, int highest) {
        this.pieces = pieces;
        this.highest = highest;
    }

    static Replacement parse(String text) throws RuleException {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int highest = 0;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '$') {
                literal.append(c);
            } else if (i < text.length() && text.charAt(i) == '$') {
                literal.append('$');
                i++;
            } else {
                int end = nameEnd(text, i);
                boolean enclosed = i < text.length() && "({".indexOf(text.charAt(i)) >= 0;
                int group = group(enclosed ? text.substring(i + 1, end - 1) : text.substring(i, end));
                highest = Math.max(highest, group);
                pieces.add(new Piece(literal.toString(), group));
                literal.setLength(0);
                i = end;
            }
        }
        pieces.add(new Piece(literal.toString(), 0));
        return new Replacement(List.copyOf(pieces), highest);
    }

    /** Returns the highest group number in the replacement; 0 when there is none. */
    int highest() {
        return highest;
    }

    /**
     * Returns the text with the groups of {@code match} filled in; a group that did not take part in the match is
     * empty.
     */
    String expand(Matcher match) {
        StringBuilder result = new StringBuilder();
        for (Piece piece : pieces) {
            result.append(piece.text());
            if (piece.group() > 0 && match.start(piece.group()) >= 0) {
                result.append(match.group(piece.group()));
            }
        }
        return result.toString();
    }

    /** Returns the text of a replacement without group numbers. */
    String literal() {
        return pieces.get(0).text();
    }

    private static int nameEnd(String text, int start) throws RuleException {
        int end = start;
        if (start < text.length() && "({".indexOf(text.charAt(start)) >= 0) {
            char open = text.charAt(start);
            char close = open == '(' ? ')' : '}';
            int level = 0;
            do {
                if (end == text.length()) {
                    throw new RuleException("truncated macro reference: \"" + Braces.shortened(text) + "\"");
                }
                char c = text.charAt(end++);
                level += c == open ? 1 : c == close ? -1 : 0;
            } while (level > 0);
            return end;
        }
        while (end < text.length() && isNameCharacter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNameCharacter(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '_');
    }

    private static int group(String name) throws RuleException {
        if (name.isEmpty()) {
            throw new RuleException("empty macro name in the replacement text");
        }
        if (!name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new RuleException("non-numeric replacement index \"" + Braces.shortened(name) + "\"");
        }
        String digits = name.replaceFirst("^0+(?=.)", "");
        if (digits.equals("0") || digits.length() > 5) {
            throw new RuleException("out of range replacement index \"" + Braces.shortened(name) + "\"");
        }
        return Integer.parseInt(digits);
    }
}
