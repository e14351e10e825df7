/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.postchaise.api.MailStatus;
import org.postchaise.engine.event.LineLog;

/**
 * Mover of mail that the broker itself has given up. Brokers have a delivery limit of their own, and put a message that exceeds the limit into a dead-letter
 * queue of the whole server, where no operator of mail looks. Messages from the courier's queues are moved from there to the courier's own dead-letter queue,
 * with a reason, where an operator can list and requeue them.
 */
final class BrokerDeadLetters {
    /** Artemis: name of the dead-letter queue in WildFly's configuration, and in Artemis's own. */
    private static final String ARTEMIS = "DLQ";

    /** Artemis: property with the name of the queue that a dead letter came from. */
    private static final String ORIGIN = "_AMQ_ORIG_QUEUE";

    /** Open Message Queue: name of the dead message queue, which is fixed. */
    private static final String OPEN_MQ = "mq.sys.dmq";

    /** Prefix that WildFly puts before a queue's name. */
    private static final String PREFIX = "jms.queue.";

    /** Largest number of mails that one transaction moves; {@link #BATCH_OCTETS} limits their content. */
    private static final int BATCH_MAILS = 50;

    private static final long BATCH_OCTETS = 8L << 20;

    /** Time to wait for a message, in milliseconds. */
    private static final long PATIENCE = 100;

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    private final QueueSessions sessions;
    private final Consumer<MailStatus> events;

    /**
     * Creates a mover.
     *
     * @param events receives, within the transaction, the status of each mail that was given up
     */
    BrokerDeadLetters(QueueSessions sessions, Consumer<MailStatus> events) {
        this.sessions = sessions;
        this.events = events;
    }

    /**
     * Dead-letter queue of a broker.
     *
     * @param queue the broker's name of the queue
     * @param selector the JMS selector of messages from the courier's queues
     */
    private record Source(String queue, String selector) {}

    /**
     * Moves all dead letters that came from the courier's queues.
     *
     * @return the number of moved messages
     * @throws QueueUnavailableException when the broker does not answer; messages moved before stay moved
     */
    int adopt() {
        int count = 0;
        List<String> lines;
        do {
            lines = sessions.transacted(this::batch);
            lines.forEach(line -> LOG.log(Level.ERROR, line));
            count += lines.size();
        } while (!lines.isEmpty());
        return count;
    }

    private List<String> batch(JMSContext context) throws JMSException {
        Optional<Source> source = source(context);
        if (source.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        Queue queue = context.createQueue(source.get().queue());
        try (JMSConsumer dead = context.createConsumer(queue, source.get().selector())) {
            long octets = 0;
            while (lines.size() < BATCH_MAILS && octets < BATCH_OCTETS) {
                Message message = dead.receive(PATIENCE);
                if (message == null) {
                    break;
                }
                octets += StoredMessage.length(message);
                lines.add(move(context, message, queue.getQueueName()));
            }
        }
        return lines;
    }

    private String move(JMSContext context, Message message, String from) throws JMSException {
        if (QueueChange.isMarker(message)) {
            return "a marker among the broker's dead letters is dropped";
        }
        QueueEntry entry = QueueEntry.of(Place.DEAD, message);
        String origin =
                message.propertyExists(ORIGIN) ? ", from queue " + plain(message.getStringProperty(ORIGIN)) : "";
        String reason = "the broker gave it up and put it into its queue " + plain(from) + origin;
        try (StoredMessage content = new StoredMessage(message)) {
            Message copy = MailQueue.dead(content, reason, context);
            context.createProducer().send(sessions.queues(Place.DEAD).get(0), copy);
        }
        entry.mail()
                .map(mail -> mail.fail("5.3.0", "moved to the dead-letter queue: " + reason))
                .ifPresent(mail -> events.accept(mail.status(Optional.empty())));
        return entry.id() + " moved to the dead-letter queue: " + reason;
    }

    /** Returns the dead-letter queue of the broker behind {@code context}; empty for a broker of an unknown make. */
    private Optional<Source> source(JMSContext context) throws JMSException {
        String make = context.getMetaData().getJMSProviderName();
        if (make.contains("ActiveMQ") || make.contains("Artemis")) {
            return Optional.of(new Source(ARTEMIS, ORIGIN + " IN (" + ours() + ")"));
        }
        if (make.contains("Message Queue") || make.contains("OpenMQ")) {
            return Optional.of(new Source(
                    OPEN_MQ,
                    QueuedMailCodec.STATE + " IS NOT NULL OR " + EnvelopeProperties.SENDER + " IS NOT NULL OR "
                            + EnvelopeProperties.RECIPIENTS + " IS NOT NULL"));
        }
        return Optional.empty();
    }

    private String ours() throws JMSException {
        List<String> names = new ArrayList<>();
        for (Place place : Place.values()) {
            for (Queue queue : sessions.queues(place)) {
                String name = plain(queue.getQueueName());
                names.add(name);
                names.add(PREFIX + name);
            }
        }
        return names.stream().map(name -> "'" + name.replace("'", "''") + "'").collect(Collectors.joining(", "));
    }

    private static String plain(String queue) {
        return queue.startsWith(PREFIX) ? queue.substring(PREFIX.length()) : queue;
    }
}
