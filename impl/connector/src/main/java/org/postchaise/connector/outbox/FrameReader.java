/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A reader of payloads written by {@link FrameWriter}.
 *
 * <p>All methods throw {@link BufferUnderflowException} or {@link IllegalArgumentException} for malformed payloads.
 */
final class FrameReader {
    private final ByteBuffer octets;

    FrameReader(ByteBuffer octets) {
        this.octets = octets;
    }

    byte int8() {
        return octets.get();
    }

    int int32() {
        return octets.getInt();
    }

    long int64() {
        return octets.getLong();
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        byte[] value = new byte[count()];
        octets.get(value);
        return value;
    }

    /** Reads the number of the elements that follow, each of at least one octet. */
    int count() {
        int count = octets.getInt();
        if (count < 0 || count > octets.remaining()) {
            throw new BufferUnderflowException();
        }
        return count;
    }

    /** Reads the name of an enum constant, and returns the constant. */
    <E extends Enum<E>> E constant(Class<E> type) {
        return Enum.valueOf(type, text());
    }

    /** Returns true if no octets are left. */
    boolean isAtEnd() {
        return !octets.hasRemaining();
    }

    /** Passes over {@code length} octets. */
    void skip(int length) {
        slice(length);
    }

    /** Reads {@code length} octets without copying them. */
    ByteBuffer slice(int length) {
        if (length < 0 || length > octets.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer slice = octets.slice(octets.position(), length);
        octets.position(octets.position() + length);
        return slice;
    }

    ByteBuffer rest() {
        return octets.slice();
    }
}
