/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.IOException;
import java.io.InputStream;

/** Stream of decoded octets, which a subclass decodes one by one. Encoded text that is broken is no error: the octets that can be told are read. */
abstract class DecodedStream extends InputStream {
    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        for (int i = 0; i < length; i++) {
            int octet = read();
            if (octet == -1) {
                return i == 0 ? -1 : i;
            }
            octets[offset + i] = (byte) octet;
        }
        return length;
    }
}
