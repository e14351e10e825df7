/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;

/** A connection whose reads and writes end at a deadline, with a {@link java.net.SocketTimeoutException}. */
public interface Wire {
    /** As {@link java.io.InputStream#read(byte[], int, int)}. */
    int read(byte[] b, int off, int len, Deadline deadline) throws IOException;

    /** All of it; a write that makes no progress may also be ended by {@link #close} from another thread. */
    void write(byte[] b, int off, int len, Deadline deadline) throws IOException;

    /** How many octets can be read without waiting; at least 1 when there is one. */
    int available() throws IOException;

    /** Closes at once, also under a read or write of another thread. */
    void close() throws IOException;
}
