/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import jakarta.jms.XAJMSContext;
import jakarta.transaction.RollbackException;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.sql.XAConnection;
import org.postchaise.api.MailConnectionFactory;

/**
 * The transactions of one thread: each with a row, a message and a mail of the same id, in any order; one in five is rolled back, one
 * in twelve has a large mail.
 */
final class Application implements Runnable {
    private final TransactionManager transactions;
    private final XAConnection database;

    /** Of {@link #database}; closed it would roll back. */
    private final Connection rows;

    private final XAJMSContext broker;
    private final MailConnectionFactory mail;
    private final Outcomes outcomes;
    private final String prefix;
    private final Random random;

    /** @param prefix of the ids, this thread's own */
    Application(
            Coordinator coordinator,
            Store store,
            MailConnectionFactory mail,
            Outcomes outcomes,
            String prefix,
            long seed)
            throws Exception {
        this.transactions = coordinator.transactions();
        this.database = store.connection();
        this.rows = database.getConnection();
        this.broker = store.context();
        this.mail = mail;
        this.outcomes = outcomes;
        this.prefix = prefix;
        this.random = new Random(seed);
    }

    private interface Step {
        void run(String id) throws Exception;
    }

    /** Goes on until it is killed; the limit is for where nobody does. */
    @Override
    public void run() {
        try {
            for (int i = 0; i < 400; i++) {
                transaction(prefix + i);
            }
        } catch (Exception e) {
            System.getLogger(Application.class.getName()).log(System.Logger.Level.ERROR, prefix + " failed", e);
        }
    }

    private void transaction(String id) throws Exception {
        boolean large = random.nextInt(12) == 0;
        List<Step> steps = new ArrayList<>(
                List.of(this::insert, this::send, one -> mail.deliver(Mails.envelope(one), Mails.message(one, large))));
        Collections.shuffle(steps, random);
        boolean rollsBack = random.nextInt(5) == 0;
        outcomes.tell(Outcomes.Known.BEGUN, id);
        transactions.begin();
        for (Step step : steps) {
            step.run(id);
        }
        if (rollsBack) {
            transactions.rollback();
            outcomes.tell(Outcomes.Known.ROLLED_BACK, id);
        } else {
            commit(id);
        }
    }

    private void commit(String id) throws Exception {
        try {
            transactions.commit();
            outcomes.tell(Outcomes.Known.COMMITTED, id);
        } catch (RollbackException e) {
            outcomes.tell(Outcomes.Known.ROLLED_BACK, id);
        }
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

    private void enlist(javax.transaction.xa.XAResource resource) throws Exception {
        if (!transactions.getTransaction().enlistResource(resource)) {
            throw new IOException("not enlisted: " + resource);
        }
    }
}
