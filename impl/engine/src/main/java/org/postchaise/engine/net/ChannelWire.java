/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * The transport over a unix-domain socket. Java has no time-outs for such sockets, so the channel is non-blocking and a
 * selector waits with the deadline.
 */
final class UnixWire implements Wire {
    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer ahead = ByteBuffer.allocate(1).flip();

    private UnixWire(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    static UnixWire connect(UnixDomainSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = null;
        try {
            // a non-blocking connect succeeds or fails at once, even if the server's queue of connections is full
            channel.configureBlocking(false);
            channel.connect(address);
            selector = Selector.open();
            return new UnixWire(channel, selector);
        } catch (IOException e) {
            channel.close();
            if (selector != null) {
                selector.close();
            }
            throw e;
        }
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
    public int available() throws IOException {
        if (!ahead.hasRemaining()) {
            ahead.clear();
            channel.read(ahead);
            ahead.flip();
        }
        return ahead.remaining();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }

    private void await(int operation, Deadline deadline) throws IOException {
        try {
            channel.register(selector, operation);
            selector.select(deadline.socketTimeout());
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException | CancelledKeyException e) {
            throw new IOException("Socket closed", e);
        }
        if (deadline.passed()) {
            throw new SocketTimeoutException("time limit reached");
        }
    }
}
