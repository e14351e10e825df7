/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The location of a record.
 *
 * @param segment the segment
 * @param offset the offset of the record's frame in the segment's file
 * @param length the length of frame and payload
 */
record Location(Segment segment, long offset, int length) {

    /** Returns the offset of the payload. */
    long payload() {
        return offset + Frame.SIZE;
    }

    /** Marks the record as needed in its segment. */
    void retain() {
        segment.retain(length);
    }

    /** Marks the record as no longer needed. */
    void release() {
        segment.release(length);
    }

    /** Returns the payload after verifying its checksum; empty if the record is damaged. */
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
