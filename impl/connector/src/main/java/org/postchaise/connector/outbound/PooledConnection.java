/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import java.util.Optional;

/**
 * A connection of the pool outside a container, and who uses it: handles, and a transaction. It goes back to the pool, once,
 * when the last of them has left it; one that is lost is destroyed, though not before its transaction has ended.
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

    /** Taken from the pool again. */
    synchronized void reuse() {
        inUse = true;
    }

    /** One more handle. Where there can be none the connection is of no use, and is destroyed. */
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

    /** A transaction uses it from now on, until {@link #leave}. */
    synchronized void join(Enlistment by) {
        enlistment = Optional.of(by);
    }

    /** Its transaction has ended, or it could not take part in it. */
    void leave() {
        synchronized (this) {
            enlistment = Optional.empty();
        }
        giveBack();
    }

    /** No use can be made of it. */
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
