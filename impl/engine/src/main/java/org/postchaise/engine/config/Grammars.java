/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** A time with a unit; without one {@code defaultUnit} (one of s, m, h, d, w) is meant. At least {@code minimum}. */
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

    /** A whole number within bounds, both included. */
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

    /** {@code yes} or {@code no}. */
    public static Grammar<Boolean> bool() {
        return of("yes or no", text -> switch (text) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new IllegalArgumentException("it is neither");
        });
    }

    /** Any text without CR, LF and NUL. */
    public static Grammar<String> text(String expected) {
        return of(expected, text -> {
            if (text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                throw new IllegalArgumentException("it holds CR, LF or NUL");
            }
            return text;
        });
    }

    private static <T> Grammar<T> of(String expected, Function<String, T> parser) {
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
