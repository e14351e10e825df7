/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The directory of the journal, as an interface for tests that let writes fail and lose unforced data. */
interface JournalFiles {

    /** Returns the names of all files, in any order. */
    List<String> names() throws IOException;

    /** Creates an empty file; an existing file of that name is emptied. */
    JournalFile create(String name) throws IOException;

    /**
     * Opens an existing file with its own handle, which stays usable when the file is deleted.
     *
     * @throws java.nio.file.NoSuchFileException when the file does not exist
     */
    JournalFile open(String name) throws IOException;

    /** Deletes a file if it exists. */
    void delete(String name) throws IOException;

    /** Renames a file. */
    void rename(String from, String to) throws IOException;

    /** Forces the directory: returns when created and deleted names are on the device. */
    void force() throws IOException;

    /** Returns a file's name as text for people. */
    String describe(String name);

    /** A file with explicit positions, so that each call can be repeated. */
    interface JournalFile extends Closeable {
        /** Writes all remaining octets of {@code octets}. */
        void write(ByteBuffer octets, long position) throws IOException;

        /** Reads at least one octet; returns -1 at the end of the file. */
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

        /** Forces the file: returns when the written data is on the device. */
        void force() throws IOException;

        long size() throws IOException;

        void truncate(long size) throws IOException;
    }
}
