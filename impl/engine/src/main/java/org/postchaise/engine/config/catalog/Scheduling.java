/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.time.Duration;
import java.util.List;
import org.postchaise.engine.config.Feedback;
import org.postchaise.engine.config.Grammar;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/**
 * The parameters of concurrency and rate of deliveries to a destination, and of dead destinations: qmgr(8). A row that
 * begins with {@code transport_} stands for the parameter of each transport.
 */
public final class Scheduling {
    private static final Grammar<Long> COUNT = Grammars.integer(0, Integer.MAX_VALUE);
    private static final Grammar<Long> AT_LEAST_ONE = Grammars.integer(1, Integer.MAX_VALUE);
    private static final Grammar<Duration> PAUSE = Grammars.time("s", Duration.ZERO);
    private static final Grammar<Feedback> FEEDBACK = Feedback.grammar();

    /**
     * The default of the maximum number of simultaneous deliveries to a destination
     * ({@code default_destination_concurrency_limit}).
     */
    public static final Parameter<Long> DEFAULT_CONCURRENCY_LIMIT = row(
            "default_destination_concurrency_limit",
            COUNT,
            "20",
            "The maximum number of simultaneous deliveries to one destination; a transport may have its own value.");

    /** The default of the maximum number of recipients of a delivery ({@code default_destination_recipient_limit}). */
    public static final Parameter<Long> DEFAULT_RECIPIENT_LIMIT = row(
            "default_destination_recipient_limit",
            COUNT,
            "50",
            "The maximum number of recipients of one delivery; a transport may have its own value.");

    /** The default of the pause between deliveries to a destination ({@code default_destination_rate_delay}). */
    public static final Parameter<Duration> DEFAULT_RATE_DELAY = row(
            "default_destination_rate_delay", PAUSE, "0s", "The pause between deliveries to one destination; 0: none.");

    /** The default of the initial concurrency window of a destination ({@code initial_destination_concurrency}). */
    public static final Parameter<Long> INITIAL_CONCURRENCY = row(
            "initial_destination_concurrency",
            AT_LEAST_ONE,
            "5",
            "The initial number of simultaneous deliveries to a new destination.");

    /**
     * The default of the growth of a concurrency window after a success
     * ({@code default_destination_concurrency_positive_feedback}).
     */
    public static final Parameter<Feedback> DEFAULT_POSITIVE_FEEDBACK = row(
            "default_destination_concurrency_positive_feedback",
            FEEDBACK,
            "1",
            "By how much the concurrency of a destination grows after a success.");

    /**
     * The default of the reduction of a concurrency window after a failure
     * ({@code default_destination_concurrency_negative_feedback}).
     */
    public static final Parameter<Feedback> DEFAULT_NEGATIVE_FEEDBACK = row(
            "default_destination_concurrency_negative_feedback",
            FEEDBACK,
            "1",
            "By how much the concurrency of a destination shrinks after a failure.");

    /**
     * The default of the number of failed cohorts after which a destination is dead
     * ({@code default_destination_concurrency_failed_cohort_limit}).
     */
    public static final Parameter<Long> DEFAULT_FAILED_COHORT_LIMIT = row(
            "default_destination_concurrency_failed_cohort_limit",
            COUNT,
            "1",
            "The number of failed rounds of deliveries after which a destination counts as dead; 0: never.");

    /**
     * The maximum number of simultaneous deliveries of the SMTP or LMTP client to a destination
     * ({@code smtp_destination_concurrency_limit}).
     */
    public static final Parameter<Long> SMTP_CONCURRENCY_LIMIT = row(
                    "smtp_destination_concurrency_limit",
                    COUNT,
                    "$default_destination_concurrency_limit",
                    "The maximum number of simultaneous deliveries to one destination.")
            .mirroredAs("lmtp_destination_concurrency_limit", "$default_destination_concurrency_limit");

    /**
     * The maximum number of simultaneous deliveries of one transport to a destination
     * ({@code transport_destination_concurrency_limit}).
     */
    public static final Parameter<Long> TRANSPORT_CONCURRENCY_LIMIT = row(
            "transport_destination_concurrency_limit",
            COUNT,
            "$default_destination_concurrency_limit",
            "The concurrency limit of one transport, its name in place of \"transport\".");

    /**
     * The maximum number of recipients of a delivery of one transport ({@code transport_destination_recipient_limit}).
     */
    public static final Parameter<Long> TRANSPORT_RECIPIENT_LIMIT = row(
            "transport_destination_recipient_limit",
            COUNT,
            "$default_destination_recipient_limit",
            "The recipient limit of one transport, its name in place of \"transport\".");

    /**
     * The growth of a transport's concurrency window after a success
     * ({@code transport_destination_concurrency_positive_feedback}).
     */
    public static final Parameter<Feedback> TRANSPORT_POSITIVE_FEEDBACK = row(
            "transport_destination_concurrency_positive_feedback",
            FEEDBACK,
            "$default_destination_concurrency_positive_feedback",
            "The positive feedback of one transport, its name in place of \"transport\".");

    /**
     * The reduction of a transport's concurrency window after a failure
     * ({@code transport_destination_concurrency_negative_feedback}).
     */
    public static final Parameter<Feedback> TRANSPORT_NEGATIVE_FEEDBACK = row(
            "transport_destination_concurrency_negative_feedback",
            FEEDBACK,
            "$default_destination_concurrency_negative_feedback",
            "The negative feedback of one transport, its name in place of \"transport\".");

    /**
     * The number of failed cohorts after which a transport's destination is dead
     * ({@code transport_destination_concurrency_failed_cohort_limit}).
     */
    public static final Parameter<Long> TRANSPORT_FAILED_COHORT_LIMIT = row(
            "transport_destination_concurrency_failed_cohort_limit",
            COUNT,
            "$default_destination_concurrency_failed_cohort_limit",
            "The limit of failed rounds of one transport, its name in place of \"transport\".");

    /**
     * The initial concurrency window of a transport's destinations ({@code transport_initial_destination_concurrency}).
     */
    public static final Parameter<Long> TRANSPORT_INITIAL_CONCURRENCY = row(
            "transport_initial_destination_concurrency",
            AT_LEAST_ONE,
            "$initial_destination_concurrency",
            "The initial concurrency of one transport, its name in place of \"transport\".");

    /** The pause between deliveries of one transport to a destination ({@code transport_destination_rate_delay}). */
    public static final Parameter<Duration> TRANSPORT_RATE_DELAY = row(
            "transport_destination_rate_delay",
            PAUSE,
            "$default_destination_rate_delay",
            "The rate delay of one transport, its name in place of \"transport\".");

    private Scheduling() {}

    /** Returns all rows of this topic. */
    public static List<Parameter<?>> rows() {
        return List.of(
                DEFAULT_CONCURRENCY_LIMIT,
                DEFAULT_RECIPIENT_LIMIT,
                DEFAULT_RATE_DELAY,
                INITIAL_CONCURRENCY,
                DEFAULT_POSITIVE_FEEDBACK,
                DEFAULT_NEGATIVE_FEEDBACK,
                DEFAULT_FAILED_COHORT_LIMIT,
                SMTP_CONCURRENCY_LIMIT,
                TRANSPORT_CONCURRENCY_LIMIT,
                TRANSPORT_RECIPIENT_LIMIT,
                TRANSPORT_POSITIVE_FEEDBACK,
                TRANSPORT_NEGATIVE_FEEDBACK,
                TRANSPORT_FAILED_COHORT_LIMIT,
                TRANSPORT_INITIAL_CONCURRENCY,
                TRANSPORT_RATE_DELAY);
    }

    private static <T> Parameter<T> row(String name, Grammar<T> grammar, String defaultText, String summary) {
        return Parameter.implemented(name, grammar, defaultText, Scope.FACTORY, summary);
    }
}
