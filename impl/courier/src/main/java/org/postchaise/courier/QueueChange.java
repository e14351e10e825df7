/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.postchaise.api.MailStatus;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.log.Printable;

/**
 * One operation on the mails that a filter matches: a pass over each queue where such mails may be.
 *
 * <p>A pass sends a marker to the queue's tail and takes the messages before the marker from the head, in transactions of a few mails. A matching mail gets the
 * operation; any other message goes to the tail unchanged. So each mail is in exactly one queue at each commit, whoever else takes from the queue, and a crash
 * leaves at most a marker (so does the search for a single mail, which ends where the mail is found). Each message that a pass puts into its own queue carries
 * the id of the pass: should another consumer take the marker, the pass ends at the first message that it has seen before. A consumer that meets a foreign
 * marker drops it ({@link #isMarker}). Two passes at once over one queue may each miss messages that the other puts back, without other harm.
 *
 * <p>A mail that the operation has sent to its active queue can be deferred again, as for a suspended destination at once, into a queue that is still to be
 * passed. The ids of such mails are kept until the operation ends, so that each mail is changed and counted once.
 */
final class QueueChange {
    /** Property with the id of the pass that put a message into its queue; any message can carry it. */
    static final String PASS = "postchaise_pass";

    /** Property with the id of the pass whose marker a message is; only messages without a body carry it. */
    static final String MARKER = "postchaise_marker";

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    /** Largest number of messages that a transaction takes; {@link #BATCH_OCTETS} limits their content. */
    private static final int BATCH_MAILS = 200;

    private static final long BATCH_OCTETS = 1 << 20;

    /** Time without a message after which a queue counts as empty. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    /** Time without a message after which the messages taken so far are committed: a broker that pages may not deliver more before. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Number of searches for a mail that moves from queue to queue. */
    private static final int SEARCHES = 3;

    private final QueueSessions sessions;
    private final Consumer<MailStatus> events;
    private final Clock clock;
    private final QueueOperation operation;
    private final QueueFilter filter;
    private final String pass = UUID.randomUUID().toString();
    private final Set<String> sent = new HashSet<>();
    private int changed;

    /** True if the filter matches a single entry of the queue, which was found. */
    private boolean single;

    /**
     * Creates an operation that has not begun.
     *
     * @param events receives, within the transaction, the status of each changed mail
     */
    QueueChange(
            QueueSessions sessions,
            Consumer<MailStatus> events,
            Clock clock,
            QueueOperation operation,
            QueueFilter filter) {
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
        this.operation = operation;
        this.filter = filter;
    }

    /**
     * Returns true if {@code message} is the marker of a pass and can be dropped: the marker property is set, and there is no body. A client's message with
     * that property and a body is no marker but a dead letter, so that no content is lost.
     */
    static boolean isMarker(Message message) throws JMSException {
        return message.propertyExists(MARKER)
                && !(message instanceof BytesMessage
                        || message instanceof TextMessage
                        || message instanceof MapMessage
                        || message instanceof ObjectMessage
                        || message instanceof StreamMessage);
    }

    /**
     * Performs the operation.
     *
     * @return the number of changed mails
     * @throws IllegalArgumentException when the filter names a queue to which the operation does not apply
     * @throws QueueUnavailableException when the broker stops answering; the message has the number of mails changed before
     */
    int perform() {
        List<QueueName> places = List.copyOf(operation.places(filter));
        try {
            if (filter.id().isPresent()) {
                one(filter.id().get(), places);
            } else {
                all(places);
            }
        } catch (QueueUnavailableException e) {
            throw new QueueUnavailableException(e.getMessage() + "; before that, " + operation.total(changed), e);
        } finally {
            LOG.log(Level.INFO, operation.total(changed));
        }
        return changed;
    }

    private void all(List<QueueName> places) {
        places.forEach(place -> sessions.queues(place).forEach(queue -> pass(place, queue)));
    }

    /**
     * Performs the operation on the mail {@code id}, which may be moving to a queue searched before, or have several parts, or several submissions with its
     * idempotency key.
     */
    private void one(String id, List<QueueName> places) {
        QueueSurvey survey = new QueueSurvey(sessions);
        for (int search = 0; search < SEARCHES && changed == 0; search++) {
            Optional<QueueSurvey.Location> found = survey.locate(id, places);
            if (found.isEmpty()) {
                return;
            }
            if (!found.get().isWhole()) {
                all(places);
                return;
            }
            single = true;
            QueueName place = found.get().place();
            Queue queue = found.get().queue();
            // a broker that pages may not find the mail by a selector; the pass below does
            finish(sessions.transacted(context -> {
                try (JMSConsumer consumer =
                        context.createConsumer(queue, found.get().selector())) {
                    return batch(context, consumer, place, queue);
                }
            }));
            if (changed == 0) {
                pass(place, queue);
            }
        }
    }

    private void pass(QueueName place, Queue queue) {
        sessions.transacted(context -> {
            Message marker = context.createMessage();
            marker.setStringProperty(MARKER, pass);
            context.createProducer()
                    .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                    .send(queue, marker);
            return marker;
        });
        boolean more = true;
        while (more) {
            more = finish(sessions.transacted(context -> {
                try (JMSConsumer head = context.createConsumer(queue)) {
                    return batch(context, head, place, queue);
                }
            }));
        }
    }

    /** Counts and logs a committed batch, and returns true if the pass goes on. */
    private boolean finish(Batch batch) {
        changed += batch.ids().size();
        batch.ids().forEach(id -> LOG.log(Level.INFO, Printable.line(operation.line(id))));
        return batch.more() && !(single && changed > 0);
    }

    /**
     * Result of one transaction.
     *
     * @param ids the ids of the changed mails
     * @param more true if the queue may hold more messages before the marker
     */
    private record Batch(List<String> ids, boolean more) {}

    private Batch batch(JMSContext context, JMSConsumer head, QueueName place, Queue queue) throws JMSException {
        List<String> ids = new ArrayList<>();
        long octets = 0;
        for (int taken = 0; taken < BATCH_MAILS && octets < BATCH_OCTETS; taken++) {
            Message message = head.receive((taken == 0 ? SILENCE : PAUSE).toMillis());
            if (message == null) {
                return new Batch(ids, taken > 0);
            }
            if (isMarker(message)) {
                if (pass.equals(message.getStringProperty(MARKER))) {
                    return new Batch(ids, false);
                }
                continue;
            }
            boolean seen = pass.equals(message.getStringProperty(PASS));
            QueueEntry entry = QueueEntry.of(place, message);
            octets += entry.size();
            if (!seen && !sent.contains(entry.id()) && filter.matches(entry) && operation.canChange(entry)) {
                change(context, message, entry);
                ids.add(entry.id());
                if (single) {
                    return new Batch(ids, false);
                }
            } else {
                putBack(context, queue, message, entry);
                if (seen) {
                    return new Batch(ids, false);
                }
            }
        }
        return new Batch(ids, true);
    }

    /** Puts a message back unchanged; a JMS client's submission gets a state, so that the mail keeps its id. */
    private void putBack(JMSContext context, Queue queue, Message message, QueueEntry entry) throws JMSException {
        try (StoredMessage stored = new StoredMessage(message)) {
            if (entry.mail().isEmpty() || !EnvelopeProperties.areIn(message)) {
                send(context, queue, stored.copy(context));
                return;
            }
            for (QueuedMail part : QueuedMailCodec.parts(entry.mail().get())) {
                Message copy = stored.withState(part, context);
                if (entry.place() == QueueName.DEAD) {
                    copy.setStringProperty(MailQueue.REASON, entry.reason());
                }
                send(context, queue, copy);
            }
        }
    }

    private void change(JMSContext context, Message message, QueueEntry entry) throws JMSException {
        Optional<Instant> next =
                operation.to().filter(to -> to == QueueName.ACTIVE).map(to -> clock.instant());
        if (entry.mail().isPresent()) {
            QueuedMail after = operation.change(entry.mail().get());
            if (operation.to().isPresent()) {
                QueueName to = operation.to().get();
                try (StoredMessage stored = new StoredMessage(message)) {
                    for (QueuedMail part : QueuedMailCodec.parts(after)) {
                        send(context, sessions.queues(to).get(to.queueOf(part)), stored.withState(part, context));
                        if (to == QueueName.ACTIVE) {
                            sent.add(part.id());
                        }
                    }
                }
            }
            events.accept(after.status(next));
        }
    }

    private void send(JMSContext context, Queue queue, Message copy) throws JMSException {
        copy.setStringProperty(PASS, pass);
        context.createProducer().send(queue, copy);
    }
}
