/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/**
 * The base class of tables with a file or server of their own: keeps the table's name, and answers unavailable once the
 * table is closed.
 */
abstract class NamedTable implements LookupTable {
    private final String name;
    private volatile boolean closed;

    NamedTable(String name) {
        this.name = name;
    }

    /** Returns the answer for {@code key}; called only while the table is open. */
    abstract LookupResult ask(String key);

    @Override
    public final LookupResult find(String key) {
        return closed ? unavailable("the table is closed") : ask(key);
    }

    /** Returns false: keys are fixed unless a subclass overrides this method. */
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
