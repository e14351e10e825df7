/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postchaise.api.MessageSource;
import org.postchaise.api.SubmissionException;

/**
 * Where mail rests: one JMS bytes message for each, persistent, sent in the caller's JTA transaction where there is one and
 * at once where there is none.
 *
 * <p>Contexts are made from the factory for each use, not injected: an injected one needs an active request or transaction
 * scope, which an application's own threads have not.
 */
@ApplicationScoped
public class MailQueue {
    /** Why a message is in the dead-letter queue. */
    static final String REASON = "postchaise_reason";

    private static final int CHUNK = 8192;

    @Resource(lookup = "java:comp/DefaultJMSConnectionFactory")
    private ConnectionFactory connections;

    @Resource(lookup = CourierStartup.QUEUE)
    private Queue queue;

    @Resource(lookup = CourierStartup.DEAD_LETTER_QUEUE)
    private Queue deadLetterQueue;

    /**
     * Queues a new mail.
     *
     * @param sizeLimit the largest content in octets; 0: no limit
     * @throws SubmissionException when the content is larger than the limit
     */
    void submit(QueuedMail mail, MessageSource content, long sizeLimit) throws IOException, JMSException {
        requireSize(content.size().orElse(0), sizeLimit);
        try (JMSContext context = connections.createContext()) {
            BytesMessage message = context.createBytesMessage();
            QueuedMailCodec.write(mail, message);
            try (InputStream in = content.open()) {
                long size = 0;
                byte[] chunk = new byte[CHUNK];
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    size += n;
                    requireSize(size, sizeLimit);
                    message.writeBytes(chunk, 0, n);
                }
            }
            context.createProducer().send(queue, message);
        }
    }

    /** Queues the content of {@code delivered} again with a new state, to be delivered after {@code delay}. */
    void sendAgain(BytesMessage delivered, QueuedMail mail, Duration delay) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            BytesMessage copy = context.createBytesMessage();
            QueuedMailCodec.write(mail, copy);
            copyBody(delivered, copy);
            context.createProducer()
                    .setDeliveryDelay(Math.max(1, delay.toMillis()))
                    .send(queue, copy);
        }
    }

    /** Moves {@code message} to the dead-letter queue: its properties and content, and the reason. */
    void sendToDeadLetters(Message message, String reason) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            Map<String, Object> properties = applicationProperties(message);
            properties.put(REASON, reason);
            Message dead = message;
            if (message instanceof BytesMessage bytes) {
                BytesMessage copy = context.createBytesMessage();
                copyBody(bytes, copy);
                dead = copy;
            } else {
                // whatever it is, it goes on as it is
                message.clearProperties();
            }
            for (Map.Entry<String, Object> property : properties.entrySet()) {
                dead.setObjectProperty(property.getKey(), property.getValue());
            }
            context.createProducer().send(deadLetterQueue, dead);
        }
    }

    private static Map<String, Object> applicationProperties(Message message) throws JMSException {
        Map<String, Object> properties = new LinkedHashMap<>();
        Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = names.nextElement().toString();
            // the rest belongs to the provider
            if (!name.startsWith("JMS")) {
                properties.put(name, message.getObjectProperty(name));
            }
        }
        return properties;
    }

    private static void copyBody(BytesMessage from, BytesMessage to) throws JMSException {
        from.reset();
        byte[] chunk = new byte[CHUNK];
        for (int n = from.readBytes(chunk); n >= 0; n = from.readBytes(chunk)) {
            to.writeBytes(chunk, 0, n);
        }
    }

    private static void requireSize(long size, long limit) {
        if (limit > 0 && size > limit) {
            throw new SubmissionException(
                    "mail is larger than message_size_limit: at least " + size + " octets; the limit is " + limit);
        }
    }
}
