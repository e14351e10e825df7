/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The registry of the open connections of one client. Blocking writes have no time limit of their own, and no thread waits
 * for an idle connection: one daemon thread, which runs only while there are connections, closes each connection whose write
 * or idle time has passed its deadline. {@link #close()} closes all connections at once.
 */
public final class OpenConnections implements AutoCloseable {
    private static final long TICK_NANOS = 200_000_000L;
    private static final int IDLE_TICKS = 25;

    /**
     * The owner of the connections, kept reachable while the watcher runs, for holders of weak references that need the
     * owner to end its sessions.
     */
    private final Object owner;

    private final Connector connector;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Object threadState = new Object();
    private Thread watcher;
    private volatile boolean closed;

    /**
     * Creates the registry of {@code owner}'s connections, with sockets; the owner stays reachable while there are
     * connections.
     */
    public OpenConnections(Object owner) {
        this(owner, Connector.SOCKETS);
    }

    /** Creates the registry of {@code owner}'s connections, which {@code connector} opens. */
    public OpenConnections(Object owner, Connector connector) {
        this.owner = owner;
        this.connector = connector;
    }

    Connector connector() {
        return connector;
    }

    void add(Connection connection) {
        open.add(connection);
        synchronized (threadState) {
            if (watcher == null && !closed) {
                watcher = newThread();
                watcher.start();
            }
        }
        if (closed) {
            connection.close();
        }
    }

    boolean isClosed() {
        return closed;
    }

    void remove(Connection connection) {
        open.remove(connection);
    }

    /** Closes all connections; a connection opened later is closed at once. */
    @Override
    public void close() {
        closed = true;
        Set.copyOf(open).forEach(Connection::close);
        synchronized (threadState) {
            if (watcher != null) {
                LockSupport.unpark(watcher);
            }
        }
    }

    /**
     * Creates the watcher thread, which retains nothing of the caller: no inherited thread local, class loader or access
     * context.
     */
    @SuppressWarnings("removal") // a thread inherits its access context as long as there is one
    private Thread newThread() {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(null, this::watch, "postchaise-stalled-writes", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(OpenConnections.class.getClassLoader());
            return thread;
        });
    }

    private void watch() {
        int idle = 0;
        while (true) {
            LockSupport.parkNanos(TICK_NANOS);
            open.forEach(Connection::closeIfOverdue);
            idle = open.isEmpty() ? idle + 1 : 0;
            if (idle > IDLE_TICKS || closed) {
                synchronized (threadState) {
                    // add() registers before it looks for the thread, so none is left unwatched
                    if (open.isEmpty() || closed) {
                        watcher = null;
                        return;
                    }
                }
            }
        }
    }

    /** Returns the number of connections and the class of their owner. */
    @Override
    public String toString() {
        return open.size() + " open connections of " + owner.getClass().getSimpleName();
    }
}
