/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A table without a file of its own: what it finds is a function of the key.
 *
 * @param matchesPatterns whether partial keys make no sense
 * @param values see {@link LookupTable#knownValues}
 * @param parts the tables it is made of, closed with it
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
