/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A table without a file or server of its own, whose answer is a function of the key.
 *
 * @param name the table as a setting names it
 * @param matchesPatterns true if partial keys are not to be looked up
 * @param finder the function from key to answer
 * @param values see {@link LookupTable#knownValues}
 * @param parts the tables that this table is made of, which are closed with this table
 */
record MadeTable(
        String name,
        boolean matchesPatterns,
        Function<String, LookupResult> finder,
        Supplier<Stream<String>> values,
        List<LookupTable> parts)
        implements LookupTable {

    @Override
    public LookupResult find(String key) {
        return finder.apply(key);
    }

    @Override
    public Stream<String> knownValues() {
        return values.get();
    }

    @Override
    public void close() {
        parts.forEach(LookupTable::close);
    }

    @Override
    public String toString() {
        return name;
    }
}
