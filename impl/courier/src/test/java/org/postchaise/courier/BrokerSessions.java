/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQQueue;

/** A real broker in this process, whose own transactions take the place of the container's. */
final class BrokerSessions implements QueueSessions, AutoCloseable {
    private static final AtomicInteger BROKERS = new AtomicInteger();

    private final EmbeddedActiveMQ broker;
    private final ActiveMQConnectionFactory factory;
    private final Map<QueueName, List<Queue>> queues = new EnumMap<>(QueueName.class);
    private final Queue control = new ActiveMQQueue("postchaise_control");
    private final AtomicInteger commitsLeft = new AtomicInteger(Integer.MAX_VALUE);

    /**
     * Starts it.
     *
     * @param memory octets of a queue in memory; what is more is paged
     */
    BrokerSessions(Path directory, long memory) throws Exception {
        int number = BROKERS.incrementAndGet();
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalSyncTransactional(false)
                .setJournalSyncNonTransactional(false)
                .setMaxDiskUsage(-1)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .addAcceptorConfiguration("in-vm", "vm://" + number)
                .addAddressSetting(
                        "#",
                        new AddressSettings()
                                .setMaxSizeBytes(memory)
                                .setPageSizeBytes((int) Math.min(memory, 1 << 20))
                                .setAutoDeleteQueues(false)
                                .setAutoDeleteAddresses(false));
        broker = new EmbeddedActiveMQ().setConfiguration(configuration);
        broker.start();
        factory = new ActiveMQConnectionFactory("vm://" + number);
        queues.put(
                QueueName.ACTIVE,
                List.of(
                        new ActiveMQQueue("postchaise_urgent"),
                        new ActiveMQQueue("postchaise_queue"),
                        new ActiveMQQueue("postchaise_nonurgent")));
        queues.put(
                QueueName.DEFERRED,
                IntStream.range(0, 16)
                        .<Queue>mapToObj(slot -> new ActiveMQQueue("postchaise_deferred_" + slot))
                        .toList());
        queues.put(QueueName.HOLD, List.of(new ActiveMQQueue("postchaise_hold")));
        queues.put(QueueName.DEAD, List.of(new ActiveMQQueue("postchaise_deadletter")));
    }

    /** Has the broker put what was delivered {@code times} times into the queue {@code deadLetters}. */
    void giveUpAfter(int times, String deadLetters) {
        AddressSettings settings =
                broker.getActiveMQServer().getAddressSettingsRepository().getMatch("#");
        settings.setMaxDeliveryAttempts(times)
                .setDeadLetterAddress(SimpleString.of(deadLetters))
                .setRedeliveryDelay(0);
        broker.getActiveMQServer().getAddressSettingsRepository().addMatch("#", settings);
        // makes the queue; the broker drops what it has no queue for
        try (JMSContext context = factory.createContext()) {
            context.createConsumer(new ActiveMQQueue(deadLetters)).close();
        }
    }

    /** The transaction after {@code count} more ends with its session instead of a commit, as in a crash. */
    void failAfter(int count) {
        commitsLeft.set(count);
    }

    @Override
    public <T> T transacted(Work<T> work) {
        try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            T result = work.with(context);
            if (commitsLeft.getAndDecrement() == 0) {
                throw new JMSRuntimeException("connection lost");
            }
            context.commit();
            return result;
        } catch (JMSException | JMSRuntimeException e) {
            throw new QueueUnavailableException("the broker does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public <T> T untransacted(Work<T> work) {
        try (JMSContext context = factory.createContext()) {
            return work.with(context);
        } catch (JMSException | JMSRuntimeException e) {
            throw new QueueUnavailableException("the broker does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Queue> queues(QueueName place) {
        return queues.get(place);
    }

    @Override
    public Queue control() {
        return control;
    }

    /** Puts mails into a queue of {@code place}. */
    void put(QueueName place, int slot, List<QueuedMail> mails, String content) {
        put(place, slot, "", mails, content);
    }

    /** Puts mails of the mailer with this name into a queue of {@code place}. */
    void put(QueueName place, int slot, String mailer, List<QueuedMail> mails, String content) {
        transacted(context -> {
            for (QueuedMail mail : mails) {
                BytesMessage message = context.createBytesMessage();
                QueuedMailCodec.write(mail, message);
                if (!mailer.isEmpty()) {
                    message.setStringProperty(EnvelopeProperties.MAILER, mailer);
                }
                if (place == QueueName.DEFERRED) {
                    message.setLongProperty(
                            MailQueue.DUE, Instant.parse("2026-01-02T13:00:00Z").toEpochMilli());
                }
                message.writeBytes(content.getBytes(StandardCharsets.UTF_8));
                context.createProducer().send(queues.get(place).get(slot), message);
            }
            return mails.size();
        });
    }

    /** Puts what is no mail to the dead letters. */
    void putDeadText(String reason) {
        transacted(context -> {
            Message message = context.createTextMessage("hello");
            message.setStringProperty(MailQueue.REASON, reason);
            context.createProducer().send(queues.get(QueueName.DEAD).get(0), message);
            return reason;
        });
    }

    /** Takes everything out of {@code place}: the ids, in order, and {@code marker} for a marker. */
    List<String> drain(QueueName place) {
        List<String> ids = new ArrayList<>();
        for (Queue queue : queues.get(place)) {
            int before = -1;
            while (before < ids.size()) {
                before = ids.size();
                ids.addAll(transacted(context -> taken(context, place, queue)));
            }
        }
        return ids;
    }

    /** Few: what is not committed is in the way of what is paged. */
    private static List<String> taken(JMSContext context, QueueName place, Queue queue) throws JMSException {
        List<String> ids = new ArrayList<>();
        try (JMSConsumer consumer = context.createConsumer(queue)) {
            Message message = consumer.receive(500);
            while (message != null) {
                ids.add(
                        QueueChange.isMarker(message)
                                ? "marker"
                                : QueueEntry.of(place, message).id());
                message = ids.size() < 20 ? consumer.receive(500) : null;
            }
        }
        return ids;
    }

    @Override
    public void close() throws IOException {
        try {
            factory.close();
            broker.stop();
        } catch (Exception e) {
            throw new IOException("Artemis did not stop: " + e.getMessage(), e);
        }
    }
}
