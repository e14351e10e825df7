/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

/** The reader of the content after a command, fed with octets in pieces of any size. Used by one session; not thread-safe. */
public interface ContentReader {

    /**
     * Takes octets from {@code from} (inclusive) to {@code to} (exclusive), as far as they belong to the content.
     *
     * @return the index after the last octet taken
     */
    int take(byte[] octets, int from, int to);

    /** Returns true if the content has ended; {@link #end} is due. */
    boolean complete();

    /** Returns the octets received, for a log line. */
    long received();

    /** Handles the end of the content; called once. */
    CommandResult end();
}
