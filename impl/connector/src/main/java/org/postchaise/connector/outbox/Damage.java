/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

/**
 * A damage of the outbox directory, found at the start.
 *
 * @param kind the kind, which tells whether durable records may be missing
 * @param file the file
 * @param offset the position in the file, in octets
 * @param text the description of the damage
 */
public record Damage(Kind kind, String file, long offset, String text) {

    /** The kinds of damage. */
    public enum Kind {
        /**
         * An incomplete end of the last segment, as a crash leaves it; the end holds no durable record and was cut off.
         */
        TORN_TAIL,
        /** Unreadable records, which are lost; all other records are used. */
        UNREADABLE,
        /** A file that no record needs; the file was deleted. */
        LEFTOVER
    }

    /** Returns the damage as one line of text. */
    @Override
    public String toString() {
        return file + ", offset " + offset + ": " + text;
    }
}
