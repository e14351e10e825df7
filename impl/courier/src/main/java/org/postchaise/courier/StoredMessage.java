/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.content.SpooledContent;

/**
 * Message of one of the queues, and its body as content. The body is read from the broker once, on first use, and as a stream if it is large: by the plain JMS
 * calls, Artemis's client would hold all of a body in memory. For one thread at a time, as the message's JMS session.
 */
final class StoredMessage implements MessageSource, AutoCloseable {
    /** Artemis: property whose value is a stream, to which the client writes the body. */
    private static final String SAVE_STREAM = "JMS_AMQ_SaveStream";

    /** Artemis: property whose value is a stream, from which the client reads the body while it sends the message. */
    private static final String INPUT_STREAM = "JMS_AMQ_InputStream";

    /** Artemis: largest body that its client holds in one piece by default ({@code minLargeMessageSize}), in octets. */
    private static final int ONE_PIECE = 102_400;

    private static final int CHUNK = 65_536;

    private final Message message;
    private SpooledContent content;

    StoredMessage(Message message) {
        this.message = message;
    }

    Message message() {
        return message;
    }

    /**
     * Returns the octets of content; 0 for other than bytes messages.
     *
     * @throws JMSException when the broker does not say
     */
    long length() throws JMSException {
        return length(message);
    }

    /** Returns the octets of content of {@code message}; 0 for other than bytes messages. */
    static long length(Message message) throws JMSException {
        return message instanceof BytesMessage bytes ? bytes.getBodyLength() : 0;
    }

    @Override
    public OptionalLong size() {
        try {
            return OptionalLong.of(length());
        } catch (JMSException unknown) {
            // open() fails with the reason, where the reason can be reported
            return OptionalLong.empty();
        }
    }

    /** {@inheritDoc} The stream need not be closed. */
    @Override
    public InputStream open() throws IOException {
        try {
            return content().open();
        } catch (JMSException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (content != null) {
            content.close();
        }
    }

    private SpooledContent content() throws JMSException {
        if (content == null) {
            content = read();
        }
        return content;
    }

    private SpooledContent read() throws JMSException {
        SpooledContent buffer = QueueContent.create();
        try {
            if (message instanceof BytesMessage bytes) {
                read(bytes, buffer);
            }
            long size = buffer.size().orElse(-1);
            if (size != length()) {
                throw new JMSException("it has " + length() + " octets, and " + size + " came");
            }
            return buffer;
        } catch (IOException | JMSException e) {
            buffer.close();
            throw unreadable("queued content", e);
        } catch (RuntimeException e) {
            buffer.close();
            throw e;
        }
    }

    private static void read(BytesMessage from, SpooledContent buffer) throws IOException, JMSException {
        if (from.getBodyLength() > ONE_PIECE && isStreamed(from, SAVE_STREAM, buffer.appending())) {
            return;
        }
        from.reset();
        byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(1, from.getBodyLength()))];
        for (int n = from.readBytes(chunk); n >= 0; n = from.readBytes(chunk)) {
            buffer.append(chunk, 0, n);
        }
    }

    /** Writes {@code content} to a new message, which is to be sent before the buffer is closed. */
    static void write(SpooledContent content, BytesMessage to) throws JMSException {
        if (content.size().orElse(Long.MAX_VALUE) > ONE_PIECE && isStreamed(to, INPUT_STREAM, content.open())) {
            return;
        }
        // an Artemis message without any write has a body of four octets
        to.writeBytes(new byte[0]);
        try (InputStream in = content.open()) {
            byte[] chunk = new byte[(int) Math.min(CHUNK, content.size().orElse(CHUNK) + 1)];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                to.writeBytes(chunk, 0, n);
            }
        } catch (IOException e) {
            throw unreadable("a temporary file", e);
        }
    }

    private static JMSException unreadable(String what, Exception reason) {
        JMSException unreadable = new JMSException(what + " can't be read: " + reason.getMessage());
        unreadable.initCause(reason);
        return unreadable;
    }

    /** Returns true if {@code message} is a message of Artemis's client, which accepts {@code stream} as the value of {@code property}. */
    private static boolean isStreamed(BytesMessage message, String property, Closeable stream) throws JMSException {
        try {
            message.setObjectProperty(property, stream);
            return true;
        } catch (MessageFormatException | MessageNotWriteableException notArtemis) {
            return false;
        }
    }

    /**
     * Returns a message with the content, the new state, and those properties that stay with a queued mail. The message is to be sent before this one is
     * closed.
     */
    BytesMessage withState(QueuedMail mail, JMSContext context) throws JMSException {
        BytesMessage copy = context.createBytesMessage();
        QueuedMailCodec.write(mail, copy);
        QueuedMailCodec.keep(message, copy);
        write(content(), copy);
        return copy;
    }

    /** Returns a message with the same content and properties, except {@link MailQueue#CONFIRMED}, to be changed and sent before this one is closed. */
    Message copy(JMSContext context) throws JMSException {
        Map<String, Object> properties = applicationProperties();
        Message copy = message;
        if (message instanceof BytesMessage) {
            BytesMessage other = context.createBytesMessage();
            write(content(), other);
            copy = other;
        } else {
            // a message of another type is sent unchanged
            message.clearProperties();
        }
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            copy.setObjectProperty(property.getKey(), property.getValue());
        }
        return copy;
    }

    private Map<String, Object> applicationProperties() throws JMSException {
        Map<String, Object> properties = new LinkedHashMap<>();
        Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = names.nextElement().toString();
            // other properties belong to the provider; with its duplicate detection id, the copy would be dropped
            boolean provider = name.startsWith("JMS") || name.startsWith("_AMQ_");
            if (!provider && !name.equals(MailQueue.CONFIRMED)) {
                properties.put(name, message.getObjectProperty(name));
            }
        }
        return properties;
    }
}
