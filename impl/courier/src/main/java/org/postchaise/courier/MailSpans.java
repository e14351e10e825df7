/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.inject.Instance;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.queue.MailState;

/**
 * Steps as spans, by OpenTelemetry's conventions for messaging: {@code send} in the caller's trace, {@code process} as its child for each time that the mail is
 * taken from the queue, and within {@code process} a span {@code deliver} for each delivery to some of the recipients.
 *
 * <p>Spans contain no personal data: ids, domains, numbers, status codes, and of exceptions the class.
 */
final class MailSpans {
    private static final String SCOPE = "org.postchaise.courier";

    /** Largest number of domains in a span; a mail may have hundreds. */
    private static final int DOMAINS = 20;

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<Long> SIZE = AttributeKey.longKey("messaging.message.body.size");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> PEER = AttributeKey.stringKey("network.peer.address");
    private static final AttributeKey<Long> PEER_PORT = AttributeKey.longKey("network.peer.port");
    private static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("postchaise.attempts");
    private static final AttributeKey<Long> DELIVERED = AttributeKey.longKey("postchaise.recipients.delivered");
    private static final AttributeKey<Long> DEFERRED = AttributeKey.longKey("postchaise.recipients.deferred");
    private static final AttributeKey<Long> FAILED = AttributeKey.longKey("postchaise.recipients.failed");
    private static final AttributeKey<List<String>> RECIPIENT_DOMAINS =
            AttributeKey.stringArrayKey("postchaise.domains");
    private static final AttributeKey<List<String>> STATUSES = AttributeKey.stringArrayKey("postchaise.status");
    private static final AttributeKey<String> NEXT = AttributeKey.stringKey("postchaise.next_attempt");

    private final Supplier<OpenTelemetry> source;
    private final Clock clock;

    /**
     * Creates a maker of spans.
     *
     * @param source called for each span, since the global instance may be set later
     */
    MailSpans(Supplier<OpenTelemetry> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * Returns a maker of spans with the OpenTelemetry bean of the server or the application, else with the global instance.
     *
     * @throws LinkageError when the API is missing, or too old to return a no-op global instance
     */
    static MailSpans of(Instance<Object> beans) {
        Instance<OpenTelemetry> ofTheServer = beans.select(OpenTelemetry.class);
        if (ofTheServer.isResolvable()) {
            OpenTelemetry one = ofTheServer.get();
            return new MailSpans(() -> one, Clock.systemUTC());
        }
        return new MailSpans(GlobalOpenTelemetry::getOrNoop, Clock.systemUTC());
    }

    Step send(String id, String queue) {
        return new Seen(messaging("send", queue, SpanKind.PRODUCER)
                .setAttribute(MESSAGE_ID, id)
                .startSpan());
    }

    Step process(Message message) {
        Context context = W3CTraceContextPropagator.getInstance().extract(Context.current(), message, new Properties());
        return new Seen(messaging("process", queue(message), SpanKind.CONSUMER)
                .setParent(context)
                .addLink(Span.fromContext(context).getSpanContext())
                .setAttribute(MESSAGE_ID, id(message))
                .startSpan());
    }

    private SpanBuilder messaging(String operation, String queue, SpanKind kind) {
        return tracer().spanBuilder((operation + " " + queue).strip())
                .setSpanKind(kind)
                .setAttribute(SYSTEM, "jms")
                .setAttribute(OPERATION, operation)
                .setAttribute(OPERATION_TYPE, operation)
                .setAttribute(DESTINATION, queue);
    }

    private Tracer tracer() {
        return source.get().getTracer(SCOPE);
    }

    /** Returns the name of the message's queue; empty where the broker does not say. */
    private static String queue(Message message) {
        try {
            return message.getJMSDestination() instanceof Queue queue ? queue.getQueueName() : "";
        } catch (JMSException e) {
            return "";
        }
    }

    private static String id(Message message) {
        try {
            return QueuedMailCodec.id(message);
        } catch (JMSException e) {
            return "";
        }
    }

    /** Reader of the trace properties that {@code goOn} has set. */
    private static final class Properties implements TextMapGetter<Message> {
        @Override
        public Iterable<String> keys(Message message) {
            return Telemetry.PROPERTIES;
        }

        @Override
        public String get(Message message, String name) {
            try {
                return message == null ? null : message.getStringProperty(name);
            } catch (JMSException e) {
                return null;
            }
        }
    }

    private static void set(Message message, String name, String value) {
        try {
            message.setStringProperty(name, value);
        } catch (JMSException e) {
            throw new JMSRuntimeException("property " + name + " can't be set: " + e.getMessage(), "", e);
        }
    }

    /** A span that is current on this thread until the step is closed. */
    private final class Seen implements Step {
        private final Span span;
        private final Scope scope;

        @SuppressWarnings("MustBeClosedChecker") // close() closes it
        Seen(Span span) {
            this.span = span;
            this.scope = span.makeCurrent();
        }

        @Override
        public void goOn(Message message) {
            W3CTraceContextPropagator.getInstance().inject(Context.current(), message, MailSpans::set);
        }

        @Override
        public void tried(DeliveryReport part) {
            List<RecipientOutcome> outcomes = part.outcomes().stream()
                    .filter(outcome -> outcome.kind() != RecipientOutcome.Kind.NOT_TRIED)
                    .toList();
            if (outcomes.isEmpty()) {
                return;
            }
            Instant now = clock.instant();
            Span delivery = tracer().spanBuilder("deliver")
                    .setSpanKind(SpanKind.CLIENT)
                    .setStartTimestamp(now.minus(time(part)))
                    .startSpan();
            outcomes.stream()
                    .flatMap(outcome -> peer(outcome).stream())
                    .findFirst()
                    .ifPresent(peer -> {
                        delivery.setAttribute(SERVER, peer.host()).setAttribute(PEER, peer.address());
                        if (peer.port() > 0) {
                            delivery.setAttribute(SERVER_PORT, peer.port()).setAttribute(PEER_PORT, peer.port());
                        }
                    });
            delivery.setAttribute(
                    STATUSES,
                    distinct(outcomes.stream().map(outcome -> outcome.status().toString())));
            recipients(delivery, outcomes.stream().map(MailState::statusOf).toList());
            delivery.end(now);
        }

        @Override
        public void ended(QueuedMail before, AttemptResult result, long size) {
            QueuedMail after = result.mail();
            span.setAttribute(MESSAGE_ID, after.id()).setAttribute(SIZE, size).setAttribute(ATTEMPTS, after.attempts());
            result.next().ifPresent(next -> span.setAttribute(NEXT, next.toString()));
            List<Recipient> open = before.open();
            recipients(
                    span,
                    after.recipients().stream()
                            .filter(status -> open.contains(status.recipient()))
                            .toList());
        }

        @Override
        public void failed(Exception reason) {
            error(span, reason.getClass().getName());
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }

    /** Returns the time since the delivery began, without earlier waiting such as for the destination's concurrency limit. */
    private static Duration time(DeliveryReport part) {
        return part.attempts().values().stream()
                .map(attempt -> attempt.setup().plus(attempt.transmission()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Optional<Peer> peer(RecipientOutcome outcome) {
        if (outcome instanceof RecipientOutcome.Delivered delivered) {
            return Optional.of(delivered.peer());
        }
        return outcome instanceof RecipientOutcome.Undelivered undelivered
                ? Optional.ofNullable(undelivered.failure().peer())
                : Optional.empty();
    }

    /** Sets the numbers of recipients by state, and as error the status of the first recipient without the mail. */
    private static void recipients(Span span, Collection<RecipientStatus> statuses) {
        span.setAttribute(
                        RECIPIENT_DOMAINS,
                        distinct(statuses.stream().map(QueueEntry::domain)).stream()
                                .limit(DOMAINS)
                                .toList())
                .setAttribute(DELIVERED, count(statuses, State.DELIVERED))
                .setAttribute(DEFERRED, count(statuses, State.DEFERRED))
                .setAttribute(FAILED, count(statuses, State.FAILED));
        statuses.stream()
                .filter(status -> status.state() == State.DEFERRED || status.state() == State.FAILED)
                .findFirst()
                .ifPresent(status -> error(span, status.status()));
    }

    private static void error(Span span, String type) {
        span.setStatus(StatusCode.ERROR).setAttribute(ERROR, type);
    }

    private static long count(Collection<RecipientStatus> statuses, State state) {
        return statuses.stream().filter(status -> status.state() == state).count();
    }

    private static List<String> distinct(Stream<String> texts) {
        return texts.distinct().toList();
    }
}
