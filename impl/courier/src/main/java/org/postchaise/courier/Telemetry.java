/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import org.postchaise.engine.event.LineLog;

/**
 * Traces of OpenTelemetry, where the application sees its API: by the {@code OpenTelemetry} that is a bean of the server, or the global one. Elsewhere
 * nothing: this class needs none of the API's.
 */
@ApplicationScoped
public class Telemetry {
    /** The trace that a mail belongs to, by the names of W3C Trace Context; properties of its JMS message for as long as it is queued. */
    static final List<String> PROPERTIES = List.of("traceparent", "tracestate");

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    @Inject
    private Instance<Object> beans;

    private Optional<MailSpans> spans = Optional.empty();

    /** Looks whether there is anything to write traces with. */
    @PostConstruct
    void find() {
        try {
            spans = Optional.of(MailSpans.of(beans));
        } catch (LinkageError e) {
            // the usual case
            LOG.log(Level.DEBUG, "no traces, since there is no API of OpenTelemetry", e);
        }
    }

    /** Puts a mail into {@code queue}. */
    Step send(QueuedMail mail, Queue queue) throws JMSException {
        return spans.isPresent() ? spans.get().send(mail.id(), queue.getQueueName()) : Step.UNSEEN;
    }

    /** Tries to deliver the mail that is {@code message}. */
    Step process(Message message) {
        return spans.isPresent() ? spans.get().process(message) : Step.UNSEEN;
    }
}
