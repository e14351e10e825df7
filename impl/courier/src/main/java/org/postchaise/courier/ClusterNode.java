/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.postchaise.api.spi.NodeShare;

/**
 * State of this node among the nodes on the broker, as found by {@link ControlTimer}. No enterprise bean: at an undeployment the server stops enterprise beans
 * before the application's message-driven beans, which then take mail that they can't decide on (seen on Payara).
 */
@ApplicationScoped
public class ClusterNode {
    private final BrokerOutage outage = new BrokerOutage(System::nanoTime);
    private volatile NodeShare share = NodeShare.ALL;

    /** Publishes a sign of life by {@code nodes}, and records the broker's outage and this node's share. */
    void beat(Nodes nodes) {
        outage.ask(nodes::beat);
        share = nodes.share();
    }

    /** Returns this node's share of the destinations' concurrency limits, which hold for all nodes together. */
    NodeShare share() {
        return share;
    }

    /** Returns true if {@code message} is older than the broker's last outage: the broker may have delivered the message to another node since. */
    boolean mayBeAnothers(Message message, Instant now) throws JMSException {
        Optional<Duration> since = outage.last();
        return since.isPresent()
                && !message.propertyExists(MailQueue.CONFIRMED)
                && message.getJMSTimestamp() <= now.minus(since.get()).toEpochMilli();
    }
}
