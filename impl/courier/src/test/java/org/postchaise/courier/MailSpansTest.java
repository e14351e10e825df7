/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.equalTo;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postchaise.api.Attempt;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Recipient;
import org.postchaise.engine.queue.MailState;
import org.postchaise.engine.queue.NextStep;

class MailSpansTest {
    private static final Recipient ANN = Recipient.of("ann@example.net");
    private static final Recipient BOB = Recipient.of("bob@example.org");

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    private final MailSpans spans = new MailSpans(() -> sdk, Clock.fixed(Outcomes.NOON, ZoneOffset.UTC));

    @AfterEach
    void close() {
        sdk.close();
    }

    @Test
    void submissionIsPartOfTheCallersTraceAndGoesOnInTheMessage() throws Exception {
        BytesMessage message = FakeMessages.bytes();
        Span caller = sdk.getTracer("test").spanBuilder("order").startSpan();
        Context.current()
                .with(caller)
                .wrap(() -> {
                    try (Step step = spans.send("ID1", "postchaise_urgent")) {
                        step.goOn(message);
                    }
                    return message;
                })
                .call();

        SpanData send = only();
        assertThat(send)
                .hasName("send postchaise_urgent")
                .hasKind(SpanKind.PRODUCER)
                .hasParentSpanId(caller.getSpanContext().getSpanId())
                .hasAttributesSatisfyingExactly(
                        equalTo(stringKey("messaging.system"), "jms"),
                        equalTo(stringKey("messaging.operation.name"), "send"),
                        equalTo(stringKey("messaging.operation.type"), "send"),
                        equalTo(stringKey("messaging.destination.name"), "postchaise_urgent"),
                        equalTo(stringKey("messaging.message.id"), "ID1"));
        assertThat(message.getStringProperty("traceparent"))
                .startsWith("00-" + send.getTraceId() + "-" + send.getSpanId() + "-0");
    }

    @Test
    void attemptsAndTheirDeliveriesBelongToTheSubmissionWhateverBecameOfTheMessage() throws JMSException {
        BytesMessage message = FakeMessages.bytes(
                "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "tracestate", "shop=7");
        BytesMessage again = FakeMessages.bytes();
        QueuedMailCodec.keep(message, again);
        QueuedMail mail = Outcomes.mail(ANN.address(), BOB.address());
        QueuedMailCodec.write(mail, again);
        DeliveryReport toAnn = new DeliveryReport(
                List.of(Outcomes.delivered(ANN)),
                Map.of(ANN, new Attempt(1, Duration.ofHours(1), Duration.ofSeconds(2), Duration.ofSeconds(3))));
        DeliveryReport toBob = new DeliveryReport(List.of(Outcomes.deferred(BOB)));
        MailState after = mail.state().apply(toAnn, List.of(ANN)).apply(toBob, List.of(BOB));
        AttemptResult result = new AttemptResult(
                mail,
                new NextStep(after, Optional.of(Outcomes.NOON.plusSeconds(300)), false, List.of("a", "b"), List.of()));

        try (Step step = spans.process(again)) {
            step.tried(toAnn);
            step.tried(toBob);
            step.ended(mail, result, 1234);
        }

        List<SpanData> all = exporter.getFinishedSpanItems();
        assertThat(all).hasSize(3);
        assertThat(all.get(2))
                .hasName("process postchaise_queue")
                .hasKind(SpanKind.CONSUMER)
                .hasTraceId("0af7651916cd43dd8448eb211c80319c")
                .hasParentSpanId("b7ad6b7169203331")
                .hasStatus(StatusData.error())
                .hasAttributesSatisfyingExactly(
                        equalTo(stringKey("messaging.system"), "jms"),
                        equalTo(stringKey("messaging.operation.name"), "process"),
                        equalTo(stringKey("messaging.operation.type"), "process"),
                        equalTo(stringKey("messaging.destination.name"), "postchaise_queue"),
                        equalTo(stringKey("messaging.message.id"), "ID1"),
                        equalTo(longKey("messaging.message.body.size"), 1234),
                        equalTo(longKey("postchaise.attempts"), 2),
                        equalTo(longKey("postchaise.recipients.delivered"), 1),
                        equalTo(longKey("postchaise.recipients.deferred"), 1),
                        equalTo(longKey("postchaise.recipients.failed"), 0),
                        equalTo(stringArrayKey("postchaise.domains"), List.of("example.net", "example.org")),
                        equalTo(stringKey("postchaise.next_attempt"), "2026-01-02T12:05:00Z"),
                        equalTo(stringKey("error.type"), "4.3.0"));
        assertThat(all.get(2).getSpanContext().getTraceState().get("shop")).isEqualTo("7");
        assertThat(all.get(2).getLinks()).hasSize(1);
        assertThat(all.get(0))
                .hasName("deliver")
                .hasKind(SpanKind.CLIENT)
                .hasParent(all.get(2))
                .hasStatus(StatusData.unset())
                .startsAt(Outcomes.NOON.minusSeconds(5))
                .endsAt(Outcomes.NOON)
                .hasAttributesSatisfyingExactly(
                        equalTo(stringKey("server.address"), "mx.example.com"),
                        equalTo(longKey("server.port"), 25),
                        equalTo(stringKey("network.peer.address"), "192.0.2.1"),
                        equalTo(longKey("network.peer.port"), 25),
                        equalTo(stringArrayKey("postchaise.domains"), List.of("example.net")),
                        equalTo(stringArrayKey("postchaise.status"), List.of("2.0.0")),
                        equalTo(longKey("postchaise.recipients.delivered"), 1),
                        equalTo(longKey("postchaise.recipients.deferred"), 0),
                        equalTo(longKey("postchaise.recipients.failed"), 0));
        assertThat(all.get(1)).hasParent(all.get(2)).hasStatus(StatusData.error());
        assertThat(all.get(1).getAttributes().get(stringKey("error.type"))).isEqualTo("4.3.0");
    }

    @Test
    void deliveryThatWaitsForItsTurnWasNone() throws JMSException {
        try (Step step = spans.process(FakeMessages.bytes())) {
            step.tried(new DeliveryReport(List.of(Outcomes.busy(ANN))));
        }

        assertThat(only()).hasName("process postchaise_queue").hasStatus(StatusData.unset());
    }

    @Test
    void whatCouldNotBeDoneTellsNoAddress() throws JMSException {
        try (Step step = spans.process(FakeMessages.bytes("postchaise_id", "ORDER17"))) {
            step.failed(new PoisonMessageException("recipient address \"ann@example\""));
        }

        assertThat(only()).hasStatus(StatusData.error());
        assertThat(only().getAttributes().asMap())
                .containsEntry(stringKey("messaging.message.id"), EnvelopeProperties.idOf("ID:7"))
                .containsEntry(stringKey("error.type"), PoisonMessageException.class.getName());
        assertThat(only().toString()).doesNotContain("ann@");
    }

    @Test
    void traceGoesOnWhereNobodyWritesSpans() throws JMSException {
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        MailSpans none = new MailSpans(OpenTelemetry::noop, Clock.systemUTC());
        BytesMessage notice = FakeMessages.bytes();

        try (Step process = none.process(FakeMessages.bytes("traceparent", parent));
                Step send = none.send("ID2", "postchaise_queue")) {
            send.goOn(notice);
            process.tried(new DeliveryReport(List.of(Outcomes.delivered(ANN))));
        }

        assertThat(notice.getStringProperty("traceparent")).isEqualTo(parent);
    }

    private SpanData only() {
        assertThat(exporter.getFinishedSpanItems()).hasSize(1);
        return exporter.getFinishedSpanItems().get(0);
    }
}
