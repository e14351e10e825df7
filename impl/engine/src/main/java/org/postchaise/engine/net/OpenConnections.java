/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The open connections of one client. A blocking write has no time limit of its own: one daemon thread, running only while
 * there are connections, closes those whose write has outlived its deadline. {@link #close()} closes all at once.
 */
public final class OpenConnections implements AutoCloseable {
    private static final long TICK_NANOS = 200_000_000L;
    private static final int IDLE_TICKS = 25;

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Object threadState = new Object();
    private Thread watcher;
    private volatile boolean closed;

    void add(Connection connection) {
        open.add(connection);
        synchronized (threadState) {
            if (watcher == null && !closed) {
                watcher = new Thread(this::watch, "postchaise-stalled-writes");
                watcher.setDaemon(true);
                // not the caller's: that would keep an undeployed application alive
                watcher.setContextClassLoader(OpenConnections.class.getClassLoader());
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

    /** How many there are. */
    public int count() {
        return open.size();
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

    private void watch() {
        int idle = 0;
        while (true) {
            LockSupport.parkNanos(TICK_NANOS);
            open.forEach(Connection::closeIfStalled);
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
}
