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
 * Mail that the broker itself has given up: brokers have a limit of deliveries of their own, and put what exceeds it into a dead-letter queue of the
 * whole server, where no operator of mail looks. What comes from the courier's queues is moved from there to the courier's own dead letters, with a
 * reason, and can be listed and requeued.
 */
final class BrokerDeadLetters {
    /** Artemis: the queue of WildFly's set-up, and of Artemis's own. */
    private static final String ARTEMIS = "DLQ";

    /** Artemis: the name of the queue that a dead letter was in. */
    private static final String ORIGIN = "_AMQ_ORIG_QUEUE";

    /** Open Message Queue: the dead message queue, which can't have another name. */
    private static final String OPEN_MQ = "mq.sys.dmq";

    /** What WildFly puts before a queue's name. */
    private static final String PREFIX = "jms.queue.";

    /** The most that is moved in one transaction: mails, and octets of content. */
    private static final int BATCH_MAILS = 50;

    private static final long BATCH_OCTETS = 8L << 20;

    /** How long the first message is waited for, in milliseconds. */
    private static final long PATIENCE = 100;

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    private final QueueSessions sessions;
    private final Consumer<MailStatus> events;

    /** @param events told, within the transaction, of each mail that was given up */
    BrokerDeadLetters(QueueSessions sessions, Consumer<MailStatus> events) {
        this.sessions = sessions;
        this.events = events;
    }

    /**
     * Where a broker keeps dead letters.
     *
     * @param queue the broker's name of the queue
     * @param selector finds what was in the courier's queues
     */
    private record Source(String queue, String selector) {}

    /**
     * Moves all that is there.
     *
     * @return how many messages
     * @throws QueueUnavailableException when the broker does not answer; what was moved before stays so
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

    /** Returns the place where the broker of {@code context} keeps dead letters; empty for a broker of an unknown make. */
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
