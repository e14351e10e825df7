/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/** A table type: the word before the colon, and the function that opens its tables. */
public interface TableType {

    /** Returns the word before the colon, such as {@code hash}. */
    String name();

    /**
     * Opens a table of this type.
     *
     * @param name the text after the colon
     * @throws TableException when the table can't be used; the message names file and line where there are any
     */
    LookupTable open(String name, TableContext context) throws TableException;
}
