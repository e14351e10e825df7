/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By how much one delivery changes the concurrency of its destination ({@code
 * default_destination_concurrency_positive_feedback}).
 *
 * @param amount 0 to 1
 * @param scale what it is divided by
 */
public record Feedback(double amount, Scale scale) {
    private static final Pattern FORM = Pattern.compile(
            "([0-9]*\\.?[0-9]+|[0-9]+\\.)(?:\\s*/\\s*(concurrency|sqrt_concurrency|[0-9]*\\.?[0-9]+))?");

    /** What an amount of feedback is divided by. */
    public enum Scale {
        /** Nothing. */
        CONSTANT,
        /** The window. */
        CONCURRENCY,
        /** The square root of the window. */
        SQRT_CONCURRENCY
    }

    /**
     * @throws IllegalArgumentException when the amount is not in 0 to 1
     */
    public Feedback {
        if (!(amount >= 0 && amount <= 1)) {
            throw new IllegalArgumentException("it is not from 0 to 1");
        }
    }

    /** The grammar of its text: {@code number}, {@code number / number}, {@code number / concurrency} or {@code number / sqrt_concurrency}. */
    public static Grammar<Feedback> grammar() {
        return Grammars.of(
                "number, number/number, number/concurrency or number/sqrt_concurrency, from 0 to 1", Feedback::parse);
    }

    private static Feedback parse(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("it has none of these forms");
        }
        double amount = Double.parseDouble(form.group(1));
        String divisor = form.group(2) == null ? "1" : form.group(2);
        return switch (divisor) {
            case "concurrency" -> new Feedback(amount, Scale.CONCURRENCY);
            case "sqrt_concurrency" -> new Feedback(amount, Scale.SQRT_CONCURRENCY);
            default -> new Feedback(amount / Double.parseDouble(divisor), Scale.CONSTANT);
        };
    }

    /** The amount at a window of that size. */
    public double at(int window) {
        return switch (scale) {
            case CONSTANT -> amount;
            case CONCURRENCY -> amount / window;
            case SQRT_CONCURRENCY -> amount / Math.sqrt(window);
        };
    }
}
