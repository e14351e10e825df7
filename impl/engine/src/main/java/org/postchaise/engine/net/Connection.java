/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;

/**
 * A connection on which every read and every write has a deadline, set by {@link #limit}. The initial deadline is in the
 * past, so that a forgotten limit causes a time-out instead of an endless wait.
 *
 * <p>Confined to one thread, except for {@link #close()}, which any thread may call.
 */
public final class Connection implements AutoCloseable {
    private volatile Wire wire;
    private final OpenConnections registry;
    private final InputStream in;
    private final OutputStream out;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean stalled;
    private volatile Deadline writing;
    private volatile Deadline idle;
    private Deadline limit = new Deadline(System.nanoTime());

    Connection(Wire wire, OpenConnections registry) {
        this.wire = new Watched(wire);
        this.registry = registry;
        this.in = new LimitedInput();
        this.out = new LimitedOutput();
    }

    /**
     * Creates the connection of an accepted channel and registers the connection.
     *
     * @param channel a non-blocking channel, which the connection owns from now on
     */
    public static Connection accepted(SocketChannel channel, OpenConnections registry) {
        Connection connection = new Connection(ChannelWire.accepted(channel), registry);
        registry.add(connection);
        return connection;
    }

    /** Sets the deadline of the reads and writes that follow. */
    public void limit(Deadline deadline) {
        limit = deadline;
    }

    /** Returns the stream of the octets from the peer. */
    public InputStream input() {
        return in;
    }

    /** Returns the local address; empty where the transport has none, such as that of a client's unix-domain socket. */
    public Optional<SocketAddress> local() {
        return wire.local();
    }

    /** Returns the address of the peer; empty where the transport has none. */
    public Optional<SocketAddress> peer() {
        return wire.peer();
    }

    /** Returns the local IP address; empty for a unix-domain socket. */
    public Optional<InetAddress> source() {
        return local().filter(InetSocketAddress.class::isInstance)
                .map(address -> ((InetSocketAddress) address).getAddress());
    }

    /** Returns the stream of the octets to the peer, which is unbuffered. */
    public OutputStream output() {
        return out;
    }

    /**
     * Starts TLS, within the {@link #limit}: all octets read and written from now on are encrypted. The caller must have
     * discarded any octets read ahead, because they were not protected by TLS.
     *
     * @param engine a new, configured engine; its session holds the parameters negotiated
     * @param farewell the way in which {@link #shut} ends TLS
     * @throws IOException when the handshake fails; then the connection can only be closed
     */
    public void startTls(SSLEngine engine, Farewell farewell) throws IOException {
        TlsWire secured = new TlsWire(wire, engine, farewell);
        secured.handshake(limit);
        wire = secured;
    }

    /** Holds the octets written from now on until {@link #shut}: with TLS they go out together with close_notify. */
    public void holdLast() {
        wire.holdLast();
    }

    /** The way in which TLS ends ({@code tls_fast_shutdown_enable}). */
    public enum Farewell {
        /** Send close_notify without waiting for the peer's close_notify. */
        ONE_SIDED,
        /** Send close_notify and wait for the peer's close_notify. */
        MUTUAL
    }

    /** Ends TLS, where TLS is on, as {@link Farewell} says, and closes the connection. */
    public void shut() {
        try {
            wire.shut(limit);
        } catch (IOException gone) {
            // the connection is closed anyway
        }
        close();
    }

    /**
     * Registers an accepted connection with {@code selector}, which tells when the peer sends again or has closed: so no thread
     * waits for the peer. Wakes the selector up, then and when the connection is closed. The caller must have read everything
     * that is {@linkplain InputStream#available available}.
     *
     * @param attachment the object to attach to the key
     * @return the key; its interest set must be emptied ({@code interestOps(0)}) before the next read or write. The key is not
     *     cancelled, since a cancelled key can't be registered again before the next selection.
     * @throws IOException when the connection is closed
     * @throws IllegalStateException when the connection was not accepted
     */
    public SelectionKey park(Selector selector, Object attachment) throws IOException {
        return wire.park(selector, attachment);
    }

    /**
     * Registers an accepted connection with the selector of the thread that owns the connection now; does not wake the selector up.
     * The thread cancels the key, and lets the selector remove it, before it gives the connection away.
     *
     * @param operations the interest set of the key
     * @throws IOException when the connection is closed
     * @throws IllegalStateException when the connection was not accepted
     */
    public SelectionKey register(Selector selector, int operations) throws IOException {
        return wire.register(selector, operations);
    }

    /**
     * Reads the octets that have arrived, without waiting and whatever the {@link #limit}.
     *
     * @return the number of octets; 0 if there are none for now, and -1 at the end of the stream
     */
    public int readNow(byte[] b, int off, int len) throws IOException {
        return wire.readNow(b, off, len);
    }

    /**
     * Writes as many octets as the system takes, without waiting. Where TLS is on, all octets are written by {@code deadline}.
     *
     * @return the number of octets written
     */
    public int writeNow(byte[] b, int off, int len, Deadline deadline) throws IOException {
        return wire.writeNow(b, off, len, deadline);
    }

    /** Returns true if this side has closed the connection. */
    public boolean isClosed() {
        return closed.get();
    }

    /** Closes the connection at once; a read or write of another thread fails then. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            registry.remove(this);
            try {
                wire.close();
            } catch (IOException ignored) {
                // a failed close needs no handling
            }
        }
    }

    /**
     * Lets the registry's watchdog close this idle connection at {@code deadline}, or up to a second later, unless
     * {@link #wake} is called before. No thread has to wait for the idle connection.
     */
    public void idleUntil(Deadline deadline) {
        idle = deadline;
    }

    /**
     * Cancels the deadline of {@link #idleUntil}; a connection whose deadline has passed is closed, see {@link #isClosed}.
     */
    public void wake() {
        closeIfOverdue();
        idle = null;
    }

    void closeIfOverdue() {
        Deadline end = idle;
        if (end != null && end.passed()) {
            close();
        }
        Deadline deadline = writing;
        if (deadline != null && deadline.passed()) {
            stalled = true;
            close();
        }
    }

    private final class LimitedInput extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int available() throws IOException {
            return wire.available();
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (len == 0) {
                return 0;
            }
            if (limit.passed()) {
                throw new SocketTimeoutException("time limit reached before a read");
            }
            return wire.read(b, off, len, limit);
        }
    }

    private final class LimitedOutput extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            if (limit.passed()) {
                throw new SocketTimeoutException("time limit reached before a write");
            }
            wire.write(b, off, len, limit);
        }
    }

    /** The transport below TLS, which records the deadline of every write, including writes that TLS makes within a read. */
    private final class Watched implements Wire {
        private final Wire bare;

        Watched(Wire bare) {
            this.bare = bare;
        }

        @Override
        public int read(byte[] b, int off, int len, Deadline deadline) throws IOException {
            return bare.read(b, off, len, deadline);
        }

        @Override
        public void write(byte[] b, int off, int len, Deadline deadline) throws IOException {
            writing = deadline;
            try {
                bare.write(b, off, len, deadline);
            } catch (IOException e) {
                if (stalled) {
                    SocketTimeoutException timeout = new SocketTimeoutException("write made no progress in time");
                    timeout.initCause(e);
                    throw timeout;
                }
                throw e;
            } finally {
                writing = null;
            }
        }

        @Override
        public int available() throws IOException {
            return bare.available();
        }

        @Override
        public Optional<SocketAddress> local() {
            return bare.local();
        }

        @Override
        public Optional<SocketAddress> peer() {
            return bare.peer();
        }

        @Override
        public int readNow(byte[] b, int off, int len) throws IOException {
            return bare.readNow(b, off, len);
        }

        @Override
        public int writeNow(byte[] b, int off, int len, Deadline deadline) throws IOException {
            return bare.writeNow(b, off, len, deadline);
        }

        @Override
        public SelectionKey register(Selector selector, int operations) throws IOException {
            return bare.register(selector, operations);
        }

        @Override
        public SelectionKey park(Selector selector, Object attachment) throws IOException {
            return bare.park(selector, attachment);
        }

        @Override
        public void close() throws IOException {
            bare.close();
        }
    }
}
