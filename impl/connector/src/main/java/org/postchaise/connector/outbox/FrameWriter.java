/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A writer of record payloads, which reserves space for the frame header. Numbers are in network order; texts are UTF-8 after their length. */
final class FrameWriter {
    private byte[] octets;
    private int end = Frame.SIZE;
    private ByteBuffer last = ByteBuffer.allocate(0);

    FrameWriter() {
        this(Frame.SIZE + 100);
    }

    FrameWriter(int size) {
        octets = new byte[size];
    }

    FrameWriter int8(int value) {
        room(Byte.BYTES).put((byte) value);
        return this;
    }

    FrameWriter int32(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    FrameWriter int64(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    FrameWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the name of an enum constant; the name is thereby part of the format. */
    FrameWriter constant(Enum<?> value) {
        return text(value.name());
    }

    /** Writes the number of octets, then the octets. */
    FrameWriter bytes(byte[] value) {
        return int32(value.length).octets(value);
    }

    /** Writes octets whose number the reader knows. */
    FrameWriter octets(byte[] value) {
        room(value.length).put(value);
        return this;
    }

    /** Writes the payload of another writer. */
    FrameWriter payload(FrameWriter other) {
        other.putPayload(room(other.size() - Frame.SIZE));
        return this;
    }

    /** Sets the end of the payload, which is not copied before the record is written. */
    FrameWriter last(ByteBuffer value) {
        last = value.duplicate();
        return this;
    }

    /** Returns the size of header and payload. */
    int size() {
        return end + last.remaining();
    }

    int payloadCrc() {
        CRC32C crc = new CRC32C();
        crc.update(octets, Frame.SIZE, end - Frame.SIZE);
        crc.update(last.duplicate());
        return (int) crc.getValue();
    }

    void putPayload(ByteBuffer to) {
        to.put(octets, Frame.SIZE, end - Frame.SIZE).put(last.duplicate());
    }

    private ByteBuffer room(int length) {
        if (octets.length - end < length) {
            octets = Arrays.copyOf(octets, Math.max(2 * octets.length, end + length));
        }
        ByteBuffer room = ByteBuffer.wrap(octets, end, length);
        end += length;
        return room;
    }
}
