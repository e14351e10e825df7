/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;

/** A transport whose reads and writes end at a deadline, with a {@link java.net.SocketTimeoutException}. */
public interface Wire {
    /** The time limit of a read of octets that have arrived, where the transport has no other way to read them. */
    Duration AT_ONCE = Duration.ofMillis(1);

    /** Reads octets as {@link java.io.InputStream#read(byte[], int, int)} does. */
    int read(byte[] b, int off, int len, Deadline deadline) throws IOException;

    /** Writes all octets; a write that makes no progress also ends when another thread calls {@link #close}. */
    void write(byte[] b, int off, int len, Deadline deadline) throws IOException;

    /**
     * Reads the octets that have arrived, without waiting.
     *
     * @return the number of octets; 0 if there are none for now, and -1 at the end of the stream
     */
    default int readNow(byte[] b, int off, int len) throws IOException {
        try {
            return read(b, off, len, Deadline.in(AT_ONCE));
        } catch (SocketTimeoutException nothingYet) {
            return 0;
        }
    }

    /**
     * Writes as many octets as the system takes without waiting; a transport that can't do so writes all octets by {@code deadline}.
     *
     * @return the number of octets written
     */
    default int writeNow(byte[] b, int off, int len, Deadline deadline) throws IOException {
        write(b, off, len, deadline);
        return len;
    }

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

    /**
     * Registers the channel of an accepted connection with {@code selector}, without waking the selector up: for the selector of the
     * thread that owns the connection now. That thread cancels the key before another thread owns the connection.
     *
     * @param operations the interest set of the key
     * @throws IllegalStateException when the transport is not that of an accepted connection
     */
    default SelectionKey register(Selector selector, int operations) throws IOException {
        throw new IllegalStateException("the transport has no channel");
    }

    /** Closes the transport at once; a read or write of another thread fails then. */
    void close() throws IOException;
}
