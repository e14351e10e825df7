/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A parser and evaluator of the references in a parameter value (postconf(5), "PARAMETER VALUE SUBSTITUTION"): {@code
 * $name}, {@code $(name)}, {@code ${name}}, {@code ${name?value}}, {@code ${name:value}}, {@code
 * ${name?{value}:{value}}}, {@code ${{text} op {text} ? {value} : {value}}} with op one of {@code == != < <= >= >}
 * (numbers when both sides are digits, else text) or one of these operators followed by {@code level} (compatibility
 * levels), and {@code $$} for {@code $}.
 *
 * <p>A name without a value is empty text. The text that replaces a reference is expanded too; a name that in this way
 * refers to itself is an error, as is more than {@value #DEPTH} levels or a result of more than {@value #LENGTH}
 * characters.
 */
public final class Expansion {
    /** The maximum number of levels of references within references. */
    static final int DEPTH = 100;

    /**
     * The maximum number of characters of an expanded value. Without this limit, a few references that each double the
     * value would fill the memory.
     */
    static final int LENGTH = 4_194_304;

    private final Function<String, Optional<String>> lookup;
    private final Deque<String> names = new ArrayDeque<>();
    private final StringBuilder result = new StringBuilder();
    private int depth;
    private int steps;

    private Expansion(Function<String, Optional<String>> lookup) {
        this.lookup = lookup;
    }

    /**
     * Returns {@code text} with every reference replaced.
     *
     * @param lookup name to unexpanded value; empty: no such name
     * @throws IllegalArgumentException for bad syntax or a loop; the message names the fault
     */
    public static String expand(String text, Function<String, Optional<String>> lookup) {
        return text.indexOf('$') < 0 ? text : new Expansion(lookup).evaluate(text);
    }

    /**
     * Returns the value of parameter {@code name} with every reference replaced; a loop through {@code name} is
     * detected at the first repetition.
     */
    static String expandValueOf(String name, String text, Function<String, Optional<String>> lookup) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        Expansion expansion = new Expansion(lookup);
        expansion.names.push(name);
        return expansion.evaluate(text);
    }

    /**
     * Expands {@code text} and removes the expansion from the result buffer: operands of a comparison are not part of
     * the result.
     */
    private String evaluate(String text) {
        int start = result.length();
        parse(text);
        String value = result.substring(start);
        result.setLength(start);
        return value;
    }

    private void parse(String text) {
        if (++depth > DEPTH) {
            throw new IllegalArgumentException("references are nested more than " + DEPTH + " levels deep");
        }
        int at = 0;
        while (at < text.length()) {
            int dollar = text.indexOf('$', at);
            append(text, at, dollar < 0 ? text.length() : dollar);
            if (dollar < 0) {
                break;
            }
            at = dollar + 1;
            if (at < text.length() && text.charAt(at) == '$') {
                append("$", 0, 1);
                at++;
            } else if (at < text.length() && (text.charAt(at) == '{' || text.charAt(at) == '(')) {
                int end = closing(text, at);
                reference(text.substring(at + 1, end));
                at = end + 1;
            } else {
                int end = at;
                while (end < text.length() && isNamePart(text.charAt(end))) {
                    end++;
                }
                reference(text.substring(at, end));
                at = end;
            }
        }
        depth--;
    }

    private void append(String text, int from, int to) {
        if (result.length() + to - from > LENGTH || ++steps > LENGTH) {
            throw new IllegalArgumentException("the expanded value is longer than " + LENGTH + " characters");
        }
        result.append(text, from, to);
    }

    /** Evaluates one reference, given without {@code $} and the outer parentheses or braces. */
    private void reference(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("$ without a name");
        }
        Scanner in = new Scanner(text);
        if (in.atBrace()) {
            boolean holds = relation(in);
            if (in.atEnd()) {
                append("true", 0, holds ? 4 : 0);
            } else {
                choose(in, holds);
            }
            return;
        }
        String name = in.name();
        if (in.atEnd()) {
            insert(name);
        } else {
            choose(in, lookup.apply(name).filter(value -> !value.isEmpty()).isPresent());
        }
    }

    private void insert(String name) {
        String value = lookup.apply(name).orElse("");
        if (value.indexOf('$') < 0) {
            append(value, 0, value.length());
            return;
        }
        if (names.contains(name)) {
            List<String> chain = new ArrayList<>(names);
            Collections.reverse(chain);
            chain = chain.subList(chain.indexOf(name), chain.size());
            throw new IllegalArgumentException("a loop: $" + String.join(" -> $", chain) + " -> $" + name);
        }
        names.push(name);
        parse(value);
        names.pop();
    }

    private boolean relation(Scanner in) {
        String left = in.braces();
        String operator = in.operator();
        boolean levels = in.suffix();
        if (!in.atBrace()) {
            throw in.bad("{text} after " + operator);
        }
        String right = in.braces();
        String a = evaluate(left);
        String b = evaluate(right);
        int order = levels ? CompatibilityLevel.parse(a).compareTo(CompatibilityLevel.parse(b)) : compare(a, b);
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">=" -> order >= 0;
            default -> order > 0;
        };
    }

    private static int compare(String a, String b) {
        if (isNumber(a) && isNumber(b)) {
            return new BigInteger(a).compareTo(new BigInteger(b));
        }
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Evaluates {@code ?value}, {@code :value} or {@code ?{value}:{value}}: only a value in braces can be followed by
     * another value (postconf(5)).
     */
    private void choose(Scanner in, boolean holds) {
        char operator = in.next();
        if (operator == '?') {
            String yes = in.operand();
            if (holds) {
                parse(yes);
            }
            if (in.atEnd()) {
                return;
            }
            operator = in.next();
        }
        if (operator != ':') {
            throw in.bad("\"?\" or \":\"");
        }
        String no = in.operand();
        if (!in.atEnd()) {
            throw in.bad("nothing more");
        }
        if (!holds) {
            parse(no);
        }
    }

    private static int closing(String text, int open) {
        char opening = text.charAt(open);
        char closing = opening == '{' ? '}' : ')';
        int level = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == opening) {
                level++;
            } else if (text.charAt(i) == closing && --level == 0) {
                return i;
            }
        }
        String rest = text.substring(Math.max(0, open - 1));
        throw new IllegalArgumentException(
                "\"" + (rest.length() > 40 ? rest.substring(0, 40) + "..." : rest) + "\" has no closing " + closing);
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 1000 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A scanner of the text between the braces of a reference. */
    private static final class Scanner {
        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        boolean atEnd() {
            return at == text.length();
        }

        char next() {
            return text.charAt(at++);
        }

        /** Returns true, and skips white space, if a brace is next. */
        boolean atBrace() {
            int next = pastSpace();
            boolean brace = next < text.length() && text.charAt(next) == '{';
            at = brace ? next : at;
            return brace;
        }

        String name() {
            at = pastSpace();
            int end = at;
            while (end < text.length() && isNamePart(text.charAt(end))) {
                end++;
            }
            String name = text.substring(at, end);
            at = end;
            int next = pastSpace();
            if (next < text.length() && text.charAt(next) != '?' && text.charAt(next) != ':') {
                throw bad("a name of letters, digits and _");
            }
            at = next;
            return name;
        }

        String braces() {
            int end = closing(text, at);
            String inside = text.substring(at + 1, end);
            at = end + 1;
            at = pastSpace();
            return inside;
        }

        /** Returns the operand after ? or :, the text in braces if a brace is next, else the rest of the reference. */
        String operand() {
            if (atBrace()) {
                return braces();
            }
            String rest = text.substring(at);
            at = text.length();
            return rest;
        }

        String operator() {
            for (String operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
                if (text.startsWith(operator, at)) {
                    at += operator.length();
                    return operator;
                }
            }
            throw bad("one of == != < <= >= >");
        }

        boolean suffix() {
            if (at == text.length() || !isNamePart(text.charAt(at))) {
                return false;
            }
            if (!text.startsWith("level", at) || (at + 5 < text.length() && isNamePart(text.charAt(at + 5)))) {
                throw bad("no other operator suffix than level");
            }
            at += 5;
            return true;
        }

        IllegalArgumentException bad(String expected) {
            return new IllegalArgumentException("\"${" + text + "}\": expected " + expected + " at \""
                    + text.substring(Math.min(at, text.length())) + "\"");
        }

        private int pastSpace() {
            int next = at;
            while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
                next++;
            }
            return next;
        }
    }
}
