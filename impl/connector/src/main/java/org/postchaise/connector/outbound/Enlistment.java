/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.transaction.xa.XAResource;
import org.postchaise.engine.event.LineLog;

/**
 * A pooled connection's part in one transaction: it is enlisted while handles are open, and kept from the pool until the
 * transaction has ended.
 *
 * <p>Source: Jakarta Connectors 2.1, section 7.5; Jakarta Transactions 2.0, sections 3.3 and 3.4.
 */
final class Enlistment implements Synchronization {
    private final Transaction transaction;
    private final PooledConnection pooled;
    private final XAResource resource;
    private final Runnable atEnd;
    private final AtomicBoolean ended = new AtomicBoolean();
    private boolean enlisted;

    /** @param atEnd is called when the transaction has ended */
    Enlistment(Transaction transaction, PooledConnection pooled, Runnable atEnd) throws ResourceException {
        this.transaction = transaction;
        this.pooled = pooled;
        this.resource = pooled.connection().getXAResource();
        this.atEnd = atEnd;
    }

    PooledConnection pooled() {
        return pooled;
    }

    /**
     * Begins.
     *
     * @throws ResourceException when the transaction takes no more work; nothing has begun then
     */
    void begin() throws ResourceException {
        pooled.join(this);
        boolean begun = false;
        try {
            transaction.registerSynchronization(this);
            enlist();
            begun = true;
        } catch (RollbackException | SystemException | IllegalStateException e) {
            throw refused(e);
        } finally {
            if (!begun) {
                pooled.lose();
                end();
            }
        }
    }

    /**
     * Takes part again, where all handles were closed meanwhile.
     *
     * @throws ResourceException when the transaction takes no more work
     */
    synchronized void enlist() throws ResourceException {
        if (enlisted) {
            return;
        }
        try {
            if (!transaction.enlistResource(resource)) {
                throw new ResourceException("the transaction manager did not enlist the mail connection");
            }
            enlisted = true;
        } catch (RollbackException | SystemException | IllegalStateException e) {
            throw refused(e);
        }
    }

    /** The last handle was closed. */
    void delist() {
        delist(XAResource.TMSUCCESS);
    }

    /** The connection was lost: the transaction can only be rolled back, which not every transaction manager takes from the flag. */
    void fail() {
        delist(XAResource.TMFAIL);
        try {
            if (!ended.get()) {
                transaction.setRollbackOnly();
            }
        } catch (SystemException | IllegalStateException e) {
            tell(e);
        }
    }

    private synchronized void delist(int how) {
        if (!enlisted || ended.get()) {
            return;
        }
        enlisted = false;
        try {
            transaction.delistResource(resource, how);
        } catch (SystemException | IllegalStateException e) {
            tell(e);
        }
    }

    /** As where a time limit has ended the transaction: the transaction manager ends the associations itself. */
    private static void tell(Exception e) {
        LineLog.of(Enlistment.class.getName())
                .log(System.Logger.Level.DEBUG, "mail connection was not delisted: {0}", e.getMessage());
    }

    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
        end();
    }

    private void end() {
        // without a lock: the transaction manager may hold its own, which enlist waits for
        if (ended.compareAndSet(false, true)) {
            atEnd.run();
            pooled.leave();
        }
    }

    private static ResourceException refused(Exception why) {
        return new ResourceException("mail can't take part in the transaction: " + why.getMessage(), why);
    }
}
