/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postchaise.it.peers.TraceCollector;
import org.postchaise.it.peers.TraceCollector.Span;
import org.postchaise.testkit.MockMailbox;

/** Traces of a server with OpenTelemetry: WildFly with its subsystem, Payara with a few properties; the other tests run without. */
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
        collector = TraceCollector.start();
        ServerSession.control().sendTraces(collector.endpoint());
    }

    @AfterAll
    static void disable() {
        ServerSession.control().sendNoTraces();
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
