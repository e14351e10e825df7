/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

/** A connection whose reads and writes end at a deadline, with a {@link java.net.SocketTimeoutException}. */
public interface Wire {
    /** As {@link java.io.InputStream#read(byte[], int, int)}. */
    int read(byte[] b, int off, int len, Deadline deadline) throws IOException;

    /** All of it; a write that makes no progress may also be ended by {@link #close} from another thread. */
    void write(byte[] b, int off, int len, Deadline deadline) throws IOException;

    /** How many octets can be read without waiting; at least 1 when there is one. */
    int available() throws IOException;

    /** What is written from now on may wait for {@link #shut}, to go out together with its word. */
    default void holdLast() {}

    /**
     * Says that nothing more will be sent, where the protocol has a word for it: TLS's close_notify. The peer's own is
     * waited for where that was agreed on; what comes ahead of it is lost.
     */
    default void shut(Deadline deadline) throws IOException {}

    /** The address of this side; empty where there is none. */
    default Optional<InetAddress> source() {
        return Optional.empty();
    }

    /** Closes at once, also under a read or write of another thread. */
    void close() throws IOException;
}
