/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/** TLS over another wire, by an engine of the JDK: sockets of both kinds and deadlines stay what they are. */
final class TlsWire implements Wire {
    private static final int REST = 1024;

    /**
     * How many records in a row may carry no data: several times what the longest handshake that Java takes needs, and the session
     * tickets, key updates and alerts of any server that means well.
     */
    private static final int MOST_WITHOUT_DATA = 256;

    /** How long a look at what has come may take. */
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final Wire wire;
    private final SSLEngine engine;
    /** What came from the peer and is not decrypted yet; ready to be read. */
    private ByteBuffer incoming;

    /** What is decrypted and not taken yet; ready to be read. */
    private ByteBuffer clear;

    private ByteBuffer outgoing;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(0);
    private final Connection.Farewell farewell;
    private boolean holding;
    private int withoutData;

    /** @param engine in client or server mode, not used yet */
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
     * @throws IOException when it fails; the peer was told why, if that was possible
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
            tellWhy(deadline);
            throw e;
        }
    }

    /** The engine has an alert for the peer after it failed; that it can't be sent either changes nothing. */
    private void tellWhy(Deadline deadline) {
        try {
            for (int i = 0; i < 2 && engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP; i++) {
                wrap(ByteBuffer.allocate(0), deadline);
            }
        } catch (IOException gone) {
            // the reason for the failure is the first one
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
    public Optional<InetAddress> source() {
        return wire.source();
    }

    @Override
    public int available() throws IOException {
        Deadline glance = Deadline.in(GLANCE);
        while (!clear.hasRemaining() && !engine.isInboundDone()) {
            requireTime(glance);
            if (!unwrap()) {
                // no longer than what is there already: one read does not wait; the end of the connection is for the
                // next to tell
                if (wire.available() == 0 || !receive(glance)) {
                    return 0;
                }
            }
            answer(glance);
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
                // the peer's last words are for no one
            }
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    /** What the protocol asks of this side in the middle of the data, such as the answer to a key update. */
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

    /** Whether it came any further with what is there; if not, more must be received. */
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

    /** A peer is not followed for ever through records that bring nothing: each costs time, and some cost memory. */
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

    /** Whether there was more; at the end of the connection there is not. */
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

    /** The same content with room for {@code more} behind it; ready to be written. */
    private static ByteBuffer grown(ByteBuffer buffer, int more) {
        return ByteBuffer.allocate(buffer.remaining() + more).put(buffer);
    }

    private void wrap(ByteBuffer from, Deadline deadline) throws IOException {
        outgoing.clear();
        SSLEngineResult result = engine.wrap(from, outgoing);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            outgoing = ByteBuffer.allocate(
                    Math.max(2 * outgoing.capacity(), engine.getSession().getPacketBufferSize()));
            return;
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
