/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.stream.Stream;

/**
 * A lookup table, {@code type:name} in a setting (Postfix DATABASE_README). Thread-safe; a lookup returns in finite
 * time and does not throw: a failure is {@link LookupResult.Unavailable}.
 */
public interface LookupTable extends AutoCloseable {

    /**
     * Returns the value of {@code key}, which is not changed before the search: folding and partial keys are the work
     * of the address lookup. Tables whose keys are fixed text (files, inline, environ) compare without regard to case
     * all the same, as in Postfix.
     */
    LookupResult find(String key);

    /** Returns true if keys are patterns or networks: partial keys of an address are not looked up in such a table. */
    boolean matchesPatterns();

    /**
     * Returns the values that are known without a key, for a check of their syntax: the values of text files and of
     * tables whose name holds the values. A value that depends on the key, and all values of a server, are left out.
     */
    default Stream<String> knownValues() {
        return Stream.empty();
    }

    /** Returns the name of the table in settings: {@code type:name}. */
    @Override
    String toString();

    /** Closes the files and connections of the table; later lookups are unavailable. */
    @Override
    void close();
}
