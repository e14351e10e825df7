/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The argument of MAIL and RCPT (RFC 5321, sections 4.1.1.2 and 4.1.1.3).
 *
 * @param path the path between the angle brackets
 * @param parameters the parameters after the path, as {@code KEYWORD} or {@code KEYWORD=value}
 */
record PathArgument(String path, List<String> parameters) {

    /**
     * Returns {@code text} parsed as an argument, if the text starts with {@code keyword} (such as {@code FROM:}) and a
     * path.
     */
    static Optional<PathArgument> parse(String keyword, String text) {
        if (!text.regionMatches(true, 0, keyword + "<", 0, keyword.length() + 1)) {
            return Optional.empty();
        }
        int start = keyword.length() + 1;
        int end = closingBracket(text, start);
        if (end < 0) {
            return Optional.empty();
        }
        String rest = text.substring(end + 1);
        if (!rest.isBlank() && !rest.startsWith(" ")) {
            return Optional.empty();
        }
        List<String> parameters =
                rest.isBlank() ? List.of() : List.of(rest.strip().split(" +"));
        return Optional.of(new PathArgument(text.substring(start, end), parameters));
    }

    /** Returns the position of the closing bracket, or -1. A bracket in a quoted local part does not close the path. */
    private static int closingBracket(String text, int start) {
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the first parameter whose keyword is not in {@code known}. */
    Optional<String> unknown(List<String> known) {
        return parameters.stream()
                .filter(parameter -> !known.contains(keyword(parameter)))
                .findFirst();
    }

    /** Returns the value of the parameter {@code keyword}. */
    Optional<String> value(String keyword) {
        return parameters.stream()
                .filter(parameter -> keyword(parameter).equals(keyword) && parameter.contains("="))
                .map(parameter -> parameter.substring(parameter.indexOf('=') + 1))
                .findFirst();
    }

    private static String keyword(String parameter) {
        int equals = parameter.indexOf('=');
        return (equals < 0 ? parameter : parameter.substring(0, equals)).toUpperCase(Locale.ROOT);
    }
}
