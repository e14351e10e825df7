/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.postchaise.api.Envelope;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.api.SubmissionOptions.Priority;

/**
 * Numbered mails of every form of submission, in every queue of a real broker. The number is in the content, so that it tells a mail whatever
 * becomes of the properties. Every seventh is to b.example, the rest to a.example.
 */
final class Backlog {
    private static final int FORMS = 14;
    private static final Instant DUE = Outcomes.NOON.plusSeconds(3600);

    private final BrokerSessions broker;
    private final int count;
    private final Collection<Integer> delivered = new ConcurrentLinkedQueue<>();

    Backlog(BrokerSessions broker, int count) {
        this.broker = broker;
        this.count = count;
        int batch = 200;
        for (int first = 0; first < count; first += batch) {
            int from = first;
            broker.transacted(context -> {
                for (int i = from; i < Math.min(count, from + batch); i++) {
                    put(context, i);
                }
                return from;
            });
        }
    }

    static boolean isToB(int number) {
        return number % 7 == 0;
    }

    /** Whether it was put into one of the queues of {@code place}. */
    static boolean isIn(QueueName place, int number) {
        return place
                == switch (number / 7 % FORMS) {
                    case 8, 9 -> QueueName.DEFERRED;
                    case 10 -> QueueName.HOLD;
                    case 11, 12, 13 -> QueueName.DEAD;
                    default -> QueueName.ACTIVE;
                };
    }

    private static String recipient(int number) {
        return "r" + number + "@" + (isToB(number) ? "b" : "a") + ".example";
    }

    private void put(JMSContext context, int number) throws JMSException {
        switch (number / 7 % FORMS) {
            case 0 -> send(context, QueueName.ACTIVE, 1, stored(context, number, SubmissionOptions.NONE));
            case 1 -> send(context, QueueName.ACTIVE, 1, plain(context, number, "other", "1"));
            case 2 -> send(context, QueueName.ACTIVE, 1, plain(context, number, "postchaise_id", "ORDER-17"));
            case 3 ->
                send(context, QueueName.ACTIVE, 1, plain(context, number, "postchaise_idempotency_key", "k" + number));
            case 4 -> {
                SubmissionOptions keyed = SubmissionOptions.NONE.withIdempotencyKey("k" + number);
                BytesMessage message = stored(context, number, keyed);
                message.setStringProperty(SubmissionKeys.GROUP, "k" + number);
                send(context, QueueName.ACTIVE, 1, message);
            }
            case 5 ->
                send(
                        context,
                        QueueName.ACTIVE,
                        0,
                        stored(context, number, SubmissionOptions.NONE.withPriority(Priority.URGENT)));
            case 6 -> {
                Envelope notice = Envelope.of("", recipient(number));
                BytesMessage message = message(context, number);
                QueuedMailCodec.write(QueuedMail.submit("N" + number, notice, "", Outcomes.NOON), message);
                send(context, QueueName.ACTIVE, 1, message);
            }
            case 7 -> send(context, QueueName.ACTIVE, 2, plain(context, number, "postchaise_priority", "non-urgent"));
            case 8 -> {
                BytesMessage message = message(context, number);
                QueuedMailCodec.write(mail(number).defer("4.3.0", "451 4.3.0 later"), message);
                message.setLongProperty(MailQueue.DUE, DUE.toEpochMilli());
                send(context, QueueName.DEFERRED, number % 16, message);
            }
            case 9 -> {
                SubmissionOptions held = SubmissionOptions.NONE.withHoldUntil(DUE);
                BytesMessage message = stored(context, number, held);
                message.setLongProperty(MailQueue.DUE, DUE.toEpochMilli());
                send(context, QueueName.DEFERRED, number % 16, message);
            }
            case 10 -> send(context, QueueName.HOLD, 0, stored(context, number, SubmissionOptions.NONE));
            case 11 -> sendDead(context, stored(context, number, SubmissionOptions.NONE));
            case 12 -> sendDead(context, plain(context, number, "postchaise_unknown", "1"));
            default -> sendDead(context, context.createTextMessage(content(number)));
        }
    }

    private void send(JMSContext context, QueueName place, int slot, Message message) {
        context.createProducer().send(broker.queues(place).get(slot), message);
    }

    private void sendDead(JMSContext context, Message message) throws JMSException {
        message.setStringProperty(MailQueue.REASON, "no mail");
        send(context, QueueName.DEAD, 0, message);
    }

    private static QueuedMail mail(int number) {
        return QueuedMail.submit("M" + number, Envelope.of("shop@example.com", recipient(number)), "", Outcomes.NOON);
    }

    private static BytesMessage stored(JMSContext context, int number, SubmissionOptions options) throws JMSException {
        BytesMessage message = message(context, number);
        QueuedMailCodec.write(mail(number).withOptions(options), message);
        return message;
    }

    private static BytesMessage plain(JMSContext context, int number, String property, String value)
            throws JMSException {
        BytesMessage message = message(context, number);
        message.setStringProperty(EnvelopeProperties.SENDER, "shop@example.com");
        message.setStringProperty(EnvelopeProperties.RECIPIENTS, recipient(number));
        message.setStringProperty(property, value);
        return message;
    }

    private static String content(int number) {
        // every hundredth is large for the broker
        return number + "\r\n" + "x".repeat(number % 100 == 1 ? 150_000 : 100);
    }

    private static BytesMessage message(JMSContext context, int number) throws JMSException {
        BytesMessage message = context.createBytesMessage();
        message.writeBytes(content(number).getBytes(StandardCharsets.US_ASCII));
        return message;
    }

    private static int number(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return Integer.parseInt(text.getText().lines().findFirst().orElseThrow());
        }
        try (StoredMessage stored = new StoredMessage(message)) {
            return number(stored);
        }
    }

    private static int number(StoredMessage stored) throws JMSException {
        try {
            String content = new String(stored.open().readAllBytes(), StandardCharsets.US_ASCII);
            int number = Integer.parseInt(content.lines().findFirst().orElseThrow());
            if (!content.equals(content(number))) {
                throw new JMSException("content of mail " + number + " has changed");
            }
            return number;
        } catch (IOException e) {
            throw new JMSException(e.getMessage());
        }
    }

    /**
     * Takes some mails as a worker does: every third is deferred, the rest delivered.
     *
     * @param crash whether the transaction ends without a commit
     */
    void work(int queue, boolean crash) {
        List<Integer> done = new ArrayList<>();
        try {
            broker.transacted(context -> {
                try (JMSConsumer consumer =
                        context.createConsumer(broker.queues(QueueName.ACTIVE).get(queue))) {
                    for (int i = 0; i < 20; i++) {
                        Message message = consumer.receive(20);
                        if (message != null && !QueueChange.isMarker(message)) {
                            deliver(context, message).ifPresent(done::add);
                        }
                    }
                }
                if (crash) {
                    throw new JMSException("killed");
                }
                return done;
            });
            delivered.addAll(done);
        } catch (QueueUnavailableException e) {
            // the mails are given again
            if (!crash) {
                throw e;
            }
        }
    }

    private Optional<Integer> deliver(JMSContext context, Message message) throws JMSException {
        QueuedMail mail = QueueEntry.of(QueueName.ACTIVE, message).mail().orElseThrow();
        try (StoredMessage stored = new StoredMessage(message)) {
            int number = number(stored);
            if (number % 3 != 0) {
                return Optional.of(number);
            }
            BytesMessage later = stored.withState(mail.defer("4.3.0", "451 4.3.0 later"), context);
            later.setLongProperty(MailQueue.DUE, DUE.toEpochMilli());
            send(context, QueueName.DEFERRED, number % 16, later);
            return Optional.empty();
        }
    }

    /** All that are there, after taking them out. */
    List<Integer> numbers(QueueName place) {
        List<Integer> numbers = new ArrayList<>();
        for (Queue queue : broker.queues(place)) {
            while (isFull(queue)) {
                numbers.addAll(broker.<List<Integer>>transacted(context -> taken(context, queue)));
            }
        }
        return numbers;
    }

    /** A consumer that gets nothing for a while says nothing: the machine may be busy. */
    private boolean isFull(Queue queue) {
        return broker.untransacted(context -> {
            try (QueueBrowser browser = context.createBrowser(queue)) {
                return browser.getEnumeration().hasMoreElements();
            }
        });
    }

    private static List<Integer> taken(JMSContext context, Queue queue) throws JMSException {
        List<Integer> numbers = new ArrayList<>();
        try (JMSConsumer consumer = context.createConsumer(queue)) {
            for (Message message = consumer.receive(100); message != null; message = consumer.receive(100)) {
                if (!QueueChange.isMarker(message)) {
                    numbers.add(number(message));
                }
            }
        }
        return numbers;
    }

    /** Those that workers have delivered. */
    Collection<Integer> delivered() {
        return delivered;
    }

    int count() {
        return count;
    }
}
