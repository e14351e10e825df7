/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mask for secrets in parameter values that are shown. The tables with passwords and tokens may be written out in
 * their parameters, {@code inline:{key=user:password}} or {@code static:user:password}, or in a parameter that these
 * refer to: text in braces and text behind {@code static:} is replaced.
 */
public final class Masked {
    private static final String MASK = "(secret)";
    private static final Pattern SECRET = Pattern.compile("[a-z]+_sasl_(?:password|token)_maps");
    private static final Pattern REFERENCE = Pattern.compile("\\$[({]?([A-Za-z0-9_]+)");
    private static final Pattern STATIC = Pattern.compile("static:[^\\s,{}]+");
    private static final Pattern PLAIN_REFERENCE = Pattern.compile("[A-Za-z0-9_]+");

    private final Set<String> names = new HashSet<>();

    /**
     * Creates a mask.
     *
     * @param texts all values that are set, by name
     */
    Masked(Map<String, String> texts) {
        Deque<String> open = new ArrayDeque<>();
        texts.keySet().stream().filter(Masked::isSecret).forEach(open::add);
        while (!open.isEmpty()) {
            String name = open.remove();
            if (names.add(name)) {
                Matcher reference = REFERENCE.matcher(texts.getOrDefault(name, ""));
                while (reference.find()) {
                    open.add(reference.group(1));
                }
            }
        }
    }

    /** Returns the names of the parameters that are set and may hold secrets. */
    Set<String> names() {
        return names;
    }

    /** Returns true if the values of {@code name} may hold secrets. */
    private static boolean isSecret(String name) {
        return SECRET.matcher(name).matches();
    }

    /** Returns {@code text}, a value of parameter {@code name}, with its secrets masked. */
    String value(String name, String text) {
        return names.contains(name) || isSecret(name) ? masked(text) : text;
    }

    /**
     * Returns {@code text}, an error message about parameter {@code name} that may quote its value, with its secrets
     * masked.
     */
    public static String message(String name, String text) {
        return isSecret(name) ? masked(text) : text;
    }

    private static String masked(String text) {
        StringBuilder shown = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '{') {
                shown.append(c);
                at++;
                continue;
            }
            int end = end(text, at);
            boolean closed = end < text.length();
            String inside = text.substring(at + 1, end);
            boolean reference = at > 0
                    && text.charAt(at - 1) == '$'
                    && PLAIN_REFERENCE.matcher(inside).matches();
            shown.append('{').append(reference ? inside : MASK).append(closed ? "}" : "");
            at = end + 1;
        }
        return STATIC.matcher(shown).replaceAll("static:" + MASK);
    }

    /** Returns the position of the brace that closes the brace at {@code start}; the end of the text if none does. */
    private static int end(String text, int start) {
        int depth = 0;
        for (int i = start; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return text.length();
    }
}
