/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/** The answer of a lookup table: one of three, so that "could not look" is never mistaken for "is not there". */
public sealed interface LookupResult {

    /**
     * The key has a value.
     *
     * @param value as the table holds it; may be empty where the type allows that
     */
    record Found(String value) implements LookupResult {}

    /** The table was searched and does not have the key. */
    record Absent() implements LookupResult {}

    /**
     * The table could not be searched: mail is deferred, never bounced.
     *
     * @param cause one line that names the table
     */
    record Unavailable(String cause) implements LookupResult {}

    /** There is nothing to tell two of them apart. */
    Absent ABSENT = new Absent();
}
