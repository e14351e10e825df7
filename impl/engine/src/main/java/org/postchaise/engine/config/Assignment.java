/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/**
 * A value as it was set.
 *
 * @param text unexpanded
 * @param source the file; empty: none
 * @param line in the file, from 1; 0: it stands on none
 */
record Assignment(String text, String source, int line) {

    /** Not from a file. */
    static Assignment of(String text) {
        return new Assignment(text.strip(), "", 0);
    }

    /** Whether nobody wrote it: it follows from the file as a whole. */
    boolean isImplied() {
        return !source.isEmpty() && line == 0;
    }

    /** What a message about this begins with: "main.cf, line 7: ", or nothing. */
    String prefix() {
        return source.isEmpty() ? "" : line == 0 ? source + ": " : source + ", line " + line + ": ";
    }
}
