/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.time.Duration;
import java.util.List;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/** The parameters of the queue, qmgr(8), and of its limits. */
public final class Queue {
    /** The minimum time between attempts to deliver a deferred mail ({@code minimal_backoff_time}). */
    public static final Parameter<Duration> MINIMAL_BACKOFF_TIME = Parameter.implemented(
            "minimal_backoff_time",
            Grammars.time("s", Duration.ofSeconds(1)),
            "300s",
            Scope.ADAPTER,
            "The minimal time between attempts to deliver a deferred mail, and how long a dead destination is left alone.");

    /** The maximum time between attempts to deliver a deferred mail ({@code maximal_backoff_time}). */
    public static final Parameter<Duration> MAXIMAL_BACKOFF_TIME = Parameter.implemented(
            "maximal_backoff_time",
            Grammars.time("s", Duration.ofSeconds(1)),
            "4000s",
            Scope.ADAPTER,
            "The maximal time between attempts to deliver a deferred mail.");

    /** The time between queue runs ({@code queue_run_delay}). */
    public static final Parameter<Duration> QUEUE_RUN_DELAY = Parameter.implemented(
            "queue_run_delay",
            Grammars.time("s", Duration.ofSeconds(1)),
            "300s",
            Scope.COURIER,
            "The time between runs that take deferred mail that is due back into the active queue.");

    /** The maximum time of a mail in the queue ({@code maximal_queue_lifetime}). */
    public static final Parameter<Duration> MAXIMAL_QUEUE_LIFETIME = Parameter.implemented(
            "maximal_queue_lifetime",
            Grammars.time("d", Duration.ZERO),
            "5d",
            Scope.ADAPTER,
            "The maximum time that a mail with temporary errors stays in the queue before it is given up.");

    /** The maximum time of a mail from the null sender in the queue ({@code bounce_queue_lifetime}). */
    public static final Parameter<Duration> BOUNCE_QUEUE_LIFETIME = Parameter.implemented(
            "bounce_queue_lifetime",
            Grammars.time("d", Duration.ZERO),
            "5d",
            Scope.ADAPTER,
            "The maximum time that a mail from the null sender stays in the queue before it is given up.");

    /** The maximum size of a mail in octets; 0: no limit ({@code message_size_limit}). */
    public static final Parameter<Long> MESSAGE_SIZE_LIMIT = Parameter.implemented(
            "message_size_limit",
            Grammars.integer(0, Long.MAX_VALUE),
            "10240000",
            Scope.ADAPTER,
            "The largest mail accepted for the queue, in octets; 0: no limit.");

    /** The maximum number of decimals of a logged delay ({@code delay_logging_resolution_limit}). */
    public static final Parameter<Long> DELAY_LOGGING_RESOLUTION_LIMIT = Parameter.implemented(
            "delay_logging_resolution_limit",
            Grammars.integer(0, 6),
            "2",
            Scope.ADAPTER,
            "The largest number of decimals in logged delays.");

    /** The time for which an idempotency key of a submission is remembered ({@code idempotency_key_lifetime}). */
    public static final Parameter<Duration> IDEMPOTENCY_KEY_LIFETIME = Parameter.implemented(
            "idempotency_key_lifetime",
            Grammars.time("d", Duration.ofMinutes(1)),
            "1d",
            Scope.COURIER,
            "The time for which another submission with the same idempotency key queues no further mail.");

    private Queue() {}

    /** Returns all rows of this topic. */
    public static List<Parameter<?>> rows() {
        return List.of(
                MINIMAL_BACKOFF_TIME,
                MAXIMAL_BACKOFF_TIME,
                QUEUE_RUN_DELAY,
                MAXIMAL_QUEUE_LIFETIME,
                BOUNCE_QUEUE_LIFETIME,
                MESSAGE_SIZE_LIMIT,
                DELAY_LOGGING_RESOLUTION_LIMIT,
                IDEMPOTENCY_KEY_LIFETIME);
    }
}
