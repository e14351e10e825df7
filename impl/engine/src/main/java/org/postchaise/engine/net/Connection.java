/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;

/**
 * A connection on which every read and every write has a deadline: the one set by {@link #limit}, which starts in the
 * past, so that a forgotten limit is a time-out and not a wait for ever.
 *
 * <p>One thread uses it; {@link #close()} may come from any.
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

    private Connection(Wire wire, OpenConnections registry) {
        this.wire = new Watched(wire);
        this.registry = registry;
        this.in = new LimitedInput();
        this.out = new LimitedOutput();
    }

    /**
     * Connects.
     *
     * @param source where a TCP connection comes from; empty: the system's choice
     * @throws IOException when the peer can't be reached, a {@link SocketTimeoutException} when not in time, a {@link
     *     BindFailure} when the source is none
     */
    public static Connection open(
            SocketAddress address, Optional<InetAddress> source, Deadline deadline, OpenConnections registry)
            throws IOException {
        if (registry.isClosed()) {
            throw new IOException("the client is closed");
        }
        Connection connection = new Connection(registry.connector().connect(address, source, deadline), registry);
        registry.add(connection);
        return connection;
    }

    /** Sets the deadline of the reads and writes that follow. */
    public void limit(Deadline deadline) {
        limit = deadline;
    }

    /** The peer's octets. */
    public InputStream input() {
        return in;
    }

    /** The address of this side; empty for a unix-domain socket. */
    public Optional<InetAddress> source() {
        return wire.source();
    }

    /** Octets to the peer; unbuffered. */
    public OutputStream output() {
        return out;
    }

    /**
     * Turns TLS on, within the {@link #limit}: what is read and written from now on is encrypted. The caller has read nothing
     * ahead, or forgets it, because it did not come under TLS.
     *
     * @param engine new, and set up; its session has what was agreed on
     * @param farewell how it is to {@link #shut}
     * @throws IOException when the handshake fails; then the connection is good for nothing but {@link #close}
     */
    public void startTls(SSLEngine engine, Farewell farewell) throws IOException {
        TlsWire secured = new TlsWire(wire, engine, farewell);
        secured.handshake(limit);
        wire = secured;
    }

    /** What is written from now on is the last before {@link #shut}: with TLS both go out together. */
    public void holdLast() {
        wire.holdLast();
    }

    /** How TLS ends ({@code tls_fast_shutdown_enable}). */
    public enum Farewell {
        /** The peer is told. */
        ONE_SIDED,
        /** The peer is told, and its own word waited for. */
        MUTUAL
    }

    /** Closes after a word to the peer, if TLS is on, and perhaps one from it. */
    public void shut() {
        try {
            wire.shut(limit);
        } catch (IOException gone) {
            // closing is all that was wanted
        }
        close();
    }

    /** Whether this side has closed it. */
    public boolean isClosed() {
        return closed.get();
    }

    /** Closes at once, also under a read or write of another thread, which fails then. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            registry.remove(this);
            try {
                wire.close();
            } catch (IOException ignored) {
                // there is nothing left to do with it
            }
        }
    }

    /**
     * Closes itself at {@code deadline}, or a second later, unless {@link #wake} comes before: no one has to remember an idle
     * connection.
     */
    public void idleUntil(Deadline deadline) {
        idle = deadline;
    }

    /** Ends what {@link #idleUntil} began; whether that was in time, {@link #isClosed} says. */
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

    /** The wire below TLS: each of its writes is watched, those too that TLS makes within a read. */
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
        public Optional<InetAddress> source() {
            return bare.source();
        }

        @Override
        public void close() throws IOException {
            bare.close();
        }
    }
}
