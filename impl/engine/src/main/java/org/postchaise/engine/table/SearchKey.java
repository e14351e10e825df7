/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/**
 * A key that is looked up for an address.
 *
 * @param text the key, not yet folded
 * @param reach the tables in which the key is looked up
 * @param extension the address extension that the key leaves out, with its delimiter; empty when the key leaves out
 *     none
 */
public record SearchKey(String text, Reach reach, String extension) {

    /** The tables in which a key is looked up. */
    public enum Reach {
        /** The whole address, domain or network address: looked up in every table. */
        WHOLE,
        /**
         * A part of the address, domain or network address: looked up only in tables whose keys are fixed, because
         * patterns match the whole (access(5)).
         */
        PART
    }

    static SearchKey whole(String text) {
        return new SearchKey(text, Reach.WHOLE, "");
    }

    static SearchKey part(String text, String extension) {
        return new SearchKey(text, Reach.PART, extension);
    }
}
