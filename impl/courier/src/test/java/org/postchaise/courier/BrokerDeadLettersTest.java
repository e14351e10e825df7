/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.Queue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailStatus;

class BrokerDeadLettersTest {
    private static final Queue DLQ = new ActiveMQQueue("DLQ");
    private static final Queue OTHERS = new ActiveMQQueue("orders");

    private final List<MailStatus> events = new ArrayList<>();

    @TempDir
    private Path directory;

    private BrokerSessions broker;

    @BeforeEach
    void start() throws Exception {
        broker = new BrokerSessions(directory, 10 << 20);
        broker.giveUpAfter(2, "DLQ");
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private static QueuedMail mail(String id) {
        return QueuedMail.submit(id, Envelope.of("shop@example.com", "ann@example.net"), "Your order", Outcomes.NOON);
    }

    /** Takes everything from {@code queue}, and rolls back, until the broker gives it up. */
    private void exhaust(Queue queue) {
        for (int time = 0; time < 2; time++) {
            try {
                broker.transacted(context -> {
                    try (JMSConsumer consumer = context.createConsumer(queue)) {
                        boolean more = true;
                        while (more) {
                            more = consumer.receive(500) != null;
                        }
                    }
                    context.rollback();
                    return queue;
                });
            } catch (QueueUnavailableException rolledBack) {
                assertThat(rolledBack).isNotNull();
            }
        }
    }

    private int adopt() {
        return new BrokerDeadLetters(broker, events::add).adopt();
    }

    private void sendJms(Queue queue, int returns) {
        broker.transacted(context -> {
            BytesMessage message = context.createBytesMessage();
            message.setStringProperty("postchaise_sender", "shop@example.com");
            message.setStringProperty("postchaise_recipients", "bob@example.net");
            message.setIntProperty(BrokerDeadLetters.RETURNS, returns);
            message.writeBytes("Subject: plain\r\n\r\nbody\r\n".getBytes(StandardCharsets.UTF_8));
            context.createProducer().send(queue, message);
            return queue;
        });
    }

    private QueueView survey() {
        return new QueueView(new QueueSurvey(broker), Clock.systemUTC(), Duration.ofMinutes(5));
    }

    /** An undeployment on Payara made six exceptions of a moment, and 13 mails failed. */
    @Test
    void mailThatTheBrokerGaveUpIsTriedAgain() {
        Queue active = broker.queues(QueueName.ACTIVE).get(1);
        broker.put(
                QueueName.ACTIVE,
                1,
                IntStream.range(0, 120).mapToObj(i -> mail("M" + i)).toList(),
                "Subject: a\r\n\r\nb\r\n");
        sendJms(active, 9);
        exhaust(active);

        assertThat(adopt()).isEqualTo(121);
        assertThat(adopt()).isZero();
        assertThat(events).isEmpty();
        assertThat(survey().list("queue=dead", 10)).contains("\"shown\":0");
        assertThat(broker.drain(QueueName.ACTIVE))
                .hasSize(121)
                .filteredOn(id -> id.startsWith("M"))
                .hasSize(120);
    }

    @Test
    void mailThatTheBrokerGivesUpEachTimeIsListedAndRequeued() {
        Queue active = broker.queues(QueueName.ACTIVE).get(1);
        sendJms(active, 9);
        exhaust(active);
        assertThat(adopt()).isEqualTo(1);
        assertThat(events).isEmpty();
        exhaust(active);

        assertThat(adopt()).isEqualTo(1);
        assertThat(survey().list("queue=dead recipient=bob@example.net", 10))
                .contains(
                        "\"shown\":1",
                        "\"reason\":\"the broker gave it up and put it into its queue DLQ, from queue postchaise_queue\"");
        assertThat(events).hasSize(1);

        int taken = new QueueChange(
                        broker,
                        events::add,
                        Clock.systemUTC(),
                        QueueOperation.REQUEUE,
                        QueueFilter.changing("queue=dead", Outcomes.NOON))
                .perform();
        assertThat(taken).isEqualTo(1);
        assertThat(broker.drain(QueueName.ACTIVE)).hasSize(1);
    }

    @Test
    void mailOnHoldThatTheBrokerGaveUpIsNotSent() {
        Queue hold = broker.queues(QueueName.HOLD).get(0);
        broker.put(QueueName.HOLD, 0, List.of(mail("H")), "Subject: a\r\n\r\nb\r\n");
        exhaust(hold);

        assertThat(adopt()).isEqualTo(1);
        assertThat(survey().list("queue=dead id=H", 10)).contains("\"shown\":1");
        assertThat(survey().list("queue=active", 10)).contains("\"shown\":0");
    }

    @Test
    void deadLettersOfOthersStayWhereTheyAre() {
        broker.transacted(context ->
                context.createProducer().setProperty("postchaise_sender", "a@b").send(OTHERS, "order"));
        exhaust(OTHERS);

        assertThat(adopt()).isZero();
        boolean there = broker.transacted(context -> {
            try (JMSConsumer consumer = context.createConsumer(DLQ)) {
                return consumer.receive(2000) != null;
            }
        });
        assertThat(there).isTrue();
    }

    @Test
    void deadLetterIsKnownByOneIdWhereverItIs() {
        Queue active = broker.queues(QueueName.ACTIVE).get(1);
        String before = broker.transacted(context -> {
            jakarta.jms.Message message = context.createTextMessage("no mail");
            context.createProducer().send(active, message);
            return QueueEntry.idOf(message);
        });
        exhaust(active);
        adopt();

        assertThat(survey().list("id=" + before, 10)).contains("\"shown\":1", "the broker gave it up");
    }
}
