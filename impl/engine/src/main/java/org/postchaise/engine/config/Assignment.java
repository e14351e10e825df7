/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/**
 * A parameter value as set in one layer.
 *
 * @param text the unexpanded text of the value
 * @param source the file that sets the value; empty: none
 * @param line the line number in the file, from 1; 0: the value stands on no line of the file
 */
record Assignment(String text, String source, int line) {

    /** Creates an assignment that is not from a file. */
    static Assignment of(String text) {
        return new Assignment(text.strip(), "", 0);
    }

    /** Returns true if no line of the file sets this value: the value follows from the file as a whole. */
    boolean isImplied() {
        return !source.isEmpty() && line == 0;
    }

    /** Returns the beginning of messages about this value: "main.cf, line 7: ", or empty text. */
    String prefix() {
        return source.isEmpty() ? "" : line == 0 ? source + ": " : source + ", line " + line + ": ";
    }
}
