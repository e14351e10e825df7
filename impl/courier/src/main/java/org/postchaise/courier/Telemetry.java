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
import org.postchaise.engine.log.LineLog;

/**
 * OpenTelemetry traces, if the application sees the OpenTelemetry API: by the bean {@code OpenTelemetry} of the server or the application, or the global
 * instance. Without the API, no traces: this class itself needs no class of the API.
 */
@ApplicationScoped
public class Telemetry {
    /** Properties with a mail's trace, named by W3C Trace Context; they stay with the JMS message for as long as the mail is queued. */
    static final List<String> PROPERTIES = List.of("traceparent", "tracestate");

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    @Inject
    private Instance<Object> beans;

    private Optional<MailSpans> spans = Optional.empty();

    /** Looks for the OpenTelemetry API. */
    @PostConstruct
    void find() {
        try {
            spans = Optional.of(MailSpans.of(beans));
        } catch (LinkageError e) {
            // usual: most applications do not see the API
            LOG.log(Level.DEBUG, "no traces, since there is no API of OpenTelemetry", e);
        }
    }

    /** Returns the step of putting a mail into {@code queue}. */
    Step send(QueuedMail mail, Queue queue) throws JMSException {
        return spans.isPresent() ? spans.get().send(mail.id(), queue.getQueueName()) : Step.UNSEEN;
    }

    /** Returns the step of an attempt to deliver the mail in {@code message}. */
    Step process(Message message) {
        return spans.isPresent() ? spans.get().process(message) : Step.UNSEEN;
    }
}
