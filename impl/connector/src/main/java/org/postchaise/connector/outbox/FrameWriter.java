/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects a record's payload behind room for its header. Numbers are in network order, texts UTF-8 after their length. */
final class FrameWriter {
    private byte[] octets;
    private int end = Frame.SIZE;

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

    /** By its name, which is part of the format so. */
    FrameWriter constant(Enum<?> value) {
        return text(value.name());
    }

    /** With their number before them. */
    FrameWriter bytes(byte[] value) {
        int32(value.length);
        return raw(ByteBuffer.wrap(value));
    }

    FrameWriter raw(ByteBuffer value) {
        room(value.remaining()).put(value.duplicate());
        return this;
    }

    /** The payload so far. */
    ByteBuffer payload() {
        return ByteBuffer.wrap(octets, Frame.SIZE, end - Frame.SIZE).slice();
    }

    /** Header, yet to be filled, and payload. */
    ByteBuffer frame() {
        return ByteBuffer.wrap(octets, 0, end).slice();
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
