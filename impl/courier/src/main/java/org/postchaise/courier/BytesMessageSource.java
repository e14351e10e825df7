/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.OptionalLong;
import org.postchaise.api.MessageSource;

/**
 * The body of a JMS message as content. The message has one read position: opening again ends the stream before. For one
 * thread at a time, as the JMS session that the message belongs to.
 */
final class BytesMessageSource implements MessageSource {
    private final BytesMessage message;
    private Stream current;

    BytesMessageSource(BytesMessage message) {
        this.message = message;
    }

    @Override
    public InputStream open() throws IOException {
        try {
            message.reset();
        } catch (JMSException e) {
            throw unreadable(e);
        }
        current = new Stream();
        return current;
    }

    @Override
    public OptionalLong size() {
        try {
            return OptionalLong.of(message.getBodyLength());
        } catch (JMSException unknown) {
            // open() will say what is wrong, where it can be reported
            return OptionalLong.empty();
        }
    }

    private static IOException unreadable(JMSException e) {
        return new IOException("queued content can't be read: " + e.getMessage(), e);
    }

    private final class Stream extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int off, int len) throws IOException {
            Objects.checkFromIndexSize(off, len, buffer.length);
            if (len == 0) {
                return 0;
            }
            if (current != this) {
                throw new IOException("queued content was opened again; this stream has ended");
            }
            try {
                if (off == 0) {
                    return message.readBytes(buffer, len);
                }
                // JMS reads to the start of an array only
                byte[] chunk = new byte[len];
                int count = message.readBytes(chunk, len);
                if (count > 0) {
                    System.arraycopy(chunk, 0, buffer, off, count);
                }
                return count;
            } catch (JMSException e) {
                throw unreadable(e);
            }
        }
    }
}
