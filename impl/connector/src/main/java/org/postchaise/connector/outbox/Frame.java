/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The frame header in front of each record: start mark, length, and two checksums.
 *
 * <p>The header's own checksum lets a reader skip a damaged payload. The checksum is seeded with the segment's salt, which no
 * message can know, so that content that resembles a record is not taken for a record in the search for the next header. The
 * sequence number increases by one with each record of the journal, so that lost records leave a gap.
 *
 * @param type the code of the {@link RecordType}
 * @param length the length of the payload
 * @param sequence the sequence number of the record
 * @param payloadCrc the CRC32C of the payload
 */
record Frame(byte type, int length, long sequence, int payloadCrc) {
    /** The size of a header: magic 4, type 1, zero 3, length 4, sequence 8, CRC of the payload 4, CRC of the preceding octets 4. */
    static final int SIZE = 28;
    /** The maximum length of a payload, longer than any record. */
    static final int PAYLOAD_LIMIT = 64 << 20;

    static final int MAGIC = 0xB5C3A17E;
    private static final int CHECKED = 24;

    /** Writes the header into the first {@link #SIZE} octets of {@code octets}. */
    void write(ByteBuffer octets, long salt) {
        octets.putInt(0, MAGIC);
        octets.putInt(4, type << 24);
        octets.putInt(8, length);
        octets.putLong(12, sequence);
        octets.putInt(20, payloadCrc);
        octets.putInt(CHECKED, headerCrc(octets.slice(0, CHECKED), salt));
    }

    /** Returns the header at the beginning of {@code octets}, if there is a valid one. */
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

    /** Returns the fields of a header that may be damaged. */
    static Frame unchecked(ByteBuffer header) {
        int at = header.position();
        return new Frame(header.get(at + 4), header.getInt(at + 8), header.getLong(at + 12), header.getInt(at + 20));
    }

    /** Returns the checksum of the remaining octets of {@code octets}, without changing the buffer's position. */
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
