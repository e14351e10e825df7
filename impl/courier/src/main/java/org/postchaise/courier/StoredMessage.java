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

/**
 * A message of one of the queues, and its body as content. The body is read from the broker once, when somebody wants it, as a stream when it
 * is large: Artemis's client, asked as JMS has it, holds all of it there. For one thread at a time, as the JMS
 * session that the message belongs to.
 */
final class StoredMessage implements MessageSource, AutoCloseable {
    /** A property of Artemis's: a body is written to the stream that is its value. */
    private static final String SAVE_STREAM = "JMS_AMQ_SaveStream";

    /** A property of Artemis's: the body is read from the stream that is its value while the message is being sent. */
    private static final String INPUT_STREAM = "JMS_AMQ_InputStream";

    /** What Artemis's client has in one piece by default ({@code minLargeMessageSize}). */
    private static final int ONE_PIECE = 102_400;

    private static final int CHUNK = 65_536;

    private final Message message;
    private ContentBuffer content;

    StoredMessage(Message message) {
        this.message = message;
    }

    Message message() {
        return message;
    }

    /**
     * Octets of content; 0 where it is no bytes message.
     *
     * @throws JMSException when the broker does not say
     */
    long length() throws JMSException {
        return length(message);
    }

    /** That of {@code message}, as {@link #length()}. */
    static long length(Message message) throws JMSException {
        return message instanceof BytesMessage bytes ? bytes.getBodyLength() : 0;
    }

    @Override
    public OptionalLong size() {
        try {
            return OptionalLong.of(length());
        } catch (JMSException unknown) {
            // open() will say what is wrong, where it can be reported
            return OptionalLong.empty();
        }
    }

    /** {@inheritDoc} It need not be closed. */
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

    private ContentBuffer content() throws JMSException {
        if (content == null) {
            content = read();
        }
        return content;
    }

    private ContentBuffer read() throws JMSException {
        ContentBuffer buffer = new ContentBuffer();
        try {
            if (message instanceof BytesMessage bytes) {
                read(bytes, buffer);
            }
            long size = buffer.size().orElse(-1);
            if (size != length()) {
                throw new JMSException("it has " + length() + " octets, and " + size + " came");
            }
            return buffer;
        } catch (JMSException e) {
            buffer.close();
            throw unreadable("queued content", e);
        } catch (RuntimeException e) {
            buffer.close();
            throw e;
        }
    }

    private static void read(BytesMessage from, ContentBuffer buffer) throws JMSException {
        if (from.getBodyLength() > ONE_PIECE && isStreamed(from, SAVE_STREAM, buffer.appending())) {
            return;
        }
        from.reset();
        byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(1, from.getBodyLength()))];
        for (int n = from.readBytes(chunk); n >= 0; n = from.readBytes(chunk)) {
            buffer.append(chunk, 0, n);
        }
    }

    /** What {@code content} has, to a new message; to be sent while the buffer is there. */
    static void write(ContentBuffer content, BytesMessage to) throws JMSException {
        if (content.size().orElse(Long.MAX_VALUE) > ONE_PIECE && isStreamed(to, INPUT_STREAM, content.open())) {
            return;
        }
        // a message of Artemis's that was never written to has four octets
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

    /** Whether {@code message} is one of Artemis's, which takes a stream as the value of {@code property}. */
    private static boolean isStreamed(BytesMessage message, String property, Closeable stream) throws JMSException {
        try {
            message.setObjectProperty(property, stream);
            return true;
        } catch (MessageFormatException | MessageNotWriteableException notArtemis) {
            return false;
        }
    }

    /** The content, and of the properties none but the new state and what goes along with a mail. To be sent before this is closed. */
    BytesMessage withState(QueuedMail mail, JMSContext context) throws JMSException {
        BytesMessage copy = context.createBytesMessage();
        QueuedMailCodec.write(mail, copy);
        QueuedMailCodec.keep(message, copy);
        write(content(), copy);
        return copy;
    }

    /** The same content and properties, but {@link MailQueue#CONFIRMED}, in a message that can be changed and sent, before this is closed. */
    Message copy(JMSContext context) throws JMSException {
        Map<String, Object> properties = applicationProperties();
        Message copy = message;
        if (message instanceof BytesMessage) {
            BytesMessage other = context.createBytesMessage();
            write(content(), other);
            copy = other;
        } else {
            // whatever it is, it goes on as it is
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
            // the rest belongs to the provider; an id for the detection of duplicates would have the copy taken for one
            boolean provider = name.startsWith("JMS") || name.startsWith("_AMQ_");
            if (!provider && !name.equals(MailQueue.CONFIRMED)) {
                properties.put(name, message.getObjectProperty(name));
            }
        }
        return properties;
    }
}
