/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/**
 * One of the keys that are looked up for an address.
 *
 * @param text the key, not yet folded
 * @param reach which tables are asked
 * @param extension what was taken off the address to get the key, with its delimiter; empty when nothing was
 */
public record SearchKey(String text, Reach reach, String extension) {

    /** Which tables a key is for. */
    public enum Reach {
        /** The whole address, domain or network address: every table. */
        WHOLE,
        /** A part of it: only tables whose keys are fixed, because patterns see the whole (access(5)). */
        PART
    }

    static SearchKey whole(String text) {
        return new SearchKey(text, Reach.WHOLE, "");
    }

    static SearchKey part(String text, String extension) {
        return new SearchKey(text, Reach.PART, extension);
    }
}
