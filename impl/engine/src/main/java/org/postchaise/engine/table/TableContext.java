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
 */
public record TableContext(Opener opener, Clock clock, Consumer<String> warnings) {

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
