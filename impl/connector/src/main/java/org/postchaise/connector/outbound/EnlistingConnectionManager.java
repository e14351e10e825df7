/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A connection manager that enlists connections in the transactions of a transaction manager, for use outside a container.
 * Within a transaction, requests for the same factory and request info get the same connection. A connection joins the
 * transaction in {@link #allocateConnection}, so a handle must be obtained within the transaction. Outside a transaction the
 * requests go to the pool.
 *
 * <p>Source: Jakarta Connectors 2.1, sections 6.5.1, 6.9 and 7.9.
 */
final class EnlistingConnectionManager implements ConnectionManager {
    private static final long serialVersionUID = 1L;

    private final PoolingConnectionManager pool;
    private final transient TransactionManager transactions;
    private final transient ConcurrentMap<Sharing, Enlistment> enlistments = new ConcurrentHashMap<>();

    EnlistingConnectionManager(PoolingConnectionManager pool, TransactionManager transactions) {
        this.pool = pool;
        this.transactions = transactions;
    }

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
            throws ResourceException {
        Optional<Transaction> current = current();
        if (current.isEmpty()) {
            return pool.allocateConnection(factory, info);
        }
        Sharing sharing = new Sharing(current.get(), factory, info);
        Optional<Enlistment> former = Optional.ofNullable(enlistments.get(sharing));
        if (former.isPresent()) {
            former.get().enlist();
            return former.get().pooled().handle(info);
        }
        return enlisted(sharing).pooled().handle(info);
    }

    private Optional<Transaction> current() throws ResourceException {
        try {
            return Optional.ofNullable(transactions.getTransaction());
        } catch (SystemException e) {
            throw new ResourceException("the transaction manager does not tell the transaction: " + e.getMessage(), e);
        }
    }

    private Enlistment enlisted(Sharing sharing) throws ResourceException {
        PooledConnection taken = pool.take(sharing.factory(), sharing.info());
        boolean begun = false;
        try {
            Enlistment made = new Enlistment(sharing.transaction(), taken, () -> enlistments.remove(sharing));
            enlistments.put(sharing, made);
            made.begin();
            begun = true;
            return made;
        } finally {
            if (!begun) {
                taken.lose();
            }
        }
    }

    /** Refuses serialization: a copy would have no transaction manager, and deliver at once. */
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException(
                "a connection factory with a transaction manager of its own; make it anew where it is needed");
    }

    /** The key by which requests share a connection. */
    private record Sharing(Transaction transaction, ManagedConnectionFactory factory, ConnectionRequestInfo info) {}
}
