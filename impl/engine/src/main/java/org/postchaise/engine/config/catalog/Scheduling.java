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
 * How many deliveries go to one destination at once, and when it is left alone: qmgr(8). A row that begins with {@code
 * transport_} stands for each transport's own.
 */
public final class Scheduling {
    private static final Grammar<Long> COUNT = Grammars.integer(0, Integer.MAX_VALUE);
    private static final Grammar<Long> AT_LEAST_ONE = Grammars.integer(1, Integer.MAX_VALUE);
    private static final Grammar<Duration> PAUSE = Grammars.time("s", Duration.ZERO);
    private static final Grammar<Feedback> FEEDBACK = Feedback.grammar();

    /** The largest window of any transport. */
    public static final Parameter<Long> DEFAULT_CONCURRENCY_LIMIT = row(
            "default_destination_concurrency_limit",
            COUNT,
            "20",
            "How many deliveries to one destination may run at once, where a transport says nothing else.");

    /** The recipients of any transport's delivery. */
    public static final Parameter<Long> DEFAULT_RECIPIENT_LIMIT = row(
            "default_destination_recipient_limit",
            COUNT,
            "50",
            "How many recipients one delivery may have, where a transport says nothing else.");

    /** The pause of any transport. */
    public static final Parameter<Duration> DEFAULT_RATE_DELAY = row(
            "default_destination_rate_delay", PAUSE, "0s", "The pause between deliveries to one destination; 0: none.");

    /** The first window of any transport. */
    public static final Parameter<Long> INITIAL_CONCURRENCY = row(
            "initial_destination_concurrency",
            AT_LEAST_ONE,
            "5",
            "How many deliveries to a new destination may run at once at first.");

    /** Growth of any transport's window. */
    public static final Parameter<Feedback> DEFAULT_POSITIVE_FEEDBACK = row(
            "default_destination_concurrency_positive_feedback",
            FEEDBACK,
            "1",
            "By how much the concurrency of a destination grows after a success.");

    /** Shrinking of any transport's window. */
    public static final Parameter<Feedback> DEFAULT_NEGATIVE_FEEDBACK = row(
            "default_destination_concurrency_negative_feedback",
            FEEDBACK,
            "1",
            "By how much the concurrency of a destination shrinks after a failure.");

    /** Death, for any transport. */
    public static final Parameter<Long> DEFAULT_FAILED_COHORT_LIMIT = row(
            "default_destination_concurrency_failed_cohort_limit",
            COUNT,
            "1",
            "How many times a whole round of deliveries may fail before a destination counts as dead; 0: it never does.");

    /** The largest window of SMTP and LMTP. */
    public static final Parameter<Long> SMTP_CONCURRENCY_LIMIT = row(
                    "smtp_destination_concurrency_limit",
                    COUNT,
                    "$default_destination_concurrency_limit",
                    "How many deliveries to one destination may run at once.")
            .mirroredAs("lmtp_destination_concurrency_limit", "$default_destination_concurrency_limit");

    /** The largest window of another transport. */
    public static final Parameter<Long> TRANSPORT_CONCURRENCY_LIMIT = row(
            "transport_destination_concurrency_limit",
            COUNT,
            "$default_destination_concurrency_limit",
            "The concurrency limit of one transport, its name in place of \"transport\".");

    /** The recipients of a transport's delivery. */
    public static final Parameter<Long> TRANSPORT_RECIPIENT_LIMIT = row(
            "transport_destination_recipient_limit",
            COUNT,
            "$default_destination_recipient_limit",
            "The recipient limit of one transport, its name in place of \"transport\".");

    /** A transport's growth. */
    public static final Parameter<Feedback> TRANSPORT_POSITIVE_FEEDBACK = row(
            "transport_destination_concurrency_positive_feedback",
            FEEDBACK,
            "$default_destination_concurrency_positive_feedback",
            "The positive feedback of one transport, its name in place of \"transport\".");

    /** A transport's shrinking. */
    public static final Parameter<Feedback> TRANSPORT_NEGATIVE_FEEDBACK = row(
            "transport_destination_concurrency_negative_feedback",
            FEEDBACK,
            "$default_destination_concurrency_negative_feedback",
            "The negative feedback of one transport, its name in place of \"transport\".");

    /** Death, for a transport. */
    public static final Parameter<Long> TRANSPORT_FAILED_COHORT_LIMIT = row(
            "transport_destination_concurrency_failed_cohort_limit",
            COUNT,
            "$default_destination_concurrency_failed_cohort_limit",
            "The limit of failed rounds of one transport, its name in place of \"transport\".");

    /** A transport's first window. */
    public static final Parameter<Long> TRANSPORT_INITIAL_CONCURRENCY = row(
            "transport_initial_destination_concurrency",
            AT_LEAST_ONE,
            "$initial_destination_concurrency",
            "The initial concurrency of one transport, its name in place of \"transport\".");

    /** A transport's pause. */
    public static final Parameter<Duration> TRANSPORT_RATE_DELAY = row(
            "transport_destination_rate_delay",
            PAUSE,
            "$default_destination_rate_delay",
            "The rate delay of one transport, its name in place of \"transport\".");

    private Scheduling() {}

    /** All rows of this topic. */
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
