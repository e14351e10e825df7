/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Queue;

/**
 * The limit of a message's size ({@code message_size_limit}).
 *
 * @param octets the maximum size in octets; 0: no limit
 */
public record SizeLimit(long octets) {
    /** The value without a limit. */
    public static final SizeLimit NONE = new SizeLimit(0);

    /** Returns the limit of {@code settings}. */
    public static SizeLimit from(Settings settings) {
        return new SizeLimit(settings.get(Queue.MESSAGE_SIZE_LIMIT));
    }

    /**
     * Checks a size, of a whole message or of what has come of a message.
     *
     * @throws ContentTooLargeException when {@code size} exceeds the limit
     */
    public void require(long size) throws ContentTooLargeException {
        if (octets > 0 && size > octets) {
            throw new ContentTooLargeException(size, octets);
        }
    }

    /**
     * Returns a source with the content of {@code message}. Opening or reading the source throws {@link
     * ContentTooLargeException} when the declared size, or the content itself, exceeds the limit.
     */
    public MessageSource on(MessageSource message) {
        return new MessageSource() {
            @Override
            public InputStream open() throws IOException {
                require(size().orElse(0));
                return octets == 0 ? message.open() : new Counted(message.open());
            }

            @Override
            public OptionalLong size() {
                return message.size();
            }
        };
    }

    /** A stream that counts octets, since a message may be longer than its declared size. */
    private final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int octet = in.read();
            if (octet >= 0) {
                require(++count);
            }
            return octet;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int some = in.read(into, from, length);
            if (some > 0) {
                count += some;
                require(count);
            }
            return some;
        }
    }
}
