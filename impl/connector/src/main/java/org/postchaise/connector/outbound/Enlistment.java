/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.transaction.xa.XAResource;
import org.postchaise.engine.log.LineLog;

/**
 * The enlistment of a pooled connection in one transaction: enlisted while handles are open, and kept from the pool until the
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

    /**
     * Creates an enlistment that has not begun.
     *
     * @param atEnd the action to run when the transaction has ended
     */
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
     * Registers for the end of the transaction, and enlists the connection.
     *
     * @throws ResourceException when the transaction accepts no more work; nothing has begun then
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
     * Enlists the connection again, after all handles were closed.
     *
     * @throws ResourceException when the transaction accepts no more work
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

    /** Delists the connection after its last handle was closed. */
    void delist() {
        delist(XAResource.TMSUCCESS);
    }

    /** Delists a lost connection and marks the transaction rollback-only, since not every transaction manager does that for the flag {@code TMFAIL}. */
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

    /** Logs a failed delisting. Expected, for example, after the transaction has timed out: the transaction manager ends the associations itself. */
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
        // no lock here: the transaction manager may hold its own lock, for which enlist waits
        if (ended.compareAndSet(false, true)) {
            atEnd.run();
            pooled.leave();
        }
    }

    private static ResourceException refused(Exception why) {
        return new ResourceException("mail can't take part in the transaction: " + why.getMessage(), why);
    }
}
