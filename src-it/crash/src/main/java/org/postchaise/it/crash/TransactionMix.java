/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import jakarta.transaction.RollbackException;
import jakarta.transaction.UserTransaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.postchaise.api.MailConnectionFactory;

/**
 * Transactions of one thread: each with a row, a message and a mail of the same id, in random order; one in five is rolled back, one in twelve has a large
 * mail.
 */
final class TransactionMix implements Runnable {
    private final UserTransaction transaction;
    private final List<Step> others;
    private final MailConnectionFactory mail;
    private final Outcomes outcomes;
    private final String prefix;
    private final Random random;

    /**
     * Creates a mix that has not begun.
     *
     * @param others the steps of the other resources
     * @param prefix the prefix of the ids, unique to this thread
     */
    TransactionMix(
            UserTransaction transaction,
            List<Step> others,
            MailConnectionFactory mail,
            Outcomes outcomes,
            String prefix,
            long seed) {
        this.transaction = transaction;
        this.others = others;
        this.mail = mail;
        this.outcomes = outcomes;
        this.prefix = prefix;
        this.random = new Random(seed);
    }

    /** Step of one resource in the transaction with that id. */
    interface Step {
        void run(String id) throws Exception;
    }

    /** Runs transactions until the process is killed; a limit ends the run otherwise. */
    @Override
    public void run() {
        try {
            for (int i = 0; i < 400; i++) {
                transaction(prefix + i);
            }
        } catch (Exception e) {
            System.getLogger(TransactionMix.class.getName()).log(System.Logger.Level.ERROR, prefix + " failed", e);
        }
    }

    private void transaction(String id) throws Exception {
        boolean large = random.nextInt(12) == 0;
        List<Step> steps = new ArrayList<>(others);
        steps.add(one -> mail.deliver(Mails.envelope(one), Mails.message(one, large)));
        Collections.shuffle(steps, random);
        boolean rollsBack = random.nextInt(5) == 0;
        outcomes.tell(Outcomes.Known.BEGUN, id);
        transaction.begin();
        for (Step step : steps) {
            step.run(id);
        }
        if (rollsBack) {
            transaction.rollback();
            outcomes.tell(Outcomes.Known.ROLLED_BACK, id);
        } else {
            commit(id);
        }
    }

    private void commit(String id) throws Exception {
        try {
            transaction.commit();
            outcomes.tell(Outcomes.Known.COMMITTED, id);
        } catch (RollbackException e) {
            outcomes.tell(Outcomes.Known.ROLLED_BACK, id);
        }
    }
}
