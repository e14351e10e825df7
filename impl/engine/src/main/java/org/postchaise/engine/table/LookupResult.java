/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/**
 * The answer of a lookup table, with a type of its own for each case, so that a failed search is never mistaken for an
 * absent key.
 */
public sealed interface LookupResult {

    /**
     * The result of a key that has a value.
     *
     * @param value the value that the table holds; may be empty where the table type allows an empty value
     */
    record Found(String value) implements LookupResult {}

    /** The result of a search that did not find the key. */
    record Absent() implements LookupResult {}

    /**
     * The result of a table that could not be searched: mail is deferred, never bounced.
     *
     * @param cause one line that names the table
     */
    record Unavailable(String cause) implements LookupResult {}

    /** The only needed instance of {@link Absent}, which has no components. */
    Absent ABSENT = new Absent();
}
