/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What stands before each record: where it begins, how long it is, and two checksums.
 *
 * <p>The header's own checksum lets a reader step over a payload that is damaged. It is seeded with the segment's salt, which
 * no message knows: content that looks like a record is not taken for one when a reader searches for the next. The sequence
 * number goes up by one for each record of the journal, so that lost records leave a gap.
 *
 * @param type code of the {@link RecordType}
 * @param length of the payload
 * @param sequence number of the record
 * @param payloadCrc CRC32C of the payload
 */
record Frame(byte type, int length, long sequence, int payloadCrc) {
    /** Magic 4, type 1, zero 3, length 4, sequence 8, CRC of the payload 4, CRC of all this 4. */
    static final int SIZE = 28;
    /** Longer than any record. */
    static final int PAYLOAD_LIMIT = 64 << 20;

    static final int MAGIC = 0xB5C3A17E;
    private static final int CHECKED = 24;

    /** Fills the room that {@code octets} have for the header at their beginning. */
    void write(ByteBuffer octets, long salt) {
        octets.putInt(0, MAGIC);
        octets.putInt(4, type << 24);
        octets.putInt(8, length);
        octets.putLong(12, sequence);
        octets.putInt(20, payloadCrc);
        octets.putInt(CHECKED, headerCrc(octets.slice(0, CHECKED), salt));
    }

    /** The header at the beginning of {@code octets}, if a valid one is there. */
    static Optional<Frame> read(ByteBuffer octets, long salt) {
        if (octets.remaining() < SIZE) {
            return Optional.empty();
        }
        ByteBuffer header = octets.slice(octets.position(), SIZE);
        Frame frame = unchecked(header);
        boolean valid = header.getInt(0) == MAGIC
                && header.getInt(CHECKED) == headerCrc(header.slice(0, CHECKED), salt)
                && frame.length >= 0
                && frame.length <= PAYLOAD_LIMIT;
        return valid ? Optional.of(frame) : Optional.empty();
    }

    /** What a header says that may be damaged. */
    static Frame unchecked(ByteBuffer header) {
        int at = header.position();
        return new Frame(header.get(at + 4), header.getInt(at + 8), header.getLong(at + 12), header.getInt(at + 20));
    }

    /** The checksum of what remains of {@code octets}, which stay as they are. */
    static int crc(ByteBuffer octets) {
        CRC32C crc = new CRC32C();
        crc.update(octets.duplicate());
        return (int) crc.getValue();
    }

    private static int headerCrc(ByteBuffer header, long salt) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, salt));
        crc.update(header);
        return (int) crc.getValue();
    }
}
