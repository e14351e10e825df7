/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registry of the open connections of one client or server, whose writes and idle times a {@link Watchdog} limits.
 * {@link #close()} closes all connections at once.
 */
public final class OpenConnections implements AutoCloseable {
    /**
     * The owner of the connections, kept reachable while the watchdog's thread runs, for holders of weak references that need
     * the owner to end its sessions.
     */
    private final Object owner;

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Watchdog watchdog = new Watchdog(this);
    private volatile boolean closed;

    /** Creates the registry of {@code owner}'s connections; the owner stays reachable while there are connections. */
    public OpenConnections(Object owner) {
        this.owner = owner;
    }

    void add(Connection connection) {
        open.add(connection);
        watchdog.start();
        if (closed) {
            connection.close();
        }
    }

    void remove(Connection connection) {
        open.remove(connection);
    }

    boolean isClosed() {
        return closed;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Closes each connection whose write or idle time has passed its deadline. */
    void closeOverdue() {
        open.forEach(Connection::closeIfOverdue);
    }

    /** Closes all connections; a connection opened later is closed at once. */
    @Override
    public void close() {
        closed = true;
        Set.copyOf(open).forEach(Connection::close);
        watchdog.wake();
    }

    /** Returns the number of connections and the class of their owner. */
    @Override
    public String toString() {
        return open.size() + " open connections of " + owner.getClass().getSimpleName();
    }
}
