/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.time.Duration;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.postchaise.api.spi.NodeShare;

/**
 * Registry of the nodes that work on the queue. Each node shows that it lives by a message in the control queue, which the node replaces every few seconds
 * ({@link #beat}) until it {@link #leave leaves}. A node without a new sign of life for {@link #LIFE} is gone: by the clock of the observing node, so clocks
 * need not agree. Thread-safe.
 */
final class Nodes {
    /** Property with the name of the node that sent a sign of life. */
    static final String NODE = "postchaise_node";

    /** Property with the number of a node's sign of life. */
    static final String BEAT = "postchaise_beat";

    /** Number of the last sign of a node that has left. That sign stays for {@link #LIFE}, so that all other nodes see it. */
    private static final long LEFT = Long.MAX_VALUE;

    /** Time after which a node without a new sign is gone. */
    static final Duration LIFE = Duration.ofSeconds(15);

    /** Time to wait for the first expected message: brokers may be far away. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Time without a message after which the queue has no further one. */
    private static final Duration SILENCE = Duration.ofMillis(50);

    private final QueueSessions sessions;
    private final LongSupplier nanoTime;
    private final String name = UUID.randomUUID().toString();
    private final AtomicLong beats = new AtomicLong();
    private final Map<String, Sign> signs = new HashMap<>();
    private volatile NodeShare share = NodeShare.ALL;

    /**
     * Last sign of life of a node.
     *
     * @param seen the time when the sign was first seen
     */
    private record Sign(long beat, long seen) {}

    /**
     * Creates a registry for this node, which gets a new name.
     *
     * @param nanoTime the time, as {@link System#nanoTime()}
     */
    Nodes(QueueSessions sessions, LongSupplier nanoTime) {
        this.sessions = sessions;
        this.nanoTime = nanoTime;
    }

    /** Returns this node's share of limits that hold for all nodes; the whole limits before the first {@link #beat}. */
    NodeShare share() {
        return share;
    }

    /**
     * Publishes a sign of life, reads the signs of other nodes, and removes the signs of nodes that are gone.
     *
     * @throws QueueUnavailableException when the broker does not answer; the share is as before
     */
    void beat() {
        long beat = beats.incrementAndGet();
        Map<String, Long> shown = sessions.untransacted(context -> {
            show(context, beat);
            if (beat > 1) {
                remove(context, Selector.of(NODE, name).below(BEAT, beat));
            }
            return look(context);
        });
        Set<String> gone = note(shown);
        if (!gone.isEmpty()) {
            sessions.untransacted(context -> {
                for (String node : gone) {
                    remove(context, Selector.of(NODE, node));
                }
                return gone;
            });
        }
    }

    /**
     * Tells the other nodes that this node has left, by a last sign in place of the signs before.
     *
     * @throws QueueUnavailableException when the broker does not answer; the others notice after {@link #LIFE}
     */
    void leave() {
        sessions.untransacted(context -> {
            show(context, LEFT);
            remove(context, Selector.of(NODE, name).below(BEAT, LEFT));
            return name;
        });
    }

    /** Sends a sign of life; not persistent, since a sign is useless after the death of its node. */
    private void show(JMSContext context, long beat) throws JMSException {
        Message message = context.createMessage();
        message.setStringProperty(NODE, name);
        message.setLongProperty(BEAT, beat);
        context.createProducer().setDeliveryMode(DeliveryMode.NON_PERSISTENT).send(sessions.control(), message);
    }

    private void remove(JMSContext context, Selector signs) {
        signs.removeAll(context, sessions.control(), PATIENCE, SILENCE);
    }

    /** Returns the number of the last sign of each node. */
    private Map<String, Long> look(JMSContext context) throws JMSException {
        Map<String, Long> shown = new HashMap<>();
        try (QueueBrowser browser = context.createBrowser(sessions.control())) {
            Enumeration<?> messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                Message message = (Message) messages.nextElement();
                if (message.propertyExists(NODE) && message.propertyExists(BEAT)) {
                    shown.merge(message.getStringProperty(NODE), message.getLongProperty(BEAT), Math::max);
                }
            }
        }
        return shown;
    }

    /**
     * Records the {@code shown} signs, updates the share, and returns the nodes among them that are gone. A node whose sign is just being replaced is not
     * shown, and still live.
     */
    private Set<String> note(Map<String, Long> shown) {
        synchronized (signs) {
            long now = nanoTime.getAsLong();
            shown.forEach((node, beat) -> signs.merge(
                    node, new Sign(beat, now), (before, latest) -> before.beat() < latest.beat() ? latest : before));
            Set<String> live = new TreeSet<>(Set.of(name));
            Set<String> gone = new TreeSet<>();
            signs.forEach((node, sign) -> {
                if (now - sign.seen() >= LIFE.toNanos()) {
                    gone.add(node);
                } else if (sign.beat() < LEFT) {
                    live.add(node);
                }
            });
            gone.remove(name);
            signs.keySet().removeIf(node -> gone.contains(node) && !shown.containsKey(node));
            share = new NodeShare(
                    (int) live.stream().filter(node -> node.compareTo(name) < 0).count(), live.size());
            gone.retainAll(shown.keySet());
            return gone;
        }
    }
}
