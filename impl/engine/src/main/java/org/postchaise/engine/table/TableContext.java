/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.time.Clock;
import java.util.function.Consumer;

/**
 * The environment in which tables are opened.
 *
 * @param opener the opener of the tables that a table is made of (unionmap, pipemap, proxy)
 * @param clock the clock by which files are checked for changes
 * @param warnings the consumer of one-line warnings for an operator: a broken new version of a file, a line that is
 *     skipped
 * @param faults the handling of wrong lines when a file is opened
 */
public record TableContext(Opener opener, Clock clock, Consumer<String> warnings, Faults faults) {

    /**
     * The handling of a file's wrong lines when the file is opened. A new version of an open file with wrong lines is
     * never used.
     */
    public enum Faults {
        /** Skipping of wrong lines with a warning, as in Postfix. */
        SKIP,
        /** Refusal of a file with a wrong line. */
        STOP
    }

    /** An opener of tables by {@code type:name}. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens a table.
         *
         * @throws TableException when the table can't be used
         */
        LookupTable open(String table) throws TableException;
    }
}
