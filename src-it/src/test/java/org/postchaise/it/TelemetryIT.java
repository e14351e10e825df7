/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postchaise.it.peers.TraceCollector;
import org.postchaise.it.peers.TraceCollector.Span;
import org.postchaise.it.server.WildFly;
import org.postchaise.testkit.MockMailbox;

/** Traces of a server with WildFly's subsystem {@code opentelemetry}; the other tests run without it. */
@ArquillianTest
class TelemetryIT {
    private static final byte[] SMALL = Contents.plain("small");
    private static final int CLIENT = 3;
    private static final int PRODUCER = 4;
    private static final int CONSUMER = 5;

    private static TraceCollector collector;

    private final MockMailbox relay = ServerSession.relay();
    private final ItClient application = new ItClient();

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.application();
    }

    @BeforeAll
    static void enable() {
        if (!(ServerSession.control() instanceof WildFly server)) {
            String reason = "the subsystem is WildFly's";
            System.out.println("skipped: " + reason);
            Assumptions.abort(reason);
            return;
        }
        collector = TraceCollector.start();
        server.cli(
                "/extension=org.wildfly.extension.opentelemetry:add",
                "/subsystem=opentelemetry:add(endpoint=\"" + collector.endpoint() + "\",span-processor-type=simple)",
                "/system-property=otel.exporter.otlp.protocol:add(value=\"http/protobuf\")",
                "/system-property=otel.metrics.exporter:add(value=none)",
                "/system-property=otel.logs.exporter:add(value=none)",
                "reload");
        // WildFly's metrics refuse a deployment that comes while resources of the broker are on their way (a
        // NullPointerException in MetricCollector)
        server.cli("/subsystem=messaging-activemq/server=default:read-attribute(name=started)");
    }

    @AfterAll
    static void disable() {
        if (collector == null) {
            return;
        }
        ((WildFly) ServerSession.control())
                .cli(
                        "/subsystem=opentelemetry:remove",
                        "/extension=org.wildfly.extension.opentelemetry:remove",
                        "/system-property=otel.exporter.otlp.protocol:remove",
                        "/system-property=otel.metrics.exporter:remove",
                        "/system-property=otel.logs.exporter:remove",
                        "reload");
        collector.close();
    }

    @BeforeEach
    void emptyMailbox() {
        relay.acceptAll();
        relay.clear();
    }

    @Test
    void submissionAndAttemptsAreOneTrace() {
        relay.refuseRecipients(to -> true, "451 4.3.0 try later", 1);

        String id = application
                .submit(SMALL, "ann@example.net", "times=1&transactions=each")
                .get(0);

        Waits.until(() -> assertThat(collector.saying(id)).hasSize(3));
        Span send = collector.saying(id).get(0);
        List<Span> trace = collector.trace(send.traceId());
        assertThat(send.name()).startsWith("send ").endsWith("postchaise_queue");
        assertThat(send.kind()).isEqualTo(PRODUCER);
        assertThat(trace).hasSize(5).noneSatisfy(span -> assertThat(span.raw()).contains("ann@"));
        List<Span> attempts =
                trace.stream().filter(span -> span.kind() == CONSUMER).toList();
        assertThat(attempts).hasSize(2).allSatisfy(attempt -> {
            assertThat(attempt.parent()).isEqualTo(send.id());
            assertThat(attempt.name()).startsWith("process ").endsWith("postchaise_queue");
        });
        assertThat(trace)
                .filteredOn(span -> span.kind() == CLIENT)
                .extracting(Span::parent)
                .containsExactlyElementsOf(attempts.stream().map(Span::id).toList());
        assertThat(attempts.get(0).raw()).contains("error.type", "4.3.0", "example.net");
        assertThat(attempts.get(1).raw()).doesNotContain("error.type");
    }

    @Test
    void mailOfAnyClientOfTheBrokerIsPartOfItsTrace() {
        String trace = UUID.randomUUID().toString().replace("-", "");

        application.jms(
                SMALL,
                "postchaise_sender=shop@example.com&postchaise_recipients=ann@example.net&traceparent=00-" + trace
                        + "-b7ad6b7169203331-01");

        Waits.until(() -> assertThat(collector.trace(trace)).hasSize(2));
        assertThat(collector.trace(trace).get(1).parent()).isEqualTo("b7ad6b7169203331");
    }
}
