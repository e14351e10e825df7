/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A connection to a table server, TCP or UNIX-domain, whose connect, reads and writes end at a deadline. One thread at a time. */
final class TimedChannel implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey interest;
    private final ByteBuffer input = ByteBuffer.allocate(4096).flip();
    private final long opened = System.nanoTime();
    private long used = opened;
    private long deadline;

    private TimedChannel(SocketChannel channel, Selector selector, SelectionKey interest) {
        this.channel = channel;
        this.selector = selector;
        this.interest = interest;
    }

    static TimedChannel open(SocketAddress address, long deadline) throws IOException {
        Selector selector = Selector.open();
        SocketChannel channel = null;
        try {
            channel = address instanceof UnixDomainSocketAddress
                    ? SocketChannel.open(StandardProtocolFamily.UNIX)
                    : SocketChannel.open();
            channel.configureBlocking(false);
            TimedChannel timed = new TimedChannel(channel, selector, channel.register(selector, 0));
            timed.limit(deadline);
            if (!channel.connect(address)) {
                while (!channel.finishConnect()) {
                    timed.await(SelectionKey.OP_CONNECT, "connect");
                }
            }
            return timed;
        } catch (IOException e) {
            if (channel != null) {
                channel.close();
            }
            selector.close();
            throw e;
        }
    }

    /** Sets the {@link System#nanoTime()} at which the following operations end. */
    void limit(long nanoTime) {
        deadline = nanoTime;
        used = System.nanoTime();
    }

    /** Returns the nanoseconds since the connection was opened. */
    long age() {
        return System.nanoTime() - opened;
    }

    /** Returns the nanoseconds since the connection was last used. */
    long idle() {
        return System.nanoTime() - used;
    }

    void write(byte[] octets) throws IOException {
        ByteBuffer output = ByteBuffer.wrap(octets);
        while (channel.write(output) >= 0 && output.hasRemaining()) {
            await(SelectionKey.OP_WRITE, "write");
        }
    }

    /** Returns the next octet, and waits for its arrival. */
    int read() throws IOException {
        while (!input.hasRemaining()) {
            input.clear();
            int count = channel.read(input);
            input.flip();
            if (count < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (count == 0) {
                await(SelectionKey.OP_READ, "reply");
            }
        }
        return input.get() & 0xff;
    }

    private void await(int operation, String what) throws IOException {
        interest.interestOps(operation);
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left > 0) {
            selector.select(left);
            selector.selectedKeys().clear();
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted");
        }
        if (deadline - System.nanoTime() <= 0) {
            throw new SocketTimeoutException("no " + what + " within the time limit");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException ignored) {
            // there is nothing left to do with it
        }
    }
}
