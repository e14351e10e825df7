/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A hash table of keys and values in one array of octets, with open addressing: a million entries cost little more than
 * their text. Each entry is key length, key, value length, value; lengths are written with 7 bits per octet. Filled by
 * one thread, then read by any.
 */
final class PackedStrings {
    private static final int MAX_TEXT = Integer.MAX_VALUE - 64;
    private static final int FIRST_TEXT = 1 << 24;

    private byte[] text;
    private int used = 1;
    /** The position in {@link #text} at which each entry begins; 0 is an empty slot, so no entry begins at 0. */
    private int[] slots = new int[16];

    private int count;

    /** Creates an empty table with space for about {@code size} octets of keys and values. */
    PackedStrings(long size) {
        // what a file says of its size need not be what it holds: beyond this the room grows with the text
        text = new byte[(int) Math.max(64, Math.min(size, FIRST_TEXT) + 64)];
    }

    /** Adds {@code key} with the value in {@code from}; returns false, and changes nothing, when the key exists. */
    boolean add(byte[] key, int keyLength, byte[] from, int valueStart, int valueLength) throws TableException {
        if ((count + 1) * 5L > slots.length * 4L) {
            grow();
        }
        int slot = slot(key, keyLength);
        if (slots[slot] != 0) {
            return false;
        }
        reserve(keyLength + (long) valueLength + 10);
        slots[slot] = used;
        count++;
        append(key, 0, keyLength);
        append(from, valueStart, valueLength);
        return true;
    }

    /** Releases reserved space that is not used. */
    void trim() {
        if (text.length - used > used / 16) {
            text = Arrays.copyOf(text, used);
        }
    }

    /** Returns the position of the value of {@code key}, at which its length stands; -1 when there is none. */
    int find(byte[] key) {
        int entry = slots[slot(key, key.length)];
        return entry == 0 ? -1 : after(entry) + key.length;
    }

    /** Returns the value at {@code position}, as {@link #find} returned it. */
    String value(int position) {
        return new String(text, after(position), number(position), StandardCharsets.UTF_8);
    }

    /** Returns all values, in no particular order. */
    Stream<String> values() {
        return IntStream.of(slots).filter(entry -> entry != 0).mapToObj(entry -> value(after(entry) + number(entry)));
    }

    private int slot(byte[] key, int length) {
        int mask = slots.length - 1;
        int slot = hash(key, 0, length) & mask;
        while (slots[slot] != 0 && !isKey(slots[slot], key, length)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean isKey(int entry, byte[] key, int length) {
        if (number(entry) != length) {
            return false;
        }
        int start = after(entry);
        return Arrays.equals(text, start, start + length, key, 0, length);
    }

    private void grow() {
        int[] old = slots;
        slots = new int[Math.multiplyExact(old.length, 2)];
        int mask = slots.length - 1;
        for (int entry : old) {
            if (entry != 0) {
                int start = after(entry);
                int slot = hash(text, start, start + number(entry)) & mask;
                while (slots[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                slots[slot] = entry;
            }
        }
    }

    private void reserve(long more) throws TableException {
        if (used + more <= text.length) {
            return;
        }
        if (used + more > MAX_TEXT) {
            throw new TableException("more than " + MAX_TEXT + " octets of keys and values");
        }
        text = Arrays.copyOf(text, (int)
                Math.min(MAX_TEXT, Math.max(used + more, text.length + (text.length >> 1) + 64L)));
    }

    private void append(byte[] from, int start, int length) {
        int rest = length;
        while (rest > 127) {
            text[used++] = (byte) (rest | 128);
            rest >>>= 7;
        }
        text[used++] = (byte) rest;
        System.arraycopy(from, start, text, used, length);
        used += length;
    }

    private int number(int position) {
        int value = 0;
        int at = position;
        int shift = 0;
        while (text[at] < 0) {
            value |= (text[at++] & 127) << shift;
            shift += 7;
        }
        return value | text[at] << shift;
    }

    private int after(int position) {
        int at = position;
        while (text[at] < 0) {
            at++;
        }
        return at + 1;
    }

    private static int hash(byte[] bytes, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + bytes[i];
        }
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }
}
