/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.time.Clock;
import java.util.function.Consumer;

/**
 * What a table needs from its surroundings.
 *
 * @param opener opens the tables that a table is made of (unionmap, pipemap, proxy)
 * @param clock decides when a file is looked at again
 * @param warnings told, in one line, what an operator should know: a broken new version of a file, a line that is passed over
 * @param faults what wrong lines of a file mean when it is opened
 */
public record TableContext(Opener opener, Clock clock, Consumer<String> warnings, Faults faults) {

    /** What becomes of a file's wrong lines when it is opened. A new version of an open file with wrong lines is never used. */
    public enum Faults {
        /** They are warned of and passed over, as Postfix does. */
        SKIP,
        /** The file can't be opened. */
        STOP
    }

    /** Opens {@code type:name}. */
    @FunctionalInterface
    public interface Opener {
        /**
         * The table.
         *
         * @throws TableException when it can't be used
         */
        LookupTable open(String table) throws TableException;
    }
}
