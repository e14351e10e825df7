/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Optional;

/** A transport whose reads and writes end at a deadline, with a {@link java.net.SocketTimeoutException}. */
public interface Wire {
    /** Reads octets as {@link java.io.InputStream#read(byte[], int, int)} does. */
    int read(byte[] b, int off, int len, Deadline deadline) throws IOException;

    /** Writes all octets; a write that makes no progress also ends when another thread calls {@link #close}. */
    void write(byte[] b, int off, int len, Deadline deadline) throws IOException;

    /** Returns the number of octets that can be read without blocking; at least 1 if there are any. */
    int available() throws IOException;

    /** Allows the octets written from now on to wait for {@link #shut}, to be sent together with TLS's close_notify. */
    default void holdLast() {}

    /**
     * Sends TLS's close_notify, where this transport is TLS, and waits for the peer's close_notify if so configured;
     * octets received before the peer's close_notify are discarded. Does nothing for other transports.
     */
    default void shut(Deadline deadline) throws IOException {}

    /** Returns the local address; empty where the transport has none. */
    default Optional<SocketAddress> local() {
        return Optional.empty();
    }

    /** Returns the peer's address; empty where the transport has none. */
    default Optional<SocketAddress> peer() {
        return Optional.empty();
    }

    /**
     * Registers the channel of an accepted connection with {@code selector}, for reading, and gives up what this transport held
     * for waiting. Wakes the selector up, then and when the transport is closed.
     *
     * @return the key; its interest set must be emptied ({@code interestOps(0)}) before the next read or write. The key is not
     *     cancelled, since a cancelled key can't be registered again before the next selection.
     * @throws IllegalStateException when the transport is not that of an accepted connection
     */
    default SelectionKey park(Selector selector, Object attachment) throws IOException {
        throw new IllegalStateException("the transport has no channel");
    }

    /** Closes the transport at once; a read or write of another thread fails then. */
    void close() throws IOException;
}
