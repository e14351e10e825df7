/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/** A kind of table: the word before the colon. */
public interface TableType {

    /** The word, such as {@code hash}. */
    String name();

    /**
     * Opens a table of this type.
     *
     * @param name what follows the colon
     * @throws TableException when the table can't be used; the message names file and line where there are any
     */
    LookupTable open(String name, TableContext context) throws TableException;
}
