/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import jakarta.jms.XAJMSContext;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;

/** Other resources in the transactions of one thread, beside the mail and outside a container. */
final class Application {
    private final TransactionManager transactions;
    private final XAConnection database;

    /** Connection of {@link #database}; closing it would roll back. */
    private final Connection rows;

    private final XAJMSContext broker;

    Application(TransactionManager transactions, Store store) throws Exception {
        this.transactions = transactions;
        this.database = store.connection();
        this.rows = database.getConnection();
        this.broker = store.context();
    }

    List<TransactionMix.Step> steps() {
        return List.of(this::insert, this::send);
    }

    private void insert(String id) throws Exception {
        enlist(database.getXAResource());
        try (PreparedStatement statement = rows.prepareStatement("INSERT INTO sent (id) VALUES (?)")) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }

    private void send(String id) throws Exception {
        enlist(broker.getXAResource());
        broker.createProducer().send(broker.createQueue(Store.QUEUE), id);
    }

    private void enlist(XAResource resource) throws Exception {
        if (!transactions.getTransaction().enlistResource(resource)) {
            throw new IOException("not enlisted: " + resource);
        }
    }
}
