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
 * Of whom a handle was asked for, and how: what its connection manager may have left for the time of its use. Source: Jakarta
 * Connectors 2.1, section 7.16.
 */
record Allocation(ConnectionManager manager, SmtpManagedConnectionFactory factory, MailConnectionRequestInfo info) {

    /**
     * Has {@code managed} enlisted in the transaction of this thread, if there is one. A manager that enlists every connection
     * when it hands it out is not asked, and none is where the container says that there is no transaction: WildFly's fails
     * then, where its {@code enlistment} is off.
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

    /** Has {@code handle} associated with a managed connection, if the manager does that. */
    void associate(MailConnectionHandle handle) throws ResourceException {
        if (manager instanceof LazyAssociatableConnectionManager lazy) {
            lazy.associateConnection(handle, factory, info);
        }
    }

    /** Tells the manager that {@code handle} was closed while it had no managed connection. */
    void closedInactive(MailConnectionHandle handle) {
        if (manager instanceof LazyAssociatableConnectionManager lazy) {
            lazy.inactiveConnectionClosed(handle, factory);
        }
    }
}
