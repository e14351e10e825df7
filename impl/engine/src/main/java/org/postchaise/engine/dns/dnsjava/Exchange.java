/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns.dnsjava;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * The exchange of one query and its reply with one name server. Each query has a channel and therefore a source port of
 * its own, which is half of the protection against forged replies (RFC 5452); the other half is {@code isReply}. Other
 * datagrams and messages are ignored until the time limit.
 */
final class Exchange {
    private static final int LARGEST = 65_535;

    private final InetSocketAddress server;
    private final long end;

    Exchange(InetSocketAddress server, Duration limit) {
        this.server = server;
        this.end = System.nanoTime() + limit.toNanos();
    }

    /**
     * Sends {@code query} in a datagram and returns the reply.
     *
     * @throws IOException without a reply in time, and when the thread is interrupted
     */
    byte[] udp(byte[] query, Predicate<byte[]> isReply) throws IOException {
        try (Selector selector = Selector.open();
                DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(server);
            SelectionKey key = register(channel, selector, SelectionKey.OP_READ);
            channel.write(ByteBuffer.wrap(query));
            ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
            while (true) {
                await(key);
                buffer.clear();
                if (channel.read(buffer) > 0) {
                    byte[] reply = octets(buffer.flip());
                    if (isReply.test(reply)) {
                        return reply;
                    }
                }
            }
        }
    }

    /**
     * Sends {@code query} over TCP, for a reply that is too long for a datagram, and returns the reply.
     *
     * @throws IOException without a reply in time, and when the thread is interrupted
     */
    byte[] tcp(byte[] query, Predicate<byte[]> isReply) throws IOException {
        try (Selector selector = Selector.open();
                SocketChannel channel = SocketChannel.open()) {
            SelectionKey key = register(channel, selector, SelectionKey.OP_CONNECT);
            if (!channel.connect(server)) {
                while (!channel.finishConnect()) {
                    await(key);
                }
            }
            key.interestOps(SelectionKey.OP_WRITE);
            ByteBuffer out = ByteBuffer.allocate(2 + query.length)
                    .putShort((short) query.length)
                    .put(query)
                    .flip();
            while (out.hasRemaining()) {
                await(key);
                channel.write(out);
            }
            key.interestOps(SelectionKey.OP_READ);
            while (true) {
                int length = Short.toUnsignedInt(read(channel, key, 2).getShort());
                byte[] reply = octets(read(channel, key, length));
                if (isReply.test(reply)) {
                    return reply;
                }
            }
        }
    }

    private static SelectionKey register(SelectableChannel channel, Selector selector, int interest)
            throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, interest);
    }

    private ByteBuffer read(ReadableByteChannel channel, SelectionKey key, int length) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(length);
        while (in.hasRemaining()) {
            await(key);
            if (channel.read(in) < 0) {
                throw new IOException("connection closed by the name server");
            }
        }
        return in.flip();
    }

    private void await(SelectionKey key) throws IOException {
        long left = end - System.nanoTime();
        if (left > 0) {
            key.selector().select(Math.max(1, Duration.ofNanos(left).toMillis()));
            if (Thread.currentThread().isInterrupted()) {
                throw new ClosedByInterruptException();
            }
        }
        if (!key.selector().selectedKeys().remove(key) && System.nanoTime() - end >= 0) {
            throw new SocketTimeoutException("no reply in time");
        }
    }

    private static byte[] octets(ByteBuffer buffer) {
        byte[] octets = new byte[buffer.remaining()];
        buffer.get(octets);
        return octets;
    }
}
