/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A TCP connection on which every read and every write has a deadline: the one set by {@link #limit}, which starts in the
 * past, so that a forgotten limit is a time-out and not a wait for ever.
 *
 * <p>One thread uses it; {@link #close()} may come from any.
 */
public final class Connection implements AutoCloseable {
    private final Socket socket;
    private final OpenConnections registry;
    private final InputStream in;
    private final OutputStream out;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean stalled;
    private volatile Deadline writing;
    private Deadline limit = new Deadline(System.nanoTime());

    private Connection(Socket socket, OpenConnections registry) throws IOException {
        this.socket = socket;
        this.registry = registry;
        this.in = new LimitedInput(socket.getInputStream());
        this.out = new LimitedOutput(socket.getOutputStream());
    }

    /**
     * Connects.
     *
     * @throws IOException when the peer can't be reached, a {@link SocketTimeoutException} when not in time
     */
    public static Connection open(InetSocketAddress address, Deadline deadline, OpenConnections registry)
            throws IOException {
        if (registry.isClosed()) {
            throw new IOException("the client is closed");
        }
        Socket socket = new Socket();
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.connect(address, deadline.socketTimeout());
            Connection connection = new Connection(socket, registry);
            registry.add(connection);
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sets the deadline of the reads and writes that follow. */
    public void limit(Deadline deadline) {
        limit = deadline;
    }

    /** The peer's octets. */
    public InputStream input() {
        return in;
    }

    /** Octets to the peer; unbuffered. */
    public OutputStream output() {
        return out;
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
                socket.close();
            } catch (IOException ignored) {
                // there is nothing left to do with it
            }
        }
    }

    void closeIfStalled() {
        Deadline deadline = writing;
        if (deadline != null && deadline.passed()) {
            stalled = true;
            close();
        }
    }

    private final class LimitedInput extends InputStream {
        private final InputStream raw;

        LimitedInput(InputStream raw) {
            this.raw = raw;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int available() throws IOException {
            return raw.available();
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (limit.passed()) {
                throw new SocketTimeoutException("time limit reached before a read");
            }
            socket.setSoTimeout(limit.socketTimeout());
            return raw.read(b, off, len);
        }
    }

    private final class LimitedOutput extends OutputStream {
        private final OutputStream raw;

        LimitedOutput(OutputStream raw) {
            this.raw = raw;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            if (limit.passed()) {
                throw new SocketTimeoutException("time limit reached before a write");
            }
            writing = limit;
            try {
                raw.write(b, off, len);
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
    }
}
