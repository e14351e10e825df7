/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where a record lies.
 *
 * @param segment the segment
 * @param offset of its frame in the segment's file
 * @param length of frame and payload
 */
record Location(Segment segment, long offset, int length) {

    /** Where its payload begins. */
    long payload() {
        return offset + Frame.SIZE;
    }

    /** The segment holds something that is needed. */
    void retain() {
        segment.retain(length);
    }

    /** It is not needed any more. */
    void release() {
        segment.release(length);
    }

    /** Its payload, read and checked, if it is intact. */
    Optional<ByteBuffer> read(JournalFiles.JournalFile file) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(length);
        file.fill(octets, offset);
        octets.flip();
        ByteBuffer payload = octets.hasRemaining() && octets.limit() == length
                ? octets.slice(Frame.SIZE, length - Frame.SIZE)
                : octets;
        return Frame.read(octets, segment.header().salt())
                .filter(frame -> frame.length() == payload.limit() && frame.payloadCrc() == Frame.crc(payload))
                .map(frame -> payload);
    }
}
