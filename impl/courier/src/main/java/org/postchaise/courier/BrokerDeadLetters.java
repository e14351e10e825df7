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
import org.postchaise.engine.log.LineLog;

/**
 * Mover of mail that the broker itself has given up. Brokers have a delivery limit of their own, and put a message that exceeds the limit into a dead-letter
 * queue of the whole server, where no operator of mail looks. Mail from the active queue is moved from there back to the active queue: not the mail is at fault
 * but its surroundings, such as an application that is being stopped or a full disk; a mail that fails each time is found by the courier's own limit. What comes back
 * {@value #MAX_RETURNS} times, what is no mail, and messages from other queues are moved to the courier's own dead-letter queue, with a reason, where an operator can
 * list and requeue them.
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

    /** Property with the number of times that a mail came back from the broker's dead letters since its last attempt. */
    static final String RETURNS = "postchaise_returns";

    /** Number of returns after which a mail becomes a dead letter of the courier. */
    private static final int MAX_RETURNS = 10;

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
     * Moves all dead letters that came from the courier's queues, back to the active queue or to the courier's dead-letter queue.
     *
     * @return the number of moved messages
     * @throws QueueUnavailableException when the broker does not answer; messages moved before stay moved
     */
    int adopt() {
        int count = 0;
        List<Line> lines;
        do {
            lines = sessions.transacted(this::batch);
            lines.forEach(line -> LOG.log(line.level(), line.text()));
            count += lines.size();
        } while (!lines.isEmpty());
        return count;
    }

    /** Log line about one message. */
    private record Line(Level level, String text) {}

    private List<Line> batch(JMSContext context) throws JMSException {
        Optional<Source> source = source(context);
        if (source.isEmpty()) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>();
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

    private Line move(JMSContext context, Message message, String from) throws JMSException {
        if (QueueChange.isMarker(message)) {
            return new Line(Level.INFO, "a marker among the broker's dead letters is dropped");
        }
        QueueEntry entry = QueueEntry.of(QueueName.DEAD, message);
        String origin = message.propertyExists(ORIGIN) ? plain(message.getStringProperty(ORIGIN)) : "";
        String reason = "the broker gave it up and put it into its queue " + plain(from)
                + (origin.isEmpty() ? "" : ", from queue " + origin);
        int returns = message.propertyExists(RETURNS) ? message.getIntProperty(RETURNS) : 0;
        if (entry.mail().isPresent() && returns < MAX_RETURNS && isActive(origin)) {
            takeBack(context, message, entry.mail().get(), returns + 1);
            String time = "time " + (returns + 1) + " of " + MAX_RETURNS;
            return new Line(Level.WARNING, entry.id() + " back in the active queue, " + time + ": " + reason);
        }
        try (StoredMessage content = new StoredMessage(message)) {
            Message copy = MailQueue.dead(content, reason, context);
            context.createProducer().send(sessions.queues(QueueName.DEAD).get(0), copy);
        }
        entry.mail()
                .map(mail -> mail.fail("5.3.0", "moved to the dead-letter queue: " + reason))
                .ifPresent(mail -> events.accept(mail.status(Optional.empty())));
        return new Line(Level.ERROR, entry.id() + " moved to the dead-letter queue: " + reason);
    }

    private void takeBack(JMSContext context, Message message, QueuedMail mail, int returns) throws JMSException {
        try (StoredMessage content = new StoredMessage(message)) {
            Message copy = MailQueue.identified(content, context);
            copy.setIntProperty(RETURNS, returns);
            context.createProducer().send(sessions.queues(QueueName.ACTIVE).get(QueueName.ACTIVE.queueOf(mail)), copy);
        }
    }

    /** Returns true for the name of a queue of mail under delivery; the empty name too: Open Message Queue gives up what its beans consume, and nothing else. */
    private boolean isActive(String origin) throws JMSException {
        boolean active = origin.isEmpty();
        for (Queue queue : sessions.queues(QueueName.ACTIVE)) {
            active |= plain(queue.getQueueName()).equals(origin);
        }
        return active;
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
        for (QueueName place : QueueName.values()) {
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
