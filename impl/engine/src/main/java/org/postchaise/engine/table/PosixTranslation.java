/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/** The translation of one POSIX regular expression to Java's syntax. */
final class PosixTranslation {
    /** The maximum number of repetitions, RE_DUP_MAX of the GNU C library. */
    private static final int MAX_REPEAT = 32767;

    private final String regex;
    private final Syntax syntax;
    private final Subject subject;
    private final Case letters;
    private final StringBuilder java = new StringBuilder();
    /** The positions in {@link #java} at which open groups begin. */
    private final Deque<Integer> open = new ArrayDeque<>();

    private final BitSet closed = new BitSet();
    private final Deque<Integer> numbers = new ArrayDeque<>();
    private int groups;
    private int at;
    /** The position in {@link #java} of the atom that a repetition would repeat; -1 when there is nothing to repeat. */
    private int atom = -1;

    /** The syntax of operators: with a backslash (basic) or without (extended). */
    enum Syntax {
        BASIC,
        EXTENDED
    }

    /** The handling of line ends by {@code ^ $ .}. */
    enum Subject {
        WHOLE,
        LINES
    }

    /** The handling of letter case. */
    enum Case {
        KEPT,
        FOLDED
    }

    PosixTranslation(String regex, Syntax syntax, Subject subject, Case letters) {
        this.regex = regex;
        this.syntax = syntax;
        this.subject = subject;
        this.letters = letters;
    }

    String java() throws RuleException {
        while (at < regex.length()) {
            char c = regex.charAt(at++);
            if (c == '\\') {
                escaped();
            } else if (c == '[') {
                begin();
                bracket();
            } else if (c == '.') {
                begin();
                java.append(subject == Subject.LINES ? "[^\\n]" : RegexText.ANY);
            } else if (c == '^' && isAnchorHere()) {
                anchor(subject == Subject.LINES ? "(?:\\A|(?<=\\n))" : "\\A");
            } else if (c == '$' && isEndHere()) {
                anchor(subject == Subject.LINES ? "(?=\\n|\\z)" : "\\z");
            } else if (c == '*') {
                star();
            } else if (syntax == Syntax.EXTENDED && "+?{|()".indexOf(c) >= 0) {
                operator(c);
            } else {
                literal(c);
            }
        }
        if (!open.isEmpty()) {
            throw new RuleException("Unmatched ( or \\(");
        }
        return java.toString();
    }

    private void escaped() throws RuleException {
        if (at == regex.length()) {
            throw new RuleException("Trailing backslash");
        }
        char c = regex.charAt(at++);
        if (syntax == Syntax.BASIC && "+?{|()".indexOf(c) >= 0) {
            operator(c);
        } else if (c >= '1' && c <= '9') {
            if (!closed.get(c - '0')) {
                throw new RuleException("Invalid back reference");
            }
            begin();
            java.append("(?:\\").append(c).append(')');
        } else if (c == 'w' || c == 's') {
            begin();
            java.append('[')
                    .append(RegexText.CLASSES.get(c == 'w' ? "word" : "space"))
                    .append(']');
        } else if (c == 'W' || c == 'S') {
            begin();
            java.append("[^")
                    .append(RegexText.CLASSES.get(c == 'W' ? "word" : "space"))
                    .append(']');
        } else if (RegexText.BOUNDARIES.containsKey(c)) {
            anchor(RegexText.BOUNDARIES.get(c));
        } else if (c == '`') {
            anchor("\\A");
        } else if (c == '\'') {
            anchor("\\z");
        } else if (letters == Case.FOLDED && c >= 'a' && c <= 'z') {
            // The GNU C library folds subject and pattern to capitals, but not what stands after a backslash.
            begin();
            java.append("(?!)");
        } else {
            literal(c);
        }
    }

    private void operator(char c) throws RuleException {
        switch (c) {
            case '(' -> {
                open.push(java.length());
                numbers.push(++groups);
                java.append('(');
                atom = -1;
            }
            case ')' -> close();
            case '|' -> {
                java.append('|');
                atom = -1;
            }
            case '{' -> interval();
            default -> {
                if (atom < 0 && syntax == Syntax.BASIC) {
                    literal(c);
                } else {
                    repeat(Character.toString(c));
                }
            }
        }
    }

    private void close() throws RuleException {
        if (open.isEmpty()) {
            if (syntax == Syntax.BASIC) {
                throw new RuleException("Unmatched ) or \\)");
            }
            literal(')');
            return;
        }
        java.append(')');
        atom = open.pop();
        closed.set(numbers.pop());
    }

    private void star() throws RuleException {
        if (atom < 0 && syntax == Syntax.BASIC) {
            literal('*');
        } else {
            repeat("*");
        }
    }

    private void interval() throws RuleException {
        String close = syntax == Syntax.EXTENDED ? "}" : "\\}";
        int end = regex.indexOf(close, at);
        if (atom < 0) {
            throw new RuleException("Invalid preceding regular expression");
        }
        if (end < 0) {
            throw new RuleException("Unmatched { or \\{");
        }
        String[] bounds = regex.substring(at, end).split(",", -1);
        if (bounds.length > 2 || (bounds.length == 1 && bounds[0].isEmpty())) {
            throw new RuleException("Invalid content of \\{\\}");
        }
        int least = bounds[0].isEmpty() ? 0 : bound(bounds[0]);
        String most = "";
        if (bounds.length == 1) {
            most = Integer.toString(least);
        } else if (!bounds[1].isEmpty()) {
            most = Integer.toString(bound(bounds[1]));
        }
        if (!most.isEmpty() && Integer.parseInt(most) < least) {
            throw new RuleException("Invalid content of \\{\\}");
        }
        at = end + close.length();
        repeat("{" + least + "," + most + "}");
    }

    private static int bound(String digits) throws RuleException {
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new RuleException("Invalid content of \\{\\}");
        }
        if (digits.length() > 9 || Integer.parseInt(digits) > MAX_REPEAT) {
            throw new RuleException("Regular expression too big");
        }
        return Integer.parseInt(digits);
    }

    /**
     * Appends a repetition of the last atom. The repeated atom is enclosed in a group, since a second {@code ?} or
     * {@code +} has another meaning in Java.
     */
    private void repeat(String operator) throws RuleException {
        if (atom < 0) {
            throw new RuleException("Invalid preceding regular expression");
        }
        java.insert(atom, "(?:").append(operator).append(')');
    }

    private void begin() {
        atom = java.length();
    }

    private void literal(char c) {
        begin();
        java.append(RegexText.literal(c));
    }

    private void anchor(String text) {
        java.append(text);
        atom = -1;
    }

    private boolean isAnchorHere() {
        return syntax == Syntax.EXTENDED
                || at == 1
                || (java.length() > 0 && "(|".indexOf(java.charAt(java.length() - 1)) >= 0);
    }

    private boolean isEndHere() {
        return syntax == Syntax.EXTENDED
                || at == regex.length()
                || regex.startsWith("\\)", at)
                || regex.startsWith("\\|", at);
    }

    private void bracket() throws RuleException {
        boolean negated = at < regex.length() && regex.charAt(at) == '^';
        if (negated) {
            at++;
        }
        java.append(negated ? "[^" : "[");
        if (negated && subject == Subject.LINES) {
            java.append("\\n");
        }
        int start = at;
        while (true) {
            need(at < regex.length());
            if (regex.charAt(at) == ']' && at > start) {
                at++;
                java.append(']');
                return;
            }
            if (regex.startsWith("[:", at)) {
                int end = regex.indexOf(":]", at + 2);
                String name = end < 0 ? "" : regex.substring(at + 2, end);
                if (!RegexText.CLASSES.containsKey(name) || name.equals("word") || name.equals("ascii")) {
                    throw new RuleException("Invalid character class name");
                }
                java.append(RegexText.CLASSES.get(name));
                at = end + 2;
            } else {
                range();
            }
        }
    }

    private void range() throws RuleException {
        int first = element();
        int last = first;
        if (at + 1 < regex.length() && regex.charAt(at) == '-' && regex.charAt(at + 1) != ']') {
            at++;
            last = element();
            if (last < first) {
                throw new RuleException("Invalid range end");
            }
            if (at + 1 < regex.length() && regex.charAt(at) == '-' && regex.charAt(at + 1) != ']') {
                throw new RuleException("Invalid range end");
            }
        }
        java.append(RegexText.literal(first));
        if (last != first) {
            java.append('-').append(RegexText.literal(last));
        }
    }

    private int element() throws RuleException {
        need(at < regex.length());
        if (regex.startsWith("[.", at) || regex.startsWith("[=", at)) {
            if (at + 4 >= regex.length()
                    || regex.charAt(at + 3) != regex.charAt(at + 1)
                    || regex.charAt(at + 4) != ']') {
                throw new RuleException("Invalid collation character");
            }
            at += 5;
            return regex.charAt(at - 3);
        }
        return regex.charAt(at++);
    }

    private static void need(boolean present) throws RuleException {
        if (!present) {
            throw new RuleException("Unmatched [, [^, [:, [., or [=");
        }
    }
}
