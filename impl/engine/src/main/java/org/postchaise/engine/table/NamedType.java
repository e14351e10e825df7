/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/** A table type as a name and a way to open. */
record NamedType(String name, Opening opening) implements TableType {

    /** Opens the table whose name, without the type, is given. */
    interface Opening {
        LookupTable open(String name, TableContext context) throws TableException;
    }

    @Override
    public LookupTable open(String table, TableContext context) throws TableException {
        return opening.open(table, context);
    }
}
