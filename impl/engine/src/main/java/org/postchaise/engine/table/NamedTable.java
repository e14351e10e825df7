/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/** What all tables with something behind them share: a name, and that they answer nothing more once they are closed. */
abstract class NamedTable implements LookupTable {
    private final String name;
    private volatile boolean closed;

    NamedTable(String name) {
        this.name = name;
    }

    /** The answer for {@code key}; the table was open a moment ago. */
    abstract LookupResult ask(String key);

    @Override
    public final LookupResult find(String key) {
        return closed ? unavailable("the table is closed") : ask(key);
    }

    /** Fixed keys, where nothing else is said. */
    @Override
    public boolean matchesPatterns() {
        return false;
    }

    @Override
    public final String toString() {
        return name;
    }

    @Override
    public void close() {
        closed = true;
    }

    final boolean isClosed() {
        return closed;
    }

    final LookupResult unavailable(String cause) {
        return new LookupResult.Unavailable("table " + name + ": " + cause);
    }

    final LookupResult unavailable(Exception cause) {
        return OneLine.unavailable(name, cause);
    }
}
