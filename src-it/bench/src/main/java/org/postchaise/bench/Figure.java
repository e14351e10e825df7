/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Line of a report.
 *
 * @param what the measured operation
 * @param value the result for Postchaise, in {@code unit}
 * @param goal the upper bound for the result for Postchaise
 * @param postfix the result for Postfix in the same run, if Postfix is installed and has the operation
 */
record Figure(String what, double value, String unit, OptionalDouble goal, OptionalDouble postfix) {
    static final String HEADER =
            String.join("\t", "benchmark", "ours", "unit", "goal", "met", "Postfix", "Postfix / ours");

    Figure(String what, double value, String unit) {
        this(what, value, unit, OptionalDouble.empty(), OptionalDouble.empty());
    }

    Figure goal(double least) {
        return new Figure(what, value, unit, OptionalDouble.of(least), postfix);
    }

    Figure beside(OptionalDouble theirs) {
        return new Figure(what, value, unit, goal, theirs);
    }

    static Table table(List<Figure> figures) {
        return new Table(
                "the best of several runs each",
                Stream.concat(Stream.of(HEADER), figures.stream().map(Figure::tsv))
                        .toList());
    }

    /** Returns the line with the columns of {@link #HEADER}. */
    String tsv() {
        return String.join(
                "\t",
                what,
                number(value),
                unit,
                goal.isPresent() ? "< " + number(goal.getAsDouble()) : "-",
                goal.isEmpty() ? "-" : value < goal.getAsDouble() ? "yes" : "NO",
                postfix.isPresent() ? number(postfix.getAsDouble()) : "-",
                postfix.isPresent() ? number(postfix.getAsDouble() / value) : "-");
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, Math.abs(number) < 10 ? "%.3f" : "%.1f", number);
    }
}
