/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
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
import java.util.Optional;

/**
 * The transport over a non-blocking channel, for unix-domain sockets, which have no time limits in Java, and for accepted
 * connections. A selector waits with the deadline; it is opened for the first wait and closed by {@link #park} and
 * {@link #close}.
 */
final class ChannelWire implements Wire {
    private final SocketChannel channel;
    private final ByteBuffer ahead = ByteBuffer.allocate(1).flip();
    private volatile Selector selector;
    private volatile Selector parking;

    private ChannelWire(SocketChannel channel) {
        this.channel = channel;
    }

    /** Returns the transport of an accepted connection, whose channel is non-blocking. */
    static ChannelWire accepted(SocketChannel channel) {
        return new ChannelWire(channel);
    }

    static ChannelWire connect(UnixDomainSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            // a non-blocking connect succeeds or fails at once, even if the server's queue of connections is full
            channel.configureBlocking(false);
            channel.connect(address);
            return new ChannelWire(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public SelectionKey park(Selector other, Object attachment) throws IOException {
        closeSelector();
        parking = other;
        SelectionKey key = channel.register(other, SelectionKey.OP_READ, attachment);
        // a thread that is selecting waits for the new key only from its next call on
        other.wakeup();
        return key;
    }

    @Override
    public int read(byte[] b, int off, int len, Deadline deadline) throws IOException {
        if (ahead.hasRemaining()) {
            b[off] = ahead.get();
            return 1;
        }
        ByteBuffer into = ByteBuffer.wrap(b, off, len);
        while (true) {
            int count = channel.read(into);
            if (count != 0) {
                return count;
            }
            await(SelectionKey.OP_READ, deadline);
        }
    }

    @Override
    public void write(byte[] b, int off, int len, Deadline deadline) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(b, off, len);
        while (from.hasRemaining()) {
            if (channel.write(from) == 0) {
                await(SelectionKey.OP_WRITE, deadline);
            }
        }
    }

    @Override
    public int readNow(byte[] b, int off, int len) throws IOException {
        if (ahead.hasRemaining()) {
            b[off] = ahead.get();
            return 1;
        }
        return channel.read(ByteBuffer.wrap(b, off, len));
    }

    @Override
    public int writeNow(byte[] b, int off, int len, Deadline deadline) throws IOException {
        return channel.write(ByteBuffer.wrap(b, off, len));
    }

    @Override
    public SelectionKey register(Selector other, int operations) throws IOException {
        return channel.register(other, operations);
    }

    @Override
    public int available() throws IOException {
        if (!ahead.hasRemaining()) {
            ahead.clear();
            channel.read(ahead);
            ahead.flip();
        }
        return ahead.remaining();
    }

    @Override
    public Optional<SocketAddress> local() {
        return address(channel::getLocalAddress);
    }

    @Override
    public Optional<SocketAddress> peer() {
        return address(channel::getRemoteAddress);
    }

    /** A source of an address, which fails once the channel is closed. */
    private interface AddressSource {
        SocketAddress get() throws IOException;
    }

    /** Returns the address; empty for an unnamed unix-domain socket and after the channel was closed. */
    private static Optional<SocketAddress> address(AddressSource source) {
        try {
            return Optional.ofNullable(source.get());
        } catch (IOException closed) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        closeSelector();
        Selector other = parking;
        if (other != null) {
            // the file descriptor is closed when the other selector has removed its key
            other.wakeup();
        }
    }

    private void closeSelector() throws IOException {
        Selector own = selector;
        if (own != null) {
            selector = null;
            own.close();
        }
    }

    private void await(int operation, Deadline deadline) throws IOException {
        try {
            Selector own = selector();
            channel.register(own, operation);
            select(own, deadline);
            own.selectedKeys().clear();
        } catch (ClosedSelectorException | CancelledKeyException e) {
            throw new IOException("Socket closed", e);
        }
        if (deadline.passed()) {
            throw new SocketTimeoutException("time limit reached");
        }
    }

    /** Waits with the thread's interrupt status cleared, since {@code select} returns at once in an interrupted thread. */
    private static void select(Selector own, Deadline deadline) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            own.select(deadline.socketTimeout());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Selector selector() throws IOException {
        Selector own = selector;
        if (own == null) {
            own = Selector.open();
            selector = own;
            if (!channel.isOpen()) {
                // close() may have come before the selector was there to be closed
                own.close();
            }
        }
        return own;
    }
}
