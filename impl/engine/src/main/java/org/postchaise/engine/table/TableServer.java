/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The server of a tcp or socketmap table. Keeps connections, as many as lookups ever ran at once and at most {@link
 * #CONNECTIONS}. A kept connection that turns out dead is replaced by a new connection, so that a restart of the server
 * goes unnoticed. No lock is held during a dialogue.
 */
final class TableServer implements AutoCloseable {
    static final int CONNECTIONS = 8;

    /** The time limits of a protocol. {@code reply} is the limit of a whole lookup. */
    record Limits(Duration reply, Duration idle, Duration age) {}

    /** A request and its reply. */
    interface Dialogue<T> {
        T talk(TimedChannel channel) throws IOException;
    }

    private final String host;
    private final int port;
    private final SocketAddress fixed;
    private final Limits limits;
    private final Deque<TimedChannel> kept = new ConcurrentLinkedDeque<>();
    private final Semaphore permits = new Semaphore(CONNECTIONS);
    private volatile boolean closed;

    private TableServer(String host, int port, SocketAddress fixed, Limits limits) {
        this.host = host;
        this.port = port;
        this.fixed = fixed;
        this.limits = limits;
    }

    /** Returns the server of {@code host:port}, {@code [address]:port} or {@code port}. */
    static TableServer inet(String endpoint, String table, Limits limits) throws TableException {
        int colon = endpoint.lastIndexOf(':');
        String host = colon <= 0 ? "localhost" : endpoint.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String port = endpoint.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535 || port.matches("0+")) {
            throw new TableException(
                    "table " + table + ": \"" + port + "\" is no port; expected host:port, port from 1 to 65535");
        }
        return new TableServer(host, Integer.parseInt(port), null, limits);
    }

    static TableServer unix(String path, String table, Limits limits) throws TableException {
        try {
            return new TableServer("", 0, UnixDomainSocketAddress.of(path), limits);
        } catch (IllegalArgumentException e) {
            throw new TableException("table " + table + ": \"" + path + "\" is no path of a socket", e);
        }
    }

    /**
     * Runs the dialogue over a kept connection or a new connection; once more over a new connection when the connection
     * was lost.
     */
    <T> T ask(Dialogue<T> dialogue) throws IOException {
        long deadline = System.nanoTime() + limits.reply().toNanos();
        try {
            if (!permits.tryAcquire(limits.reply().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new SocketTimeoutException("all " + CONNECTIONS + " connections were busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        try {
            TimedChannel channel = takeKept();
            if (channel == null) {
                channel = connect(deadline);
            }
            try {
                return talk(channel, dialogue, deadline);
            } catch (SocketTimeoutException | MalformedReplyException e) {
                throw e;
            } catch (IOException lost) {
                // the others were opened to the same dead server
                kept.forEach(this::drop);
                return talk(connect(deadline), dialogue, deadline);
            }
        } finally {
            permits.release();
        }
    }

    private <T> T talk(TimedChannel channel, Dialogue<T> dialogue, long deadline) throws IOException {
        boolean whole = false;
        try {
            channel.limit(deadline);
            T answer = dialogue.talk(channel);
            whole = true;
            return answer;
        } finally {
            if (whole) {
                kept.addFirst(channel);
                if (closed) {
                    drop(channel);
                }
            } else {
                channel.close();
            }
        }
    }

    private TimedChannel takeKept() throws IOException {
        if (closed) {
            throw new IOException("the table is closed");
        }
        for (TimedChannel channel = kept.pollFirst(); channel != null; channel = kept.pollFirst()) {
            if (channel.idle() < limits.idle().toNanos()
                    && channel.age() < limits.age().toNanos()) {
                return channel;
            }
            channel.close();
        }
        return null;
    }

    private void drop(TimedChannel channel) {
        // who takes it out of the deque owns it
        if (kept.remove(channel)) {
            channel.close();
        }
    }

    private TimedChannel connect(long deadline) throws IOException {
        IOException last = null;
        for (SocketAddress address : addresses()) {
            try {
                return TimedChannel.open(address, deadline);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last == null ? new IOException("no address of " + host) : new IOException(connectFailure(last), last);
    }

    private static String connectFailure(IOException e) {
        return "can't connect: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    private List<SocketAddress> addresses() throws IOException {
        if (fixed != null) {
            return List.of(fixed);
        }
        List<SocketAddress> all = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            all.add(new InetSocketAddress(address, port));
        }
        return all;
    }

    @Override
    public void close() {
        closed = true;
        kept.forEach(this::drop);
    }

    /**
     * The failure of a server that violates the protocol, or refuses the request, so that a second attempt would not
     * help.
     */
    static final class MalformedReplyException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedReplyException(String message) {
            super(message);
        }
    }
}
