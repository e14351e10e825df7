/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * The TLS transport over another transport, by an {@link SSLEngine}, so that TLS works over TCP and unix-domain sockets alike and
 * deadlines hold.
 */
final class TlsWire implements Wire {
    private static final int REST = 1024;

    /**
     * The maximum number of consecutive records without data: several times the number in the longest handshake that Java accepts,
     * and more than the session tickets, key updates and alerts that a correct server sends.
     */
    private static final int MOST_WITHOUT_DATA = 256;

    /** The time limit of {@link #available()}. */
    private static final Duration AVAILABLE_LIMIT = Duration.ofSeconds(1);

    private final Wire wire;
    private final SSLEngine engine;
    /** The octets received from the peer and not decrypted yet; in read mode. */
    private ByteBuffer incoming;

    /** The octets decrypted and not consumed yet; in read mode. */
    private ByteBuffer clear;

    private ByteBuffer outgoing;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(0);
    private final Connection.Farewell farewell;
    private boolean holding;
    private int withoutData;

    /**
     * Creates the transport.
     *
     * @param engine an engine in client or server mode, not used yet
     */
    TlsWire(Wire wire, SSLEngine engine, Connection.Farewell farewell) {
        this.wire = wire;
        this.farewell = farewell;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        this.incoming = ByteBuffer.allocate(packet).flip();
        this.clear = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .flip();
        this.outgoing = ByteBuffer.allocate(packet);
    }

    /**
     * Runs the first handshake to its end.
     *
     * @throws IOException when the handshake fails; an alert was sent to the peer if that was possible
     */
    void handshake(Deadline deadline) throws IOException {
        engine.beginHandshake();
        try {
            while (true) {
                requireTime(deadline);
                switch (engine.getHandshakeStatus()) {
                    case NEED_WRAP -> wrap(ByteBuffer.allocate(0), deadline);
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                        if (!unwrap() && !receive(deadline)) {
                            throw new EOFException("connection closed by peer");
                        }
                    }
                    case NEED_TASK -> runTasks();
                    case FINISHED, NOT_HANDSHAKING -> {
                        return;
                    }
                }
                if (engine.isInboundDone()) {
                    throw new EOFException("TLS closed by peer");
                }
            }
        } catch (SSLException e) {
            sendAlert(deadline);
            throw e;
        }
    }

    /** Sends the alert that the engine holds after a failure; a failure to send the alert is ignored. */
    private void sendAlert(Deadline deadline) {
        try {
            for (int i = 0; i < 2 && engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP; i++) {
                wrap(ByteBuffer.allocate(0), deadline);
            }
        } catch (IOException gone) {
            // the first exception is the one to report
        }
    }

    @Override
    public int read(byte[] b, int off, int len, Deadline deadline) throws IOException {
        while (!clear.hasRemaining()) {
            requireTime(deadline);
            if (engine.isInboundDone() || (!unwrap() && !receive(deadline))) {
                return -1;
            }
            answer(deadline);
        }
        int count = Math.min(len, clear.remaining());
        clear.get(b, off, count);
        return count;
    }

    @Override
    public void write(byte[] b, int off, int len, Deadline deadline) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(b, off, len);
        while (from.hasRemaining()) {
            wrap(from, deadline);
        }
    }

    @Override
    public Optional<SocketAddress> local() {
        return wire.local();
    }

    @Override
    public Optional<SocketAddress> peer() {
        return wire.peer();
    }

    @Override
    public int available() throws IOException {
        Deadline limit = Deadline.in(AVAILABLE_LIMIT);
        while (!clear.hasRemaining() && !engine.isInboundDone()) {
            requireTime(limit);
            if (!unwrap()) {
                // reads only octets that have arrived already, since one read of them does not block; the end of the
                // connection is left to the next read
                if (wire.available() == 0 || !receive(limit)) {
                    return 0;
                }
            }
            answer(limit);
        }
        return clear.remaining();
    }

    @Override
    public void holdLast() {
        holding = true;
    }

    @Override
    public void shut(Deadline deadline) throws IOException {
        holding = true;
        engine.closeOutbound();
        for (int i = 0; i < 2 && !engine.isOutboundDone(); i++) {
            wrap(ByteBuffer.allocate(0), deadline);
        }
        wire.write(held.toByteArray(), 0, held.size(), deadline);
        if (farewell == Connection.Farewell.MUTUAL) {
            byte[] rest = new byte[REST];
            while (!deadline.passed() && read(rest, 0, REST, deadline) >= 0) {
                // octets that the peer sends before close_notify are discarded
            }
        }
    }

    @Override
    public SelectionKey register(Selector selector, int operations) throws IOException {
        return wire.register(selector, operations);
    }

    @Override
    public SelectionKey park(Selector selector, Object attachment) throws IOException {
        // the buffers are most of what a silent session costs; each is made anew where it is found too small
        incoming = withoutRoom(incoming);
        clear = withoutRoom(clear);
        outgoing = ByteBuffer.allocate(0);
        return wire.park(selector, attachment);
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    /** Does the work that the protocol demands between data records, such as the reply to a key update. */
    private void answer(Deadline deadline) throws IOException {
        while (true) {
            requireTime(deadline);
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> wrap(ByteBuffer.allocate(0), deadline);
                case NEED_TASK -> runTasks();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /**
     * Decrypts the octets received so far.
     *
     * @return true if the engine made progress; false if more octets must be received
     */
    private boolean unwrap() throws IOException {
        ByteBuffer into = clear.hasRemaining() ? grown(clear, clear.capacity()) : clear.clear();
        int before = incoming.remaining();
        SSLEngineResult result;
        try {
            result = engine.unwrap(incoming, into);
        } finally {
            clear = into.flip();
        }
        count(result);
        return switch (result.getStatus()) {
            case OK, CLOSED -> true;
            case BUFFER_OVERFLOW -> {
                clear = grown(clear, engine.getSession().getApplicationBufferSize())
                        .flip();
                yield true;
            }
            case BUFFER_UNDERFLOW ->
                incoming.remaining() < before
                        || engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_UNWRAP_AGAIN;
        };
    }

    /**
     * Limits consecutive records without data: each record costs time, and some cost memory.
     *
     * @throws SSLException when there are more than {@link #MOST_WITHOUT_DATA}
     */
    private void count(SSLEngineResult result) throws SSLException {
        if (result.bytesProduced() > 0) {
            withoutData = 0;
        } else if (result.bytesConsumed() > 0 && ++withoutData > MOST_WITHOUT_DATA) {
            throw new SSLException("more than " + MOST_WITHOUT_DATA + " TLS records in a row without data");
        }
    }

    private static void requireTime(Deadline deadline) throws SocketTimeoutException {
        if (deadline.passed()) {
            throw new SocketTimeoutException("time limit reached within TLS");
        }
    }

    /**
     * Receives more octets from the peer.
     *
     * @return false at the end of the connection
     */
    private boolean receive(Deadline deadline) throws IOException {
        if (incoming.remaining() == incoming.capacity()) {
            incoming = grown(incoming, engine.getSession().getPacketBufferSize());
        } else {
            incoming.compact();
        }
        try {
            int count = wire.read(incoming.array(), incoming.position(), incoming.remaining(), deadline);
            if (count > 0) {
                incoming.position(incoming.position() + count);
            }
            return count > 0;
        } finally {
            incoming.flip();
        }
    }

    /** Returns a buffer with the same content and no room for more; in read mode. */
    private static ByteBuffer withoutRoom(ByteBuffer buffer) {
        return ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
    }

    /** Returns a larger buffer with the same content and room for {@code more} octets; in write mode. */
    private static ByteBuffer grown(ByteBuffer buffer, int more) {
        return ByteBuffer.allocate(buffer.remaining() + more).put(buffer);
    }

    private void wrap(ByteBuffer from, Deadline deadline) throws IOException {
        outgoing.clear();
        SSLEngineResult result = engine.wrap(from, outgoing);
        while (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            outgoing = ByteBuffer.allocate(
                    Math.max(2 * outgoing.capacity(), engine.getSession().getPacketBufferSize()));
            result = engine.wrap(from, outgoing);
        }
        if (holding) {
            held.write(outgoing.array(), 0, outgoing.position());
        } else if (outgoing.position() > 0) {
            wire.write(outgoing.array(), 0, outgoing.position(), deadline);
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && from.hasRemaining()) {
            throw new EOFException("TLS closed");
        }
    }
}
