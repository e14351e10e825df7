/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/** A table that can't be opened. One line: the table, the file and line where there are any, what is wrong and what was expected. */
public final class TableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With a reason of our own. */
    public TableException(String message) {
        super(message);
    }

    /** With a reason that came from elsewhere. */
    public TableException(String message, Throwable cause) {
        super(message, cause);
    }
}
