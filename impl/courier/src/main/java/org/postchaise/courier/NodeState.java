/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.postchaise.api.Turn;

/**
 * What {@link ControlRun} has found out of this node among others. No enterprise bean: those are stopped before the message-driven beans of an application that
 * goes, which then take mail that nobody can answer for (seen on Payara).
 */
@ApplicationScoped
public class NodeState {
    private final BrokerAbsence absence = new BrokerAbsence(System::nanoTime);
    private volatile Turn.Share share = Turn.Share.ALL;

    /** Asks the broker by {@code nodes}. */
    void beat(Nodes nodes) {
        absence.ask(nodes::beat);
        share = nodes.share();
    }

    /** What this node may have of limits on destinations, which hold for all nodes together. */
    Turn.Share share() {
        return share;
    }

    /** Whether {@code message} is from a time before the broker was away last: then it may have been given to another node meanwhile. */
    boolean mayBeAnothers(Message message, Instant now) throws JMSException {
        Optional<Duration> since = absence.last();
        return since.isPresent()
                && !message.propertyExists(MailQueue.CONFIRMED)
                && message.getJMSTimestamp() <= now.minus(since.get()).toEpochMilli();
    }
}
