/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.postchaise.engine.log.Printable;

/**
 * The options of qshape(1): terms {@code name=value} with blanks between, each of which may be left out.
 *
 * @param by what is counted: recipients ({@code by=recipient}, the default), or mails by their sender ({@code by=sender}, qshape's {@code -s})
 * @param buckets number of intervals of age, 1 to 40 ({@code buckets=}, {@code -b}; default 10); the last one has no end
 * @param minutes end of the first interval, 1 to 525600 ({@code minutes=}, {@code -t}; default 5)
 * @param steps ends of the other intervals: {@code steps=double} (the default) or {@code steps=equal} ({@code -l})
 * @param parents number of subdomains from which on a parent domain has a row of its own ({@code parents=}, {@code -p} with {@code
 *     -m}); empty: no parent domain has one
 */
record ShapeOptions(By by, int buckets, int minutes, Steps steps, OptionalInt parents) {
    private static final int MOST_BUCKETS = 40;
    private static final int MOST_MINUTES = 525_600;
    private static final int MOST_PARENTS = 1_000_000;
    private static final String EXPECTED =
            "expected terms with blanks between out of by=, buckets=, minutes=, steps= and parents=";
    private static final ShapeOptions DEFAULT =
            new ShapeOptions(By.RECIPIENT, 10, 5, Steps.DOUBLE, OptionalInt.empty());

    /** Subject of the counts. */
    enum By {
        RECIPIENT,
        SENDER
    }

    /** Relation of an interval's end to the one before. */
    enum Steps {
        DOUBLE,
        EQUAL
    }

    /**
     * Returns the options in {@code text}.
     *
     * @throws IllegalArgumentException naming the wrong term, and the expected form
     */
    static ShapeOptions parse(String text) {
        ShapeOptions read = DEFAULT;
        for (String term :
                text.isBlank() ? List.<String>of() : List.of(text.strip().split("\\s+"))) {
            int equals = term.indexOf('=');
            read = read.with(equals < 0 ? term : term.substring(0, equals), term.substring(equals + 1));
        }
        return read;
    }

    private ShapeOptions with(String name, String value) {
        return switch (name) {
            case "by" -> new ShapeOptions(oneOf(By.values(), name, value), buckets, minutes, steps, parents);
            case "buckets" -> new ShapeOptions(by, number(name, value, MOST_BUCKETS), minutes, steps, parents);
            case "minutes" -> new ShapeOptions(by, buckets, number(name, value, MOST_MINUTES), steps, parents);
            case "steps" -> new ShapeOptions(by, buckets, minutes, oneOf(Steps.values(), name, value), parents);
            case "parents" ->
                new ShapeOptions(by, buckets, minutes, steps, OptionalInt.of(number(name, value, MOST_PARENTS)));
            default ->
                throw new IllegalArgumentException("option \"" + Printable.line(name) + "\" is unknown; " + EXPECTED);
        };
    }

    private static int number(String name, String value, int most) {
        int number = value.matches("[0-9]{1,7}") ? Integer.parseInt(value) : 0;
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(
                    "option " + name + "= is \"" + Printable.line(value) + "\"; expected a number from 1 to " + most);
        }
        return number;
    }

    private static <T extends Enum<T>> T oneOf(T[] values, String name, String value) {
        return Stream.of(values)
                .filter(one -> one.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("option " + name + "= is \"" + Printable.line(value)
                        + "\"; expected " + values[0].name().toLowerCase(Locale.ROOT) + " or "
                        + values[1].name().toLowerCase(Locale.ROOT)));
    }

    /** Returns the ends of all intervals but the last one, in minutes. */
    List<Long> ages() {
        return Stream.iterate((long) minutes, age -> steps == Steps.DOUBLE ? age * 2 : age + minutes)
                .limit(buckets - 1L)
                .toList();
    }
}
