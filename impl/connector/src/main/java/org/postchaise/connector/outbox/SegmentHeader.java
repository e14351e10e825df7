/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * The header of a segment file, written twice, since without the salt no record of the segment can be distinguished from content.
 *
 * @param number the number of the segment; segments are numbered without gaps
 * @param oldest the number of the oldest segment that was needed when this segment was begun
 * @param firstSequence the sequence number of the first record
 * @param certain the sequence number of the first record that was not known to be on the device when this segment was begun; less
 *     than {@code firstSequence} after a failed force
 * @param salt the salt of the frames' checksums
 * @param store the identity of the outbox
 */
record SegmentHeader(long number, long oldest, long firstSequence, long certain, long salt, UUID store) {
    static final int FORMAT = 1;
    static final int COPY = 76;
    static final int SIZE = 2 * COPY;

    private static final long MAGIC = 0x506F737463686F42L;
    private static final int CHECKED = COPY - Integer.BYTES;

    ByteBuffer encode() {
        ByteBuffer octets = ByteBuffer.allocate(SIZE);
        for (int copy = 0; copy < 2; copy++) {
            octets.putLong(MAGIC)
                    .putInt(FORMAT)
                    .putInt(0)
                    .putLong(number)
                    .putLong(oldest)
                    .putLong(firstSequence)
                    .putLong(certain)
                    .putLong(salt)
                    .putLong(store.getMostSignificantBits())
                    .putLong(store.getLeastSignificantBits());
            octets.putInt(Frame.crc(octets.slice(copy * COPY, CHECKED)));
        }
        return octets.flip();
    }

    /**
     * Returns the header in the first {@link #SIZE} octets of a file, from an intact copy; empty if both copies are damaged.
     *
     * @throws IOException when the header is intact and of another format
     */
    static Optional<SegmentHeader> decode(ByteBuffer octets, String file) throws IOException {
        for (int copy = 0; copy < 2; copy++) {
            int at = copy * COPY;
            if (octets.limit() >= at + COPY
                    && octets.getLong(at) == MAGIC
                    && octets.getInt(at + CHECKED) == Frame.crc(octets.slice(at, CHECKED))) {
                return Optional.of(decode(octets.slice(at, COPY).position(Long.BYTES), octets.getInt(at + 8), file));
            }
        }
        return Optional.empty();
    }

    private static SegmentHeader decode(ByteBuffer fields, int format, String file) throws IOException {
        if (format != FORMAT) {
            throw new IOException(file + " has outbox format " + format + "; this version reads format " + FORMAT
                    + ": let the version that wrote it deliver its mail first");
        }
        fields.position(fields.position() + 2 * Integer.BYTES);
        return new SegmentHeader(
                fields.getLong(),
                fields.getLong(),
                fields.getLong(),
                fields.getLong(),
                fields.getLong(),
                new UUID(fields.getLong(), fields.getLong()));
    }
}
