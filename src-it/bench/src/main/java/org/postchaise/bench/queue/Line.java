/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.util.Arrays;
import java.util.Locale;

/** Line of the report. */
final class Line {
    static final String HEADER = String.join("\t", "queue", "ours", "unit", "other", "ratio", "goal", "met");

    private Line() {}

    /** Returns a line that compares two results; larger is better. */
    static String against(String what, double ours, String unit, double other) {
        return String.join("\t", what, number(ours), unit, number(other), number(ours / other), "-", "-");
    }

    /** Returns a line that compares two results, with the lowest accepted ratio. */
    static String against(String what, double ours, String unit, double other, double least) {
        double ratio = ours / other;
        return String.join(
                "\t",
                what,
                number(ours),
                unit,
                number(other),
                number(ratio),
                ">= " + number(least),
                met(ratio >= least));
    }

    /** Returns a line with the highest accepted result. */
    static String atMost(String what, double ours, String unit, double most) {
        return String.join("\t", what, number(ours), unit, "-", "-", "<= " + number(most), met(ours <= most));
    }

    /** Returns a line with a result alone. */
    static String alone(String what, double ours, String unit) {
        return String.join("\t", what, number(ours), unit, "-", "-", "-", "-");
    }

    private static String met(boolean is) {
        return is ? "yes" : "NO";
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Returns a size such as 10 KiB or 1 MiB. */
    static String size(int octets) {
        return octets >= 1 << 20 ? (octets >> 20) + " MiB" : (octets >> 10) + " KiB";
    }

    static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.0f", value);
    }

    /** Prints the progress of the benchmark. */
    static void progress(String text) {
        System.out.println("queue: " + text);
    }
}
