/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.LazyEnlistableConnectionManager;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Optional;
import org.postchaise.connector.SmtpResourceAdapter;

/**
 * The origin of a handle: the connection manager and the request by which it was allocated, kept for lazy enlistment and lazy
 * association (Jakarta Connectors 2.1, section 7.16).
 */
record Allocation(ConnectionManager manager, SmtpManagedConnectionFactory factory, MailConnectionRequestInfo info) {

    /**
     * Asks a lazily enlisting container to enlist {@code managed} in the transaction of this thread. A connection manager that
     * enlists every connection at allocation is not asked, and none is asked when the container reports that there is no
     * transaction, because WildFly's connection manager fails in that case if its {@code enlistment} is off.
     *
     * @throws ResourceException when there may be a transaction, and the connection is not part of it
     */
    void enlist(SmtpManagedConnection managed) throws ResourceException {
        if (manager instanceof LazyEnlistableConnectionManager lazy && mayBeInTransaction()) {
            try {
                lazy.lazyEnlist(managed);
            } catch (ResourceException e) {
                throw new ResourceException("connection does not take part in the transaction: " + e.getMessage(), e);
            }
        }
    }

    private boolean mayBeInTransaction() {
        return registry()
                .map(known -> known.getTransactionStatus() != Status.STATUS_NO_TRANSACTION)
                .orElse(true);
    }

    private Optional<TransactionSynchronizationRegistry> registry() {
        return factory.getResourceAdapter() instanceof SmtpResourceAdapter adapter
                ? adapter.bootstrapContext().map(BootstrapContext::getTransactionSynchronizationRegistry)
                : Optional.empty();
    }

    /** Asks a lazily associating connection manager to associate {@code handle} with a managed connection. */
    void associate(MailConnectionHandle handle) throws ResourceException {
        if (manager instanceof LazyAssociatableConnectionManager lazy) {
            lazy.associateConnection(handle, factory, info);
        }
    }

    /** Tells a lazily associating connection manager that {@code handle} was closed while it had no managed connection. */
    void closedInactive(MailConnectionHandle handle) {
        if (manager instanceof LazyAssociatableConnectionManager lazy) {
            lazy.inactiveConnectionClosed(handle, factory);
        }
    }
}
