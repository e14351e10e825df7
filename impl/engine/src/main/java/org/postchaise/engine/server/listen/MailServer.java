/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.net.Acceptor;
import org.postchaise.engine.net.Connection;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.net.OpenConnections;

/**
 * The SMTP and LMTP server: listening sockets, the waiting room, and the session threads. Thread-safe.
 *
 * <p>{@link #drain} ends the server in order: it stops listening; sessions without a mail transaction hear 421 4.3.2, those with one may end
 * it within {@code drain_time}.
 */
public final class MailServer implements AutoCloseable {
    private static final Logger LOG = LineLog.of(ServerLog.NAME);
    private static final int BACKLOG = 1024;

    /** The time limit for the last replies, after {@code drain_time} if the server ends in order. */
    private static final Duration LAST_REPLIES = Duration.ofSeconds(5);

    private final ServerLimits limits;
    private final WaitingRoom room;
    private final SessionThreads threads;
    private final NameLookups lookups;
    private final OpenConnections connections = new OpenConnections(this);
    private final Queue<Listener> listeners = new ConcurrentLinkedQueue<>();
    private final Set<ServerConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final Object change = new Object();
    private volatile boolean draining;
    private volatile boolean ending;

    private MailServer(ServerLimits limits) throws IOException {
        this.limits = limits;
        this.threads = new SessionThreads(limits.threads());
        // the other threads serve sessions, whatever the DNS does
        this.lookups = new NameLookups(threads, Math.max(1, limits.threads() / 2));
        this.room = new WaitingRoom();
    }

    /**
     * Starts a server without listeners.
     *
     * @throws IOException when the system has no selector left
     */
    public static MailServer start(ServerLimits limits) throws IOException {
        return new MailServer(limits);
    }

    /**
     * Listens on the address of {@code plan}.
     *
     * @return the address, with the port that was chosen
     * @throws IOException when the address can't be bound; the message names the address
     */
    public SocketAddress listen(ListenerPlan plan) throws IOException {
        if (draining) {
            throw new IOException("the server is stopping");
        }
        Acceptor acceptor = Acceptor.bind(plan.address(), BACKLOG);
        Listener listener = new Listener(plan, acceptor, this);
        listeners.add(listener);
        try {
            room.open(listener);
            if (draining) {
                throw new IOException("the server is stopping");
            }
            return acceptor.address();
        } catch (IOException e) {
            // stopListening() may have come before the listener was among the others
            listeners.remove(listener);
            acceptor.close();
            room.wake();
            throw e;
        }
    }

    /** Returns the number of open sessions. */
    public int sessions() {
        return count.get();
    }

    /** Returns true if new sessions get the settings for stress: nearly too many sessions, or too few threads. */
    boolean isStressed() {
        return limits.stressed(count.get()) || threads.exhausted();
    }

    boolean hasRoom() {
        return count.get() < limits.sessions();
    }

    WaitingRoom room() {
        return room;
    }

    SessionThreads threads() {
        return threads;
    }

    NameLookups lookups() {
        return lookups;
    }

    OpenConnections connections() {
        return connections;
    }

    /** Returns true if sessions are to end at once, within a mail transaction or not. */
    boolean isEnding() {
        return ending;
    }

    void begin(Connection connection, Dialogue dialogue) {
        ServerConnection begun = new ServerConnection(numbers.incrementAndGet(), connection, dialogue, this);
        dialogue.wakesBy(begun::wake);
        count.incrementAndGet();
        open.add(begun);
        if (draining) {
            dialogue.drain();
        }
        begun.start();
    }

    void ended(ServerConnection one) {
        if (open.remove(one) && count.decrementAndGet() == 0 && draining) {
            synchronized (change) {
                change.notifyAll();
            }
        }
    }

    /**
     * Stops listening, lets open mail transactions end, and closes all connections. Returns after {@code drain_time} and a few seconds at
     * the latest.
     *
     * @throws InterruptedException when the thread is interrupted; the connections are closed
     */
    public void drain() throws InterruptedException {
        draining = true;
        try {
            stopListening();
            open.forEach(ServerConnection::drain);
            awaitEnd(limits.drainTime());
        } finally {
            close();
        }
    }

    private void stopListening() {
        for (Listener one = listeners.poll(); one != null; one = listeners.poll()) {
            try {
                one.acceptor().close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "{0}: {1}", one.name(), e.getMessage());
            }
        }
        // the system's socket is closed when the room's selector has removed its key
        room.wake();
    }

    private void awaitEnd(Duration limit) throws InterruptedException {
        Deadline end = Deadline.in(limit);
        synchronized (change) {
            while (count.get() > 0 && !end.passed()) {
                change.wait(end.socketTimeout());
            }
        }
    }

    /**
     * Ends the server without waiting for its clients: stops listening, tells sessions that the server shuts down, and closes their
     * connections. Waits only, for some seconds at most, for sessions that a table, the DNS or the sink keeps busy, since the owner closes
     * these next.
     */
    @Override
    public void close() {
        draining = true;
        ending = true;
        stopListening();
        open.forEach(ServerConnection::drain);
        try {
            awaitEnd(LAST_REPLIES);
            connections.close();
            open.forEach(ServerConnection::drain);
            threads.close();
            threads.awaitEnd(LAST_REPLIES);
            room.close();
            room.awaitEnd(LAST_REPLIES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.close();
            threads.close();
            room.close();
        }
    }
}
