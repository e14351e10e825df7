/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.IOException;
import java.io.InputStream;

/** Stream of the octets that a decoder reads. Encoded text that is broken is no error: the octets that can be told are read. */
final class DecodedStream extends InputStream {
    private final Decoder decoder;

    DecodedStream(Decoder decoder) {
        this.decoder = decoder;
    }

    /** Decoder of a transfer encoding. */
    @FunctionalInterface
    interface Decoder {
        /** Returns the next octet, as {@link InputStream#read()}. */
        int read() throws IOException;
    }

    @Override
    public int read() throws IOException {
        return decoder.read();
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        for (int i = 0; i < length; i++) {
            int octet = decoder.read();
            if (octet == -1) {
                return i == 0 ? -1 : i;
            }
            octets[offset + i] = (byte) octet;
        }
        return length;
    }
}
