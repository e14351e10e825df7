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

/**
 * Where mail rests: one JMS bytes message for each, persistent, sent in the caller's JTA transaction where there is one and
 * at once where there is none. Each is in one queue: the one of its priority with mail to be delivered, a deferred one ({@link QueueRuns}), the one of mail on hold,
 * or the dead-letter queue.
 *
 * <p>Contexts are made from the factory for each use, not injected: an injected one needs an active request or transaction
 * scope, which an application's own threads have not.
 */
@ApplicationScoped
public class MailQueue implements Settlement.Notes {
    /** Why a message is in the dead-letter queue. */
    static final String REASON = "postchaise_reason";

    /** When a deferred mail is due, in milliseconds since the epoch. */
    static final String DUE = "postchaise_due";

    /** What {@link #confirm} has sent. */
    static final String CONFIRMED = "postchaise_confirmed";

    /** Jakarta Messaging 3.1, section 3.4.10. */
    private static final int HIGHEST = 9;

    /** What a run of the deferred queues moves in one transaction at most: mails, and octets in them. */
    private static final int BATCH_MAILS = 50;

    private static final long BATCH_OCTETS = 8L << 20;

    /** How long an empty queue is waited for, in milliseconds; a broker that pages may have more mail than it has at hand. */
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

    /** Looks the deferred queues up, and has the classes for large content at hand: an undeployed adapter takes those along that were never used. */
    @PostConstruct
    @SuppressWarnings("BanJNDI") // the names are constants
    void find() {
        ContentBuffer.rehearse();
        try {
            for (int slot = 0; slot < deferred.length; slot++) {
                deferred[slot] = InitialContext.doLookup(CourierStartup.DEFERRED + slot);
            }
        } catch (NamingException e) {
            throw new IllegalStateException("the deferred queues are not defined: " + e.getMessage(), e);
        }
    }

    /** The queues that make up {@code place}. */
    List<Queue> at(Place place) {
        return switch (place) {
            case ACTIVE -> List.of(urgent, normal, nonUrgent);
            case DEFERRED -> List.of(deferred);
            case HOLD -> List.of(holdQueue);
            case DEAD -> List.of(deadLetterQueue);
        };
    }

    /** The queue of what holds for all nodes. */
    Queue control() {
        return controlQueue;
    }

    /** The queue of {@link SettledNote notes}. */
    Queue notes() {
        return settled;
    }

    private Queue active(Priority priority) {
        return at(Place.ACTIVE).get(Place.rank(priority));
    }

    /**
     * Queues a new mail: to be delivered, or to wait for its time.
     *
     * @param mailer the name of the mailer that is to deliver it; empty for the one without
     * @param sizeLimit the largest content in octets; 0: no limit
     * @throws SubmissionException when the content is larger than the limit
     */
    void submit(QueuedMail mail, String mailer, MessageSource content, long sizeLimit, QueueRuns runs, Instant now)
            throws IOException, JMSException {
        sendNew(List.of(mail), mailer, content, sizeLimit, runs, now);
    }

    /**
     * Queues the parts of a new mail: all of them, or none. Where the broker fails, the caller's transaction, if there is one, ends with a
     * rollback.
     *
     * @param mailer the name of the mailer that is to deliver it; empty for the one without
     * @param sizeLimit the largest content in octets; 0: no limit
     * @throws SubmissionException when the content is larger than the limit
     */
    @Transactional(value = TxType.REQUIRED, rollbackOn = JMSException.class, dontRollbackOn = SubmissionException.class)
    void submitAll(
            List<QueuedMail> parts, String mailer, MessageSource content, long sizeLimit, QueueRuns runs, Instant now)
            throws IOException, JMSException {
        sendNew(parts, mailer, content, sizeLimit, runs, now);
    }

    private void sendNew(
            List<QueuedMail> parts, String mailer, MessageSource content, long sizeLimit, QueueRuns runs, Instant now)
            throws IOException, JMSException {
        QueuedMail first = parts.get(0);
        try (Step step = telemetry.send(first, active(first.options().priority()))) {
            try (ContentBuffer buffer = ContentBuffer.of(content, sizeLimit);
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

    /** All in one queue, whatever their priority: there can be no order otherwise. */
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

    /** Queues the content of {@code delivered} again, as that of {@code mail}, which was not tried before. */
    void admit(StoredMessage delivered, QueuedMail mail, QueueRuns runs, Instant now) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            sendUntried(context, delivered.withState(mail, context), mail, runs, now);
        }
    }

    /** Queues the content of {@code delivered} again with a new state, to be delivered after {@code delay}, which is kept by the broker. */
    void sendAgain(StoredMessage delivered, QueuedMail mail, Duration delay) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            context.createProducer()
                    .setDeliveryDelay(Math.max(1, delay.toMillis()))
                    .send(active(mail.options().priority()), delivered.withState(mail, context));
        }
    }

    /** Sends the content of {@code delivered} through the broker once, and before other mail: it comes back if it was this node's, and can't be committed if not. */
    void confirm(StoredMessage delivered, QueuedMail mail) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            BytesMessage copy = delivered.withState(mail, context);
            copy.setBooleanProperty(CONFIRMED, true);
            context.createProducer()
                    .setPriority(HIGHEST)
                    .send(active(mail.options().priority()), copy);
        }
    }

    /** Puts the content of {@code delivered} aside with a new state, for the queue run that follows {@code due}. */
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
     * Moves mail from the head of a deferred queue: what is due to the queue of mail to be delivered, the rest to where it belongs. Moves at most
     * what one transaction should.
     *
     * @param longest how long mail is deferred at most
     * @return whether there may be more that is due
     */
    @Transactional(value = TxType.REQUIRES_NEW, rollbackOn = JMSException.class)
    boolean takeDue(int slot, QueueRuns runs, Instant now, Duration longest) throws JMSException {
        long octets = 0;
        try (JMSContext context = connections.createContext();
                JMSConsumer head = context.createConsumer(deferred[slot])) {
            for (int moved = 0; moved < BATCH_MAILS && octets < BATCH_OCTETS; moved++) {
                Message message = head.receive(PATIENCE);
                if (message == null) {
                    // a broker that pages reads no further before what it has given is committed
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

    /** What is no deferred mail of ours goes to where it is told to be so. */
    private Queue target(Message message, QueueRuns runs, Instant now, Duration longest) throws JMSException {
        Optional<Instant> due = due(message).filter(now::isBefore);
        boolean waits = due.isPresent() && (!QueueRuns.isBeyond(due.get(), now, longest) || isHeld(message, now));
        return waits ? deferred[runs.slot(due.get(), now)] : active(QueuedMailCodec.priority(message));
    }

    /** When {@code message} is due; empty where it does not say, or as nobody but a client would. */
    static Optional<Instant> due(Message message) throws JMSException {
        return message.getObjectProperty(DUE) instanceof Long due
                ? Optional.of(Instant.ofEpochMilli(due))
                : Optional.empty();
    }

    /** Whether the sender of a mail wants it tried later. */
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

    /** Returns a copy for the dead-letter queue. It is known by the id that {@code message} had, which may be made of the message's own. */
    static Message dead(StoredMessage message, String reason, JMSContext context) throws JMSException {
        Message dead = message.copy(context);
        dead.setStringProperty(REASON, reason);
        Optional<QueuedMail> mail = QueueEntry.of(Place.DEAD, message.message()).mail();
        if (mail.isPresent() && QueuedMailCodec.fits(mail.get())) {
            QueuedMailCodec.write(mail.get(), dead);
        } else if (!dead.propertyExists(QueuedMailCodec.ID)) {
            dead.setStringProperty(QueuedMailCodec.ID, QueueEntry.idOf(message.message()));
        }
        return dead;
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
