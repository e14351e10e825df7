/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.postchaise.api.MessageSource;

/**
 * A message source that fails when the content exceeds a size limit.
 *
 * @param message the message
 * @param limit the limit in octets, {@code message_size_limit}; 0: none
 */
record LimitedSource(MessageSource message, long limit) implements MessageSource {
    @Override
    public InputStream open() throws IOException {
        require(message.size().orElse(0));
        return limit == 0 ? message.open() : new Counted(message.open());
    }

    @Override
    public OptionalLong size() {
        return message.size();
    }

    private void require(long octets) throws IOException {
        if (limit > 0 && octets > limit) {
            throw new IOException(
                    "it is larger than " + limit + " octets, the largest mail that is kept (message_size_limit)");
        }
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
        public int read(byte[] octets, int from, int length) throws IOException {
            int some = in.read(octets, from, length);
            if (some > 0) {
                count += some;
                require(count);
            }
            return some;
        }
    }
}
