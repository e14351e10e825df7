/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.locks.LockSupport;

/**
 * The watchdog of stalled writes and idle connections: one daemon thread, which runs only while there are connections, closes
 * each connection whose write or idle time has passed its deadline. Blocking writes have no time limit of their own, and no thread
 * waits for an idle connection.
 */
final class Watchdog {
    private static final long TICK_NANOS = 200_000_000L;
    private static final int IDLE_TICKS = 25;

    private final OpenConnections connections;
    private final Object threadState = new Object();
    private Thread thread;

    Watchdog(OpenConnections connections) {
        this.connections = connections;
    }

    /** Starts the thread unless it runs or the connections are closed. */
    void start() {
        synchronized (threadState) {
            if (thread == null && !connections.isClosed()) {
                thread = newThread();
                thread.start();
            }
        }
    }

    /** Makes the thread look at once, so that it ends where the connections are closed. */
    void wake() {
        synchronized (threadState) {
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Creates the thread, which retains nothing of the caller: no inherited thread local, class loader or access context. */
    @SuppressWarnings("removal") // a thread inherits its access context as long as there is one
    private Thread newThread() {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread watching = new Thread(null, this::watch, "postchaise-stalled-writes", 0, false);
            watching.setDaemon(true);
            watching.setContextClassLoader(Watchdog.class.getClassLoader());
            return watching;
        });
    }

    private void watch() {
        int idle = 0;
        while (true) {
            LockSupport.parkNanos(TICK_NANOS);
            connections.closeOverdue();
            idle = connections.isEmpty() ? idle + 1 : 0;
            if (idle > IDLE_TICKS || connections.isClosed()) {
                synchronized (threadState) {
                    // a connection is registered before the thread is looked for, so none is left unwatched
                    if (connections.isEmpty() || connections.isClosed()) {
                        thread = null;
                        return;
                    }
                }
            }
        }
    }
}
