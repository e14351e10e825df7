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
import org.postchaise.api.Turn;

/**
 * Which nodes work on the queue. Each shows that it lives by a message in the control queue, which it replaces every few seconds ({@link
 * #beat}), until it {@link #leave leaves}. One that shows nothing new for {@link #LIFE} is gone: by the clock of who looks, so clocks need not agree. Thread-safe.
 */
final class Nodes {
    /** Whose sign of life a message is. */
    static final String NODE = "postchaise_node";

    /** How many signs it has given. */
    static final String BEAT = "postchaise_beat";

    /** The last sign of a node that has left. It stays for {@link #LIFE}, so that all others see it. */
    private static final long LEFT = Long.MAX_VALUE;

    /** How long a node is there without a new sign. */
    static final Duration LIFE = Duration.ofSeconds(15);

    /** How long the first message is waited for that should be there: brokers may be far. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How long nothing comes when the queue has no further message. */
    private static final Duration SILENCE = Duration.ofMillis(50);

    private final QueueSessions sessions;
    private final LongSupplier nanoTime;
    private final String name = UUID.randomUUID().toString();
    private final AtomicLong beats = new AtomicLong();
    private final Map<String, Sign> signs = new HashMap<>();
    private volatile Turn.Share share = Turn.Share.ALL;

    /**
     * The last one of a node.
     *
     * @param seen when it was seen first
     */
    private record Sign(long beat, long seen) {}

    /**
     * This node among others; a new one at each start.
     *
     * @param nanoTime the time, as {@link System#nanoTime()}
     */
    Nodes(QueueSessions sessions, LongSupplier nanoTime) {
        this.sessions = sessions;
        this.nanoTime = nanoTime;
    }

    /** What this node may have of limits that hold for all; of a node that has not looked yet, all. */
    Turn.Share share() {
        return share;
    }

    /**
     * Gives a sign, and looks for those of others; removes those of nodes that are gone.
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
     * Tells the others that this node works on the queue no more, instead of the signs before.
     *
     * @throws QueueUnavailableException when the broker does not answer; the others know it after {@link #LIFE}
     */
    void leave() {
        sessions.untransacted(context -> {
            show(context, LEFT);
            remove(context, Selector.of(NODE, name).below(BEAT, LEFT));
            return name;
        });
    }

    /** What of a node that dies is of no use to anybody: not persistent. */
    private void show(JMSContext context, long beat) throws JMSException {
        Message message = context.createMessage();
        message.setStringProperty(NODE, name);
        message.setLongProperty(BEAT, beat);
        context.createProducer().setDeliveryMode(DeliveryMode.NON_PERSISTENT).send(sessions.control(), message);
    }

    private void remove(JMSContext context, Selector signs) {
        signs.removeAll(context, sessions.control(), PATIENCE, SILENCE);
    }

    /** The last sign of each node. */
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

    /** Which of those that are shown are gone. One whose sign is between two messages is not shown, and still there. */
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
            share = new Turn.Share(
                    (int) live.stream().filter(node -> node.compareTo(name) < 0).count(), live.size());
            gone.retainAll(shown.keySet());
            return gone;
        }
    }
}
