/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

/**
 * Something in the directory that could not be used.
 *
 * @param kind whether anything that was promised may be missing
 * @param file the file
 * @param offset where in it, in octets
 * @param text what was found there
 */
public record Damage(Kind kind, String file, long offset, String text) {

    /** What it means. */
    public enum Kind {
        /** The end of the last segment, as a crash leaves it: nothing that was promised is in it. It was cut off. */
        TORN_TAIL,
        /** Records that can't be read any more. What they said is lost; the rest is served. */
        UNREADABLE,
        /** A file that no record needs; it was deleted. */
        LEFTOVER
    }

    /** One line. */
    @Override
    public String toString() {
        return file + ", offset " + offset + ": " + text;
    }
}
