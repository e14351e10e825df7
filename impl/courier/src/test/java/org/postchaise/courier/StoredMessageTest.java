/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.content.SizeLimit;
import org.postchaise.engine.content.SpooledContent;

class StoredMessageTest {
    private static final byte[] CONTENT = "Subject: x\r\n\r\na\nb\r\n\u00e9".getBytes(StandardCharsets.UTF_8);
    private static final long MEMORY = 100 << 20;
    private static final long PATIENCE = 10_000;

    private final QueuedMail mail =
            QueuedMail.submit("Q1", Envelope.of("shop@example.com", "you@example.com"), "", Outcomes.NOON);

    @TempDir
    private Path directory;

    @Test
    void eachOpeningGivesTheSameOctetsAndNoneEndsAnother() throws Exception {
        try (StoredMessage message = stored(CONTENT);
                InputStream first = message.open();
                InputStream second = message.open()) {
            assertThat(first.readNBytes(5)).isEqualTo("Subje".getBytes(StandardCharsets.US_ASCII));
            assertThat(second.readAllBytes()).isEqualTo(CONTENT);
            assertThat(first.readAllBytes()).hasSize(CONTENT.length - 5);
            assertThat(message.size()).hasValue(CONTENT.length);
        }
    }

    @Test
    void largeContentOfAnotherBrokerIsReadAsJmsHasIt() throws Exception {
        byte[] content = content(300_000);

        try (StoredMessage message = stored(content);
                InputStream in = message.open()) {
            assertThat(in.read()).isEqualTo(content[0] & 0xff);
            assertThat(message.open().readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void contentThatIsCutOffIsNotTakenForAll() throws Exception {
        BytesMessage message = FakeMessages.bytes();
        message.writeBytes(CONTENT);
        BytesMessage claimsMore = (BytesMessage) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BytesMessage.class},
                (proxy, method, args) ->
                        method.getName().equals("getBodyLength") ? 100L : called(message, method, args));

        assertThatThrownBy(() -> new StoredMessage(claimsMore).open())
                .isInstanceOf(IOException.class)
                .hasMessage("queued content can't be read: it has 100 octets, and " + CONTENT.length + " came");
    }

    /** The client of Artemis reads all of a large message into memory otherwise, octet by octet. */
    @ParameterizedTest
    @ValueSource(ints = {0, 20, 102_399, 102_400, 102_401, 262_144, 262_145, 3_000_000})
    void contentGoesThroughTheBrokerUnchanged(int size) throws Exception {
        byte[] content = content(size);
        try (BrokerSessions broker = new BrokerSessions(directory, MEMORY)) {
            List<Queue> queues = broker.queues(QueueName.DEFERRED);
            broker.transacted(context -> {
                BytesMessage message = context.createBytesMessage();
                QueuedMailCodec.write(mail, message);
                message.setStringProperty("_AMQ_DUPL_ID", "once");
                try (SpooledContent buffer = buffer(content)) {
                    StoredMessage.write(buffer, message);
                    context.createProducer().send(queues.get(0), message);
                }
                return size;
            });

            pass(broker, queues.get(0), queues.get(1), size);
            pass(broker, queues.get(1), queues.get(2), size);
            broker.transacted(context -> {
                try (JMSConsumer consumer = context.createConsumer(queues.get(2));
                        StoredMessage message = new StoredMessage(consumer.receive(PATIENCE))) {
                    context.createProducer().send(queues.get(3), message.withState(mail, context));
                }
                return size;
            });

            broker.untransacted(context -> {
                try (JMSConsumer consumer = context.createConsumer(queues.get(3));
                        StoredMessage message = new StoredMessage(consumer.receive(PATIENCE));
                        InputStream in = message.open()) {
                    assertThat(in.readAllBytes()).isEqualTo(content);
                    assertThat(QueuedMailCodec.read(message.message()).id()).isEqualTo("Q1");
                } catch (IOException | PoisonMessageException e) {
                    throw new AssertionError(e);
                }
                return size;
            });
        }
    }

    private static void pass(BrokerSessions broker, Queue from, Queue to, int size) {
        broker.transacted(context -> {
            try (JMSConsumer consumer = context.createConsumer(from)) {
                Message received = consumer.receive(PATIENCE);
                try (StoredMessage message =
                        new StoredMessage(size > 102_400 ? unread((BytesMessage) received) : received)) {
                    Message copy = message.copy(context);
                    assertThat(copy.propertyExists("_AMQ_DUPL_ID")).isFalse();
                    context.createProducer().send(to, copy);
                }
            }
            return size;
        });
    }

    /** Whose body can't be read as JMS has it. */
    private static BytesMessage unread(BytesMessage message) {
        return (BytesMessage) Proxy.newProxyInstance(
                StoredMessageTest.class.getClassLoader(),
                new Class<?>[] {BytesMessage.class},
                (proxy, method, args) -> {
                    assertThat(method.getName()).isNotIn("reset", "readBytes");
                    return called(message, method, args);
                });
    }

    private static Object called(BytesMessage message, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(message, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static SpooledContent buffer(byte[] content) {
        try {
            return QueueContent.of(MessageSource.of(content), SizeLimit.NONE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private static StoredMessage stored(byte[] content) throws JMSException {
        BytesMessage message = FakeMessages.bytes();
        message.writeBytes(content);
        return new StoredMessage(message);
    }
}
