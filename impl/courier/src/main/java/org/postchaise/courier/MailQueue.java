/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.postchaise.api.MessageSource;
import org.postchaise.api.SubmissionException;
import org.postchaise.api.SubmissionOptions.Priority;
import org.postchaise.engine.content.SizeLimit;
import org.postchaise.engine.content.SpooledContent;

/**
 * Store of queued mail: one persistent JMS bytes message for each mail, sent in the caller's JTA transaction where there is one, and at once where there is
 * none. Each mail is in one queue: the active queue of its priority, a deferred queue ({@link QueueRuns}), the hold queue, or the dead-letter queue.
 *
 * <p>Contexts are made from the factory for each use, not injected: an injected context needs an active request or transaction scope, which an application's
 * own threads do not have.
 */
@ApplicationScoped
public class MailQueue implements CheckpointedDelivery.Notes {
    /** Property with the reason why a message is in the dead-letter queue. */
    static final String REASON = "postchaise_reason";

    /** Property with the due time of a deferred mail, in milliseconds since the epoch. */
    static final String DUE = "postchaise_due";

    /** Property that marks a message sent by {@link #confirm}. */
    static final String CONFIRMED = "postchaise_confirmed";

    /** Highest JMS priority (Jakarta Messaging 3.1, section 3.4.10). */
    private static final int HIGHEST = 9;

    /** Largest number of mails that one transaction of a queue run moves; {@link #BATCH_OCTETS} limits their content. */
    private static final int BATCH_MAILS = 50;

    private static final long BATCH_OCTETS = 8L << 20;

    /** Time to wait for mail in an empty queue, in milliseconds; a broker that pages may hold more mail than it has in memory. */
    private static final long PATIENCE = 100;

    @Resource(lookup = "java:comp/DefaultJMSConnectionFactory")
    private ConnectionFactory connections;

    @Resource(lookup = CourierStartup.QUEUE)
    private Queue normal;

    @Resource(lookup = CourierStartup.URGENT)
    private Queue urgent;

    @Resource(lookup = CourierStartup.NON_URGENT)
    private Queue nonUrgent;

    @Resource(lookup = CourierStartup.DEAD_LETTER_QUEUE)
    private Queue deadLetterQueue;

    @Resource(lookup = CourierStartup.HOLD)
    private Queue holdQueue;

    @Resource(lookup = CourierStartup.CONTROL)
    private Queue controlQueue;

    @Resource(lookup = CourierStartup.SETTLED)
    private Queue settled;

    @Inject
    private Telemetry telemetry;

    private final Queue[] deferred = new Queue[QueueRuns.SLOTS];

    /** Looks up the deferred queues, and loads the classes for large content: an undeployed adapter takes classes along that were never used. */
    @PostConstruct
    @SuppressWarnings("BanJNDI") // the names are constants
    void find() {
        QueueContent.rehearse();
        try {
            for (int slot = 0; slot < deferred.length; slot++) {
                deferred[slot] = InitialContext.doLookup(CourierStartup.DEFERRED + slot);
            }
        } catch (NamingException e) {
            throw new IllegalStateException("the deferred queues are not defined: " + e.getMessage(), e);
        }
    }

    /** Returns the queues that make up {@code place}. */
    List<Queue> at(QueueName place) {
        return switch (place) {
            case ACTIVE -> List.of(urgent, normal, nonUrgent);
            case DEFERRED -> List.of(deferred);
            case HOLD -> List.of(holdQueue);
            case DEAD -> List.of(deadLetterQueue);
        };
    }

    /** Returns the control queue, with state that holds for all nodes. */
    Queue control() {
        return controlQueue;
    }

    /** Returns the queue of {@link SettledNote notes}. */
    Queue notes() {
        return settled;
    }

    private Queue active(Priority priority) {
        return at(QueueName.ACTIVE).get(QueueName.rank(priority));
    }

    /**
     * Queues a new mail: in its active queue, or in a deferred queue until its hold time.
     *
     * @param mailer the name of the mailer that is to deliver the mail; empty for the unnamed mailer
     * @param sizeLimit the limit of the content
     * @throws SubmissionException when the content is larger than the limit
     */
    void submit(QueuedMail mail, String mailer, MessageSource content, SizeLimit sizeLimit, QueueRuns runs, Instant now)
            throws IOException, JMSException {
        sendNew(List.of(mail), mailer, content, sizeLimit, runs, now);
    }

    /**
     * Queues the parts of a new mail: all of them, or none. Where the broker fails, the caller's transaction, if there is one, ends with a rollback.
     *
     * @param mailer the name of the mailer that is to deliver the mail; empty for the unnamed mailer
     * @param sizeLimit the limit of the content
     * @throws SubmissionException when the content is larger than the limit
     */
    @Transactional(value = TxType.REQUIRED, rollbackOn = JMSException.class, dontRollbackOn = SubmissionException.class)
    void submitAll(
            List<QueuedMail> parts,
            String mailer,
            MessageSource content,
            SizeLimit sizeLimit,
            QueueRuns runs,
            Instant now)
            throws IOException, JMSException {
        sendNew(parts, mailer, content, sizeLimit, runs, now);
    }

    private void sendNew(
            List<QueuedMail> parts,
            String mailer,
            MessageSource content,
            SizeLimit sizeLimit,
            QueueRuns runs,
            Instant now)
            throws IOException, JMSException {
        QueuedMail first = parts.get(0);
        try (Step step = telemetry.send(first, active(first.options().priority()))) {
            try (SpooledContent buffer = QueueContent.of(content, sizeLimit);
                    JMSContext context = connections.createContext()) {
                for (QueuedMail part : parts) {
                    BytesMessage message = context.createBytesMessage();
                    QueuedMailCodec.write(part, message);
                    if (!mailer.isEmpty()) {
                        message.setStringProperty(EnvelopeProperties.MAILER, mailer);
                    }
                    step.goOn(message);
                    StoredMessage.write(buffer, message);
                    sendUntried(context, message, part, runs, now);
                }
            } catch (IOException | JMSException | RuntimeException e) {
                step.failed(e);
                throw e;
            }
        }
    }

    private void sendUntried(JMSContext context, BytesMessage message, QueuedMail mail, QueueRuns runs, Instant now)
            throws JMSException {
        if (mail.options().idempotencyKey().isEmpty()) {
            send(context, message, mail, runs, now);
        } else {
            sendInGroup(context, message, mail);
        }
    }

    private void send(JMSContext context, BytesMessage message, QueuedMail mail, QueueRuns runs, Instant now)
            throws JMSException {
        Optional<Instant> held = mail.heldUntil(now);
        if (held.isPresent()) {
            sendAside(context, message, held.get(), runs, now);
        } else {
            context.createProducer().send(active(mail.options().priority()), message);
        }
    }

    /** Sends a submission with an idempotency key to the queue of normal mail, whatever its priority: only within one queue is there an order. */
    private void sendInGroup(JMSContext context, BytesMessage message, QueuedMail mail) throws JMSException {
        message.setStringProperty(SubmissionKeys.GROUP, mail.options().idempotencyKey());
        context.createProducer().send(normal, message);
    }

    /** Queues the content of {@code delivered} again, behind other submissions with its idempotency key. */
    void group(StoredMessage delivered, QueuedMail mail) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            sendInGroup(context, delivered.withState(mail, context), mail);
        }
    }

    /** Queues the content of {@code delivered} again as content of {@code mail}, which was not tried before. */
    void admit(StoredMessage delivered, QueuedMail mail, QueueRuns runs, Instant now) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            sendUntried(context, delivered.withState(mail, context), mail, runs, now);
        }
    }

    /** Queues the content of {@code delivered} again with a new state, to be delivered after {@code delay}; the broker keeps the delay. */
    void sendAgain(StoredMessage delivered, QueuedMail mail, Duration delay) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            context.createProducer()
                    .setDeliveryDelay(Math.max(1, delay.toMillis()))
                    .send(active(mail.options().priority()), delivered.withState(mail, context));
        }
    }

    /**
     * Sends the content of {@code delivered} through the broker once more, before other mail. If the mail still belongs to this node, the broker delivers the
     * copy; if not, the transaction can't be committed.
     */
    void confirm(StoredMessage delivered, QueuedMail mail) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            BytesMessage copy = delivered.withState(mail, context);
            copy.setBooleanProperty(CONFIRMED, true);
            context.createProducer()
                    .setPriority(HIGHEST)
                    .send(active(mail.options().priority()), copy);
        }
    }

    /** Queues the content of {@code delivered} with a new state in a deferred queue, for the queue run that follows {@code due}. */
    void defer(StoredMessage delivered, QueuedMail mail, Instant due, QueueRuns runs, Instant now) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            sendAside(context, delivered.withState(mail, context), due, runs, now);
        }
    }

    private void sendAside(JMSContext context, BytesMessage message, Instant due, QueueRuns runs, Instant now)
            throws JMSException {
        message.setLongProperty(DUE, due.toEpochMilli());
        context.createProducer().send(deferred[runs.slot(due, now)], message);
    }

    /**
     * Moves mail from the head of a deferred queue: due mail to its active queue, other mail to the deferred queue of its due time. Moves at most one batch.
     *
     * @param longest the longest time for which mail is deferred
     * @return true if the queue may hold more due mail
     */
    @Transactional(value = TxType.REQUIRES_NEW, rollbackOn = JMSException.class)
    boolean takeDue(int slot, QueueRuns runs, Instant now, Duration longest) throws JMSException {
        long octets = 0;
        try (JMSContext context = connections.createContext();
                JMSConsumer head = context.createConsumer(deferred[slot])) {
            for (int moved = 0; moved < BATCH_MAILS && octets < BATCH_OCTETS; moved++) {
                Message message = head.receive(PATIENCE);
                if (message == null) {
                    // a broker that pages may deliver no more before the messages it has delivered are committed
                    return moved > 0;
                }
                Queue target = target(message, runs, now, longest);
                try (StoredMessage mail = new StoredMessage(message)) {
                    context.createProducer().send(target, mail.copy(context));
                    octets += mail.length();
                }
                if (target == deferred[slot]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns the queue for a message of a deferred queue; a message without a due time goes to the active queue of its priority. */
    private Queue target(Message message, QueueRuns runs, Instant now, Duration longest) throws JMSException {
        Optional<Instant> due = due(message).filter(now::isBefore);
        boolean waits = due.isPresent() && (!QueueRuns.isBeyond(due.get(), now, longest) || isHeld(message, now));
        return waits ? deferred[runs.slot(due.get(), now)] : active(QueuedMailCodec.priority(message));
    }

    /** Returns the due time of {@code message}; empty where the property is missing or of a type that only a foreign client would set. */
    static Optional<Instant> due(Message message) throws JMSException {
        return message.getObjectProperty(DUE) instanceof Long due
                ? Optional.of(Instant.ofEpochMilli(due))
                : Optional.empty();
    }

    /** Returns true if the mail's sender has asked for a later delivery. */
    private static boolean isHeld(Message message, Instant now) throws JMSException {
        try {
            return QueuedMailCodec.read(message).heldUntil(now).isPresent();
        } catch (PoisonMessageException e) {
            return false;
        }
    }

    /** Moves {@code message} to the dead-letter queue: its properties and content, and the reason. */
    void sendToDeadLetters(StoredMessage message, String reason) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            context.createProducer().send(deadLetterQueue, dead(message, reason, context));
        }
    }

    /** Returns a copy for the dead-letter queue, as {@link #identified}. */
    static Message dead(StoredMessage message, String reason, JMSContext context) throws JMSException {
        Message dead = identified(message, context);
        dead.setStringProperty(REASON, reason);
        return dead;
    }

    /** Returns a copy that has the id that {@code message} had, which may be made of the message's JMS id. */
    static Message identified(StoredMessage message, JMSContext context) throws JMSException {
        Message copy = message.copy(context);
        Optional<QueuedMail> mail =
                QueueEntry.of(QueueName.DEAD, message.message()).mail();
        if (mail.isPresent() && QueuedMailCodec.fits(mail.get())) {
            QueuedMailCodec.write(mail.get(), copy);
        } else if (!copy.propertyExists(QueuedMailCodec.ID)) {
            copy.setStringProperty(QueuedMailCodec.ID, QueueEntry.idOf(message.message()));
        }
        return copy;
    }

    @Override
    @Transactional(TxType.NOT_SUPPORTED)
    public void note(String id, String note) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            context.createProducer().setProperty(QueuedMailCodec.ID, id).send(settled, note);
        }
    }

    @Override
    public List<String> take(String id) throws JMSException {
        List<String> notes = new ArrayList<>();
        try (JMSContext context = connections.createContext();
                JMSConsumer consumer = context.createConsumer(
                        settled, Selector.of(QueuedMailCodec.ID, id).text())) {
            for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
                notes.add(message instanceof TextMessage text ? text.getText() : "");
            }
        }
        return notes;
    }
}
