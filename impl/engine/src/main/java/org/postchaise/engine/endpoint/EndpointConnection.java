/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.endpoint;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.postchaise.engine.net.Deadline;

/**
 * A connection to a small server, over TCP or a unix-domain socket. Connect, reads and writes end at a deadline, or when
 * the thread is interrupted, both with an {@link InterruptedIOException}.
 *
 * <p>Confined to one thread, except for {@link #close()}, which any thread may call.
 */
public final class EndpointConnection implements AutoCloseable {
    private static final int BUFFER = 4096;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey interest;

    /** The octets received and not consumed yet; in read mode. */
    private final ByteBuffer input = ByteBuffer.allocate(BUFFER).flip();

    private Deadline limit;

    private EndpointConnection(SocketChannel channel, Selector selector, Deadline limit) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.interest = channel.register(selector, 0);
        this.limit = limit;
    }

    /**
     * Opens a connection to the first address of {@code endpoint} that accepts one. The deadline holds until {@link
     * #limit} sets another.
     *
     * @throws InterruptedIOException when the deadline passes, or the thread is interrupted
     * @throws IOException when no address accepts a connection
     */
    public static EndpointConnection open(Endpoint endpoint, Deadline deadline) throws IOException {
        IOException last = new IOException("no address of " + endpoint);
        for (SocketAddress address : endpoint.addresses()) {
            try {
                return open(address, deadline);
            } catch (IOException e) {
                last = e;
            }
        }
        String reason = last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
        IOException failure = last instanceof InterruptedIOException
                ? new InterruptedIOException("can't connect: " + reason)
                : new IOException("can't connect: " + reason);
        failure.initCause(last);
        throw failure;
    }

    private static EndpointConnection open(SocketAddress address, Deadline deadline) throws IOException {
        Selector selector = Selector.open();
        SocketChannel channel = null;
        try {
            channel = address instanceof UnixDomainSocketAddress
                    ? SocketChannel.open(StandardProtocolFamily.UNIX)
                    : SocketChannel.open();
            channel.configureBlocking(false);
            EndpointConnection connection = new EndpointConnection(channel, selector, deadline);
            if (!channel.connect(address)) {
                while (!channel.finishConnect()) {
                    connection.await(SelectionKey.OP_CONNECT, "connect");
                }
            }
            return connection;
        } catch (IOException e) {
            if (channel != null) {
                channel.close();
            }
            selector.close();
            throw e;
        }
    }

    /** Sets the deadline of the reads and writes that follow. */
    public void limit(Deadline deadline) {
        limit = deadline;
    }

    /** Sends all octets. */
    public void write(byte[] octets) throws IOException {
        ByteBuffer output = ByteBuffer.wrap(octets);
        while (channel.write(output) >= 0 && output.hasRemaining()) {
            await(SelectionKey.OP_WRITE, "write");
        }
    }

    /**
     * Returns the next octet, and waits for its arrival.
     *
     * @throws EOFException when the server has closed the connection
     */
    public int read() throws IOException {
        while (!input.hasRemaining()) {
            if (!receive()) {
                await(SelectionKey.OP_READ, "reply");
            } else if (limit.passed()) {
                throw late("reply");
            }
        }
        return input.get() & 0xff;
    }

    /** Returns the next {@code count} octets, and waits for their arrival; the caller has checked the count. */
    public byte[] read(int count) throws IOException {
        byte[] octets = new byte[count];
        for (int i = 0; i < count; i++) {
            octets[i] = (byte) read();
        }
        return octets;
    }

    /**
     * Returns the octets up to the next LF, without the LF.
     *
     * @param longest the length from which on a line is refused
     * @throws UnusableReplyException when the line is longer
     */
    public byte[] readLine(int longest) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = read(); octet != '\n'; octet = read()) {
            line.write(octet);
            if (line.size() >= longest) {
                throw new UnusableReplyException("the reply is longer than " + longest);
            }
        }
        return line.toByteArray();
    }

    /** Returns true if the connection is open and the server has sent nothing that was not read, as far as is known here. */
    boolean isQuiet() {
        try {
            return !input.hasRemaining() && !receive();
        } catch (IOException gone) {
            return false;
        }
    }

    /** Receives octets that have arrived, into the empty buffer; returns false if there are none. */
    private boolean receive() throws IOException {
        input.clear();
        int count = 0;
        try {
            count = channel.read(input);
        } finally {
            input.flip();
        }
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        return count > 0;
    }

    private void await(int operation, String what) throws IOException {
        try {
            interest.interestOps(operation);
            if (!limit.passed()) {
                selector.select(limit.socketTimeout());
                selector.selectedKeys().clear();
            }
        } catch (ClosedSelectorException | CancelledKeyException e) {
            throw new IOException("the connection is closed", e);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
        if (limit.passed()) {
            throw late(what);
        }
    }

    private static SocketTimeoutException late(String what) {
        return new SocketTimeoutException("no " + what + " within the time limit");
    }

    /** Closes the connection at once; a read or write of another thread fails then. */
    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException ignored) {
            // a failed close needs no handling
        }
    }
}
