/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The feedback of one delivery, the amount by which the delivery changes the concurrency of its destination ({@code
 * default_destination_concurrency_positive_feedback}).
 *
 * @param amount 0 to 1
 * @param scale the divisor of the amount
 */
public record Feedback(double amount, Scale scale) {
    private static final Pattern FORM = Pattern.compile(
            "([0-9]*\\.?[0-9]+|[0-9]+\\.)(?:\\s*/\\s*(concurrency|sqrt_concurrency|[0-9]*\\.?[0-9]+))?");

    /** The divisor of an amount of feedback. */
    public enum Scale {
        /** No divisor. */
        CONSTANT,
        /** The concurrency window. */
        CONCURRENCY,
        /** The square root of the concurrency window. */
        SQRT_CONCURRENCY
    }

    /**
     * Creates a feedback.
     *
     * @throws IllegalArgumentException when the amount is not in 0 to 1
     */
    public Feedback {
        if (!(amount >= 0 && amount <= 1)) {
            throw new IllegalArgumentException("it is not from 0 to 1");
        }
    }

    /**
     * Returns the grammar of a feedback: {@code number}, {@code number / number}, {@code number / concurrency} or
     * {@code number / sqrt_concurrency}.
     */
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

    /** Returns the amount of feedback at a concurrency window of {@code window}. */
    public double at(int window) {
        return switch (scale) {
            case CONSTANT -> amount;
            case CONCURRENCY -> amount / window;
            case SQRT_CONCURRENCY -> amount / Math.sqrt(window);
        };
    }
}
