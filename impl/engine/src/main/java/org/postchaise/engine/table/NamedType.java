/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/** A table type that consists of a name and a function that opens tables. */
record NamedType(String name, Opening opening) implements TableType {

    /** A function that opens the table of a name, given without the type. */
    interface Opening {
        LookupTable open(String name, TableContext context) throws TableException;
    }

    @Override
    public LookupTable open(String table, TableContext context) throws TableException {
        return opening.open(table, context);
    }
}
