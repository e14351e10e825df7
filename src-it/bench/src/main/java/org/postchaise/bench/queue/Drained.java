/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Result of emptying a queue.
 *
 * @param rate the mails per second
 * @param perProcessor the mails per second of processor time
 */
record Drained(double rate, double perProcessor) {
    private static final double GOAL = 1;

    /**
     * Returns the result for {@code count} mails in {@code nanos} of elapsed time and {@code processor} nanoseconds of
     * processor time.
     */
    static Drained of(int count, long nanos, long processor) {
        return new Drained(count * 1e9 / nanos, count * 1e9 / processor);
    }

    /** Returns the lines of the report, with the medians of the rounds. */
    static List<String> lines(String what, List<Drained> ours, List<Drained> theirs) {
        return List.of(
                Line.against(what, median(ours, Drained::rate), "a second", median(theirs, Drained::rate), GOAL),
                Line.against(
                        what,
                        median(ours, Drained::perProcessor),
                        "in a second of processor time",
                        median(theirs, Drained::perProcessor)));
    }

    private static double median(List<Drained> rounds, ToDoubleFunction<Drained> what) {
        return Line.median(rounds.stream().mapToDouble(what).toArray());
    }

    /** Prints the results of a round. */
    static void progress(String what, Drained ours, Drained theirs) {
        Line.progress(what + ": " + Line.number(ours.rate) + " and " + Line.number(theirs.rate) + " a second, "
                + Line.number(ours.perProcessor) + " and " + Line.number(theirs.perProcessor)
                + " in a second of processor time");
    }
}
