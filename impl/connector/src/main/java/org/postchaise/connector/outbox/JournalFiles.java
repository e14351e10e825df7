/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A directory as the journal sees it: the seam at which a test fails writes and loses what was not forced. */
interface JournalFiles {

    /** The names of all files, in any order. */
    List<String> names() throws IOException;

    /** A new, empty file; one of that name is emptied. */
    JournalFile create(String name) throws IOException;

    /**
     * A handle of its own on an existing file, which goes on working when the file is deleted.
     *
     * @throws java.nio.file.NoSuchFileException when there is none
     */
    JournalFile open(String name) throws IOException;

    /** Deletes a file if it is there. */
    void delete(String name) throws IOException;

    /** Gives a file another name. */
    void rename(String from, String to) throws IOException;

    /** Returns when the names, created and deleted, are on the device. */
    void force() throws IOException;

    /** A file for people. */
    String describe(String name);

    /** One file; all positions are explicit, so that each call can be repeated. */
    interface JournalFile extends Closeable {
        /** Writes all that remains of {@code octets}. */
        void write(ByteBuffer octets, long position) throws IOException;

        /** Reads at least one octet; -1 at the end of the file. */
        int read(ByteBuffer octets, long position) throws IOException;

        /** Reads until {@code octets} are full or the file ends. */
        default void fill(ByteBuffer octets, long position) throws IOException {
            long at = position;
            int count = 0;
            while (octets.hasRemaining() && count >= 0) {
                count = read(octets, at);
                at += count;
            }
        }

        /** Returns when what was written is on the device. */
        void force() throws IOException;

        long size() throws IOException;

        void truncate(long size) throws IOException;
    }
}
