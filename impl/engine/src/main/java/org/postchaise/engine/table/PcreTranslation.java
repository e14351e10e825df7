/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The translation of one Perl-compatible regular expression to Java's syntax, which is similar but not the same. */
final class PcreTranslation {
    private static final Pattern QUANTIFIER = Pattern.compile("\\{(\\d{1,5})(,(\\d{0,5}))?\\}");
    private static final int MAX_REPEAT = 65535;
    /** The groups after {@code (?} that Java has in the same form. */
    private static final Pattern SAME = Pattern.compile(":|=|!|>|<=|<!");

    private static final Pattern INLINE_FLAGS = Pattern.compile("([imsx]*)(?:-([imsx]+))?([:)])");
    private static final Pattern NAME = Pattern.compile("(?:P?<([A-Za-z_]\\w*)>|'([A-Za-z_]\\w*)')");
    private static final Pattern NAME_REFERENCE =
            Pattern.compile("k<(\\w+)>|k'(\\w+)'|k\\{(\\w+)\\}|g\\{([A-Za-z_]\\w*)\\}");
    private static final Pattern NUMBER_REFERENCE = Pattern.compile("g(-?\\d{1,4})|g\\{(-?\\d{1,4})\\}");

    private final String regex;
    private final Set<Option> options;
    private final StringBuilder java = new StringBuilder();
    private final Map<String, Integer> names = new HashMap<>();
    /** The extended mode outside of each open group, true if extended, the innermost group first. */
    private final Deque<Boolean> outside = new ArrayDeque<>();

    private boolean extended;
    private int at;
    private int groups;

    /** The options that the translation implements; the other options are flags of Java too. */
    enum Option {
        EXTENDED,
        ANCHORED,
        DOLLAR_END_ONLY,
        UNGREEDY
    }

    PcreTranslation(String regex, Set<Option> options) {
        this.regex = regex;
        this.options = options;
        this.extended = options.contains(Option.EXTENDED);
    }

    String java() throws RuleException {
        if (options.contains(Option.ANCHORED)) {
            java.append("\\A(?:");
        }
        while (at < regex.length()) {
            char c = regex.charAt(at++);
            if (c == '\\') {
                escaped();
            } else if (c == '[') {
                bracket();
            } else if (c == '(') {
                parenthesis();
            } else if (c == '$') {
                java.append(options.contains(Option.DOLLAR_END_ONLY) ? "\\z" : "$");
            } else if (c == '*' || c == '+' || c == '?') {
                quantified(Character.toString(c));
            } else if (c == '{') {
                brace();
            } else if (extended && c == '#') {
                // A logical line has an end of line in it nowhere: the rest is comment.
                at = regex.length();
            } else if (".^|)".indexOf(c) >= 0) {
                java.append(c);
                extended = (c == ')' && !outside.isEmpty()) ? outside.pop() : extended;
            } else if (!extended || !LogicalLines.isSpace(c)) {
                java.append(RegexText.literal(c));
            }
        }
        if (options.contains(Option.ANCHORED)) {
            java.append(')');
        }
        return java.toString();
    }

    private void quantified(String operator) {
        java.append(operator);
        char next = at < regex.length() ? regex.charAt(at) : 0;
        boolean lazy = next == '?';
        if (lazy || next == '+') {
            at++;
        }
        if (next == '+') {
            java.append('+');
        } else if (lazy != options.contains(Option.UNGREEDY)) {
            java.append('?');
        }
    }

    /** Translates a brace. Text that is not a repetition in the strict form is literal. */
    private void brace() throws RuleException {
        Matcher quantifier = QUANTIFIER.matcher(regex).region(at - 1, regex.length());
        if (!quantifier.lookingAt()) {
            java.append(RegexText.literal('{'));
            return;
        }
        String most = quantifier.group(3) == null || quantifier.group(3).isEmpty()
                ? quantifier.group(1)
                : quantifier.group(3);
        if (Integer.parseInt(quantifier.group(1)) > MAX_REPEAT || Integer.parseInt(most) > MAX_REPEAT) {
            throw new RuleException("number too big in {} quantifier");
        }
        at = quantifier.end();
        quantified(quantifier.group());
    }

    private void parenthesis() throws RuleException {
        if (regex.startsWith("*", at)) {
            throw new RuleException("verbs, (*...), are not supported");
        }
        if (!regex.startsWith("?", at)) {
            groups++;
            outside.push(extended);
            java.append('(');
            return;
        }
        at++;
        if (regex.startsWith("#", at)) {
            int end = regex.indexOf(')', at);
            if (end < 0) {
                throw new RuleException("missing ) after (?# comment");
            }
            at = end + 1;
        } else if (special()) {
            outside.push(extended);
        } else if (regex.startsWith("P=", at)) {
            int end = Math.max(at + 2, regex.indexOf(')', at));
            reference(names.getOrDefault(regex.substring(at + 2, end), 0));
            at = Math.min(regex.length(), end + 1);
        } else if (!named() && !flags()) {
            throw new RuleException(
                    "(?" + regex.substring(at, Math.min(regex.length(), at + 5)) + "... is not supported");
        }
    }

    private boolean special() {
        Matcher found = SAME.matcher(regex).region(at, regex.length());
        if (!found.lookingAt()) {
            return false;
        }
        java.append("(?").append(found.group());
        at = found.end();
        return true;
    }

    /**
     * Translates inline flags and returns true, or returns false. Java's own x flag applies inside brackets too, so
     * extended text is translated and the letter left out.
     */
    private boolean flags() {
        Matcher found = INLINE_FLAGS.matcher(regex).region(at, regex.length());
        if (!found.lookingAt()) {
            return false;
        }
        String off = found.group(2) == null ? "" : found.group(2);
        if (found.group(3).equals(":")) {
            outside.push(extended);
        }
        extended = (extended || found.group(1).contains("x")) && !off.contains("x");
        String remaining = off.replace("x", "");
        java.append("(?").append(found.group(1).replace("x", ""));
        java.append(remaining.isEmpty() ? "" : "-" + remaining).append(found.group(3));
        at = found.end();
        return true;
    }

    /**
     * Translates a named group and returns true, or returns false. Names become numbers, since names in Java have no
     * underscore.
     */
    private boolean named() throws RuleException {
        Matcher name = NAME.matcher(regex).region(at, regex.length());
        if (!name.lookingAt()) {
            return false;
        }
        groups++;
        if (names.put(name.group(1) == null ? name.group(2) : name.group(1), groups) != null) {
            throw new RuleException("two named subpatterns have the same name");
        }
        outside.push(extended);
        java.append('(');
        at = name.end();
        return true;
    }

    private void reference(int group) throws RuleException {
        if (group < 1 || group > groups) {
            throw new RuleException("reference to non-existent subpattern");
        }
        java.append("(?:\\").append(group).append(')');
    }

    private void escaped() throws RuleException {
        if (at == regex.length()) {
            throw new RuleException("\\ at end of pattern");
        }
        char c = regex.charAt(at);
        if (c == 'k' || c == 'g') {
            namedReference();
        } else if (c >= '1' && c <= '9') {
            numberedReference();
        } else if (c == 'Q') {
            int end = regex.indexOf("\\E", at);
            String quoted = regex.substring(at + 1, end < 0 ? regex.length() : end);
            quoted.chars().forEach(q -> java.append(RegexText.literal(q)));
            at = end < 0 ? regex.length() : end + 2;
        } else if (c == 'E') {
            at++;
        } else if (c == 'b' || c == 'B') {
            at++;
            java.append(RegexText.BOUNDARIES.get(c));
        } else if ("dDwWsShHvVRAzZG".indexOf(c) >= 0) {
            at++;
            java.append('\\').append(c);
        } else if (c == 'K') {
            // Where the match is said to begin shows nowhere: there is no $0.
            at++;
        } else if (c == 'N') {
            at++;
            java.append("[^\\n]");
        } else {
            java.append(RegexText.literal(character()));
        }
    }

    private void namedReference() throws RuleException {
        Matcher name = NAME_REFERENCE.matcher(regex).region(at, regex.length());
        if (name.lookingAt()) {
            at = name.end();
            String wanted = "";
            for (int i = 1; i <= name.groupCount(); i++) {
                wanted = name.group(i) == null ? wanted : name.group(i);
            }
            reference(names.getOrDefault(wanted, 0));
            return;
        }
        Matcher number = NUMBER_REFERENCE.matcher(regex).region(at, regex.length());
        if (!number.lookingAt()) {
            throw new RuleException("\\" + regex.charAt(at) + " is not followed by a name or number in braces");
        }
        at = number.end();
        int group = Integer.parseInt(number.group(1) == null ? number.group(2) : number.group(1));
        reference(group < 0 ? groups + 1 + group : group);
    }

    /**
     * Translates a number after a backslash. One digit, or a number up to that of the groups, is a reference; other
     * numbers are octal.
     */
    private void numberedReference() throws RuleException {
        int end = at;
        while (end < regex.length() && end < at + 4 && regex.charAt(end) >= '0' && regex.charAt(end) <= '9') {
            end++;
        }
        int number = Integer.parseInt(regex, at, end, 10);
        if (number < 10 || number <= groups) {
            at = end;
            reference(number);
        } else {
            java.append(RegexText.literal(character()));
        }
    }

    /** Returns the character of an escape; {@link #at} is behind the backslash. */
    private int character() throws RuleException {
        char c = regex.charAt(at++);
        return switch (c) {
            case 'a' -> 7;
            case 'e' -> 27;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'x' -> hexadecimal();
            case 'c' -> control();
            default -> other(c);
        };
    }

    private int control() throws RuleException {
        if (at == regex.length()) {
            throw new RuleException("\\c at end of pattern");
        }
        return regex.substring(at, ++at).toUpperCase(Locale.ROOT).charAt(0) ^ 64;
    }

    private int other(char c) throws RuleException {
        if (c >= '0' && c <= '7') {
            return octal(c - '0');
        }
        if (c < 128 && Character.isLetterOrDigit(c)) {
            throw new RuleException("unrecognized character follows \\: " + c);
        }
        return c;
    }

    private int hexadecimal() throws RuleException {
        boolean braces = regex.startsWith("{", at);
        int start = braces ? at + 1 : at;
        int end = start;
        while (end < regex.length() && end < start + 2 && Character.digit(regex.charAt(end), 16) >= 0) {
            end++;
        }
        if (braces && !regex.startsWith("}", end)) {
            throw new RuleException("character code point value in \\x{} is not one of an octet");
        }
        at = braces ? end + 1 : end;
        return end == start ? 0 : Integer.parseInt(regex, start, end, 16);
    }

    private int octal(int first) throws RuleException {
        int value = first;
        for (int i = 0; i < 2 && at < regex.length() && regex.charAt(at) >= '0' && regex.charAt(at) <= '7'; i++) {
            value = value * 8 + regex.charAt(at++) - '0';
        }
        if (value > 255) {
            throw new RuleException("octal value is greater than \\377");
        }
        return value;
    }

    private void bracket() throws RuleException {
        boolean negated = regex.startsWith("^", at);
        if (negated) {
            at++;
        }
        java.append(negated ? "[^" : "[");
        int start = at;
        boolean rangeMayFollow = false;
        while (true) {
            if (at >= regex.length()) {
                throw new RuleException("missing terminating ] for character class");
            }
            char c = regex.charAt(at);
            if (c == ']' && at > start) {
                at++;
                java.append(']');
                return;
            }
            if (c == '[' && posixClass()) {
                rangeMayFollow = false;
            } else if (c == '\\' && at + 1 < regex.length() && "dDwWsShHvV".indexOf(regex.charAt(at + 1)) >= 0) {
                java.append(regex, at, at + 2);
                at += 2;
                rangeMayFollow = false;
            } else if (c == '-' && rangeMayFollow && isRange()) {
                at++;
                java.append('-').append(RegexText.literal(member()));
                rangeMayFollow = false;
            } else if (c == '-' && rangeMayFollow && at + 1 < regex.length() && regex.charAt(at + 1) != ']') {
                throw new RuleException("invalid range in character class");
            } else {
                java.append(RegexText.literal(member()));
                rangeMayFollow = true;
            }
        }
    }

    private boolean isRange() {
        if (at + 1 >= regex.length() || regex.charAt(at + 1) == ']') {
            return false;
        }
        char after = at + 2 < regex.length() ? regex.charAt(at + 2) : 0;
        return switch (regex.charAt(at + 1)) {
            case '\\' -> "dDwWsShHvV".indexOf(after) < 0;
            case '[' -> ":.=".indexOf(after) < 0;
            default -> true;
        };
    }

    private int member() throws RuleException {
        char c = regex.charAt(at++);
        if (c != '\\') {
            return c;
        }
        if (at == regex.length()) {
            throw new RuleException("\\ at end of pattern");
        }
        if (regex.charAt(at) == 'b') {
            at++;
            return 8;
        }
        return character();
    }

    private boolean posixClass() throws RuleException {
        if (!regex.startsWith("[:", at)) {
            return false;
        }
        int end = regex.indexOf(":]", at + 2);
        if (end < 0 || regex.substring(at + 2, end).chars().anyMatch(c -> c == ']' || c == '\\' || c == '[')) {
            return false;
        }
        String name = regex.substring(at + 2, end);
        boolean negated = name.startsWith("^");
        String set = RegexText.CLASSES.get(negated ? name.substring(1) : name);
        if (set == null) {
            throw new RuleException("unknown POSIX class name " + name);
        }
        java.append(negated ? "[^" + set + "]" : set);
        at = end + 2;
        return true;
    }
}
