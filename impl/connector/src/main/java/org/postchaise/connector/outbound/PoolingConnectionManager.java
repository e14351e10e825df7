/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAllocationException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postchaise.engine.log.LineLog;

/**
 * A small connection pool for use outside a container; within a container, the container's connection manager is used
 * instead (Jakarta Connectors 2.1, sections 6.9 and 6.10.1).
 *
 * <p>The pool holds at most {@code size} connections for all next hops together; a request waits at most {@code patience}
 * for a connection. Idle connections are closed after {@code idleLimit}, or when a connection to another next hop needs
 * their place. Lost connections are not pooled. The pool has no thread of its own: idle connections are closed on the
 * JDK's daemon threads, so that a program can end.
 */
final class PoolingConnectionManager implements ConnectionManager {
    private static final long serialVersionUID = 1L;
    private static final int SIZE = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(60);

    private final int size;
    private final Duration patience;
    private final Duration idleLimit;
    private final transient Semaphore permits;

    /** The idle connections, least recently used first; guarded by itself. Idle and used connections together never exceed {@link #size}. */
    private final transient Deque<Idle> idle = new ArrayDeque<>();

    /** Creates a pool of at most 10 connections, with a wait of at most 30 s, and 60 s until an idle connection is closed. */
    PoolingConnectionManager() {
        this(SIZE, PATIENCE, IDLE_LIMIT);
    }

    PoolingConnectionManager(int size, Duration patience, Duration idleLimit) {
        this.size = size;
        this.patience = patience;
        this.idleLimit = idleLimit;
        this.permits = new Semaphore(size, true);
    }

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
            throws ResourceException {
        return take(factory, info).handle(info);
    }

    /** Returns a connection without a handle; the caller must create a handle or mark the connection as lost. */
    PooledConnection take(ManagedConnectionFactory factory, ConnectionRequestInfo info) throws ResourceException {
        acquire();
        boolean taken = false;
        try {
            PooledConnection connection = connection(factory, info);
            taken = true;
            return connection;
        } finally {
            if (!taken) {
                permits.release();
            }
        }
    }

    private void acquire() throws ResourceException {
        try {
            if (!permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ResourceAllocationException("all " + size
                        + " connections are in use, and none was closed within " + patience.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ResourceAllocationException("interrupted while waiting for a connection", e);
        }
    }

    /** Returns a matching idle connection, else a new connection, which replaces the connection idle for longest if the pool is full. */
    private PooledConnection connection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
            throws ResourceException {
        Optional<ManagedConnection> displaced = Optional.empty();
        synchronized (idle) {
            LinkedHashSet<ManagedConnection> candidates = new LinkedHashSet<>();
            idle.descendingIterator().forEachRemaining(one -> candidates.add(one.connection()));
            ManagedConnection match = factory.matchManagedConnections(candidates, null, info);
            Optional<Idle> found =
                    idle.stream().filter(one -> one.connection() == match).findFirst();
            if (found.isPresent()) {
                idle.remove(found.get());
                found.get().pooled().reuse();
                return found.get().pooled();
            }
            // includes the permit of this request, for the connection to be made
            int inUse = size - permits.availablePermits();
            if (idle.size() + inUse > size) {
                displaced = Optional.of(idle.remove().connection());
            }
        }
        if (displaced.isPresent()) {
            displaced.get().destroy();
        }
        return new PooledConnection(this, factory.createManagedConnection(null, info));
    }

    /** Returns the connection to the pool; returns false if the cleanup failed. */
    boolean release(PooledConnection pooled) {
        try {
            pooled.connection().cleanup();
        } catch (ResourceException e) {
            LineLog.of(PoolingConnectionManager.class.getName())
                    .log(System.Logger.Level.DEBUG, "connection is not pooled: {0}", e.getMessage());
            return false;
        }
        synchronized (idle) {
            idle.add(new Idle(pooled, System.nanoTime()));
        }
        permits.release();
        CompletableFuture.delayedExecutor(idleLimit.toNanos(), TimeUnit.NANOSECONDS)
                .execute(this::closeIdle);
        return true;
    }

    void discard(PooledConnection pooled) {
        try {
            pooled.connection().destroy();
        } catch (ResourceException e) {
            LineLog.of(PoolingConnectionManager.class.getName())
                    .log(System.Logger.Level.DEBUG, "connection did not close: {0}", e.getMessage());
        } finally {
            permits.release();
        }
    }

    private void closeIdle() {
        List<ManagedConnection> expired = new ArrayList<>();
        long now = System.nanoTime();
        synchronized (idle) {
            while (!idle.isEmpty() && now - idle.peek().since() >= idleLimit.toNanos()) {
                expired.add(idle.remove().connection());
            }
        }
        for (ManagedConnection connection : expired) {
            try {
                connection.destroy();
            } catch (ResourceException e) {
                LineLog.of(PoolingConnectionManager.class.getName())
                        .log(System.Logger.Level.DEBUG, "connection did not close: {0}", e.getMessage());
            }
        }
    }

    /** Returns an empty pool with the same limits. */
    private Object readResolve() {
        return new PoolingConnectionManager(size, patience, idleLimit);
    }

    private record Idle(PooledConnection pooled, long since) {
        ManagedConnection connection() {
            return pooled.connection();
        }
    }
}
