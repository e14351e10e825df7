/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The value grammars of main.cf (postconf(5), first section). */
public final class Grammars {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})([smhdw]?)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "s",
            ChronoUnit.SECONDS,
            "m",
            ChronoUnit.MINUTES,
            "h",
            ChronoUnit.HOURS,
            "d",
            ChronoUnit.DAYS,
            "w",
            ChronoUnit.WEEKS);

    private Grammars() {}

    /**
     * Returns the grammar of a time of at least {@code minimum}; a number without a unit has {@code defaultUnit} (one
     * of s, m, h, d, w).
     */
    public static Grammar<Duration> time(String defaultUnit, Duration minimum) {
        return of(
                "a time of at least " + minimum.toSeconds() + "s, such as 30s, 5m, 1h, 1d or 1w" + " (without a unit: "
                        + defaultUnit + ")",
                text -> {
                    Matcher m = TIME.matcher(text);
                    if (!m.matches()) {
                        throw new IllegalArgumentException("it is not a number with an optional unit");
                    }
                    String unit = m.group(2).isEmpty() ? defaultUnit : m.group(2);
                    Duration value = UNITS.get(unit).getDuration().multipliedBy(Long.parseLong(m.group(1)));
                    if (value.compareTo(minimum) < 0) {
                        throw new IllegalArgumentException("it is too short");
                    }
                    return value;
                });
    }

    /** Returns the grammar of a whole number within bounds, both included. */
    public static Grammar<Long> integer(long minimum, long maximum) {
        return of("a whole number from " + minimum + " to " + maximum, text -> {
            long value;
            try {
                value = Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("it is not a whole number", e);
            }
            if (value < minimum || value > maximum) {
                throw new IllegalArgumentException("it is out of bounds");
            }
            return value;
        });
    }

    /** Returns the grammar of {@code yes} or {@code no}, in any case. */
    public static Grammar<Boolean> bool() {
        return of("yes or no", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new IllegalArgumentException("it is neither");
        });
    }

    /** Returns the grammar of a single one of {@code words}. */
    public static Grammar<String> word(List<String> words) {
        return of("one of " + named(words), text -> {
            if (!words.contains(text)) {
                throw new IllegalArgumentException("it is none of them");
            }
            return text;
        });
    }

    /** Returns the grammar of any number of {@code words}, separated by commas or white space, in any case. */
    public static Grammar<List<String>> words(List<String> words) {
        return of("any of " + named(words) + ", separated by commas or white space", text -> {
            List<String> members = members(text);
            for (String member : members) {
                if (!words.contains(member.toLowerCase(Locale.ROOT))) {
                    throw new IllegalArgumentException("\"" + member + "\" is none of them");
                }
            }
            return members.stream()
                    .map(member -> member.toLowerCase(Locale.ROOT))
                    .toList();
        });
    }

    /**
     * Returns the grammar of a list whose members are separated by commas or white space. Commas and white space within
     * {@code {}} separate nothing; members keep their braces.
     */
    public static Grammar<List<String>> list() {
        return of("members separated by commas or white space, those that hold such within {}", Grammars::members);
    }

    /** Returns the grammar of a match list; files and tables that the list names are not opened. */
    public static Grammar<MatchPatterns> matchList(MatchPatterns.Subject subject) {
        String patterns = switch (subject) {
            case STRING -> "names";
            case DOMAIN -> "domains";
            case ADDRESS -> "addresses, networks such as 192.0.2.0/24 or [2001:db8::]/32";
            case HOST -> "host names, domains, addresses, networks such as 192.0.2.0/24 or [2001:db8::]/32";
        };
        return of(
                patterns + ", /file or type:table, separated by commas or white space, with ! before what is excluded",
                text -> MatchPatterns.parse(subject, text));
    }

    /**
     * Returns the grammar of a template: text with {@code $name} in it that is expanded for each mail, not when the
     * settings are read.
     */
    public static Grammar<String> template(String expected) {
        Grammar<String> text = text(expected);
        return new Grammar<>() {
            @Override
            public String parse(String value) {
                return text.parse(value);
            }

            @Override
            public String expected() {
                return expected;
            }

            @Override
            public boolean expands() {
                return false;
            }
        };
    }

    /** Returns the grammar of text that is not empty. */
    public static Grammar<String> someText(String expected) {
        Grammar<String> any = text(expected);
        return of(expected, text -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("it is empty");
            }
            return any.parse(text);
        });
    }

    /** Returns the grammar of any text without CR, LF and NUL. */
    public static Grammar<String> text(String expected) {
        return of(expected, text -> {
            if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf(0) >= 0) {
                throw new IllegalArgumentException("it holds CR, LF or NUL");
            }
            return text;
        });
    }

    /** Returns the words of {@code text} that are separated by commas or white space outside of {}. */
    static List<String> members(String text) {
        List<String> members = new ArrayList<>();
        StringBuilder member = new StringBuilder();
        int level = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            level += c == '{' ? 1 : 0;
            level -= c == '}' ? 1 : 0;
            if (level < 0) {
                throw new IllegalArgumentException("it has a } without a {");
            }
            if (level > 0 || c == '}' || (c != ',' && !Character.isWhitespace(c))) {
                member.append(c);
            } else if (!member.isEmpty()) {
                members.add(member.toString());
                member.setLength(0);
            }
        }
        if (level > 0) {
            throw new IllegalArgumentException("it has a { without a }");
        }
        if (!member.isEmpty()) {
            members.add(member.toString());
        }
        return List.copyOf(members);
    }

    private static String named(List<String> words) {
        return words.stream().map(word -> word.isEmpty() ? "empty" : word).collect(Collectors.joining(", "));
    }

    static <T> Grammar<T> of(String expected, Function<String, T> parser) {
        return new Grammar<>() {
            @Override
            public T parse(String text) {
                return parser.apply(text);
            }

            @Override
            public String expected() {
                return expected;
            }
        };
    }
}
