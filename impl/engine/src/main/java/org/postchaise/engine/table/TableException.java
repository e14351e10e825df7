/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/**
 * The failure to open a table. The message is one line with the table, the file and line where there are any, the error
 * and the expected form.
 */
public final class TableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a one-line message. */
    public TableException(String message) {
        super(message);
    }

    /** Creates an exception with a one-line message and its cause. */
    public TableException(String message, Throwable cause) {
        super(message, cause);
    }
}
