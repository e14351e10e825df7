/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The open connections of one client. A blocking write has no time limit of its own, and no one waits for an idle connection:
 * one daemon thread, running only while there are connections, closes those whose write or rest has outlived its deadline.
 * {@link #close()} closes all at once.
 */
public final class OpenConnections implements AutoCloseable {
    private static final long TICK_NANOS = 200_000_000L;
    private static final int IDLE_TICKS = 25;

    /** Reachable while the watcher runs, for those who hold it weakly and must find it to end its sessions. */
    private final Object owner;

    private final Connector connector;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Object threadState = new Object();
    private Thread watcher;
    private volatile boolean closed;

    /** Those of {@code owner}, which stays reachable for as long as there are any. */
    public OpenConnections(Object owner) {
        this(owner, Connector.SOCKETS);
    }

    /** Those of {@code owner} that {@code connector} makes. */
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

    /** Closes all connections; those opened later are closed as they come. */
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

    /** A thread that keeps nothing of the caller's alive: no inherited thread local, class loader or access context. */
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

    /** Whose connections they are. */
    @Override
    public String toString() {
        return open.size() + " open connections of " + owner.getClass().getSimpleName();
    }
}
