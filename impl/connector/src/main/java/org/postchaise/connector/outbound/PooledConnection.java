/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import java.util.Optional;

/**
 * A connection of the pool outside a container, with its users: handles and a transaction. The connection returns to the
 * pool, once, when its last user has left; a lost connection is destroyed, but not before its transaction has ended.
 */
final class PooledConnection implements ConnectionEventListener {
    private final PoolingConnectionManager pool;
    private final ManagedConnection connection;
    private int handles;
    private Optional<Enlistment> enlistment = Optional.empty();
    private boolean inUse = true;
    private boolean lost;

    PooledConnection(PoolingConnectionManager pool, ManagedConnection connection) {
        this.pool = pool;
        this.connection = connection;
        connection.addConnectionEventListener(this);
    }

    ManagedConnection connection() {
        return connection;
    }

    /** Marks the connection as in use again. */
    synchronized void reuse() {
        inUse = true;
    }

    /** Returns a new handle. If no handle can be created, the connection is unusable and is destroyed. */
    Object handle(ConnectionRequestInfo info) throws ResourceException {
        synchronized (this) {
            handles++;
        }
        boolean handed = false;
        try {
            Object handle = connection.getConnection(null, info);
            handed = true;
            return handle;
        } finally {
            if (!handed) {
                lose();
            }
        }
    }

    /** Sets the transaction that uses the connection, until {@link #leave}. */
    synchronized void join(Enlistment by) {
        enlistment = Optional.of(by);
    }

    /** Ends the use by the transaction, which has ended or could not enlist the connection. */
    void leave() {
        synchronized (this) {
            enlistment = Optional.empty();
        }
        giveBack();
    }

    /** Marks the connection as lost, and fails its transaction. */
    void lose() {
        Optional<Enlistment> transaction;
        synchronized (this) {
            lost = true;
            transaction = enlistment;
        }
        transaction.ifPresent(Enlistment::fail);
        giveBack();
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
        Optional<Enlistment> transaction;
        synchronized (this) {
            handles--;
            transaction = handles == 0 ? enlistment : Optional.empty();
        }
        transaction.ifPresent(Enlistment::delist);
        giveBack();
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
        lose();
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {}

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {}

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {}

    private void giveBack() {
        boolean whole;
        synchronized (this) {
            if (!inUse || enlistment.isPresent() || (handles > 0 && !lost)) {
                return;
            }
            whole = !lost;
            inUse = false;
        }
        if (!whole || !pool.release(this)) {
            pool.discard(this);
        }
    }
}
