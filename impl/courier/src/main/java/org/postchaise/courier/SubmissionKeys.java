/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.time.Instant;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The idempotency keys of the submissions of the last while ({@code idempotency_key_lifetime}): a message for each, sent in the transaction
 * that queues the mail. Of two transactions that do so at the same moment Artemis ends the second one, which finds the key when it is
 * repeated; with another broker each may queue its mail.
 */
@ApplicationScoped
public class SubmissionKeys {
    private static final String KEY = "postchaise_key";
    private static final String USED = "postchaise_used";

    /** Artemis refuses a second message with the same value, in an address and as far as it remembers. */
    private static final String DUPLICATE_DETECTION = "_AMQ_DUPL_ID";

    /** The most that one transaction forgets. */
    private static final int BATCH = 200;

    @Resource(lookup = "java:comp/DefaultJMSConnectionFactory")
    private ConnectionFactory connections;

    @Resource(lookup = CourierStartup.KEYS)
    private Queue keys;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transactions;

    /** The id of the mail of all submissions with {@code key}. */
    static String mailId(String key) {
        return EnvelopeProperties.idOf("idempotency key " + key);
    }

    /** Whether the caller is in a transaction, which a key must be used in. */
    boolean inTransaction() {
        return transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    }

    /** Work in a transaction of its own. */
    @Transactional(TxType.REQUIRES_NEW)
    <T> T transacted(Supplier<T> work) {
        return work.get();
    }

    /** Whether nobody has used {@code key} before, in this transaction or in one that has committed. */
    boolean isNew(String key, Duration lifetime, Instant now) throws JMSException {
        return !usedHere().contains(key) && !isKnown(key, now.minus(lifetime));
    }

    /** Remembers {@code key}, with the current transaction. */
    void remember(String key, Duration lifetime, Instant now) throws JMSException {
        // another one once the key is forgotten here, for the broker may remember it for longer
        long period = Math.floorDiv(now.toEpochMilli(), lifetime.toMillis());
        try (JMSContext context = connections.createContext()) {
            Message record = context.createMessage();
            record.setStringProperty(KEY, key);
            record.setLongProperty(USED, now.toEpochMilli());
            record.setStringProperty(DUPLICATE_DETECTION, period + " " + key);
            context.createProducer().send(keys, record);
        }
        usedHere().add(key);
    }

    /** Whether somebody has used {@code key} since {@code start} and has committed. */
    boolean isKnown(String key, Instant start) throws JMSException {
        try (JMSContext context = connections.createContext();
                QueueBrowser browser = context.createBrowser(keys, KEY + " = '" + key.replace("'", "''") + "'")) {
            Enumeration<?> records = browser.getEnumeration();
            while (records.hasMoreElements()) {
                if (!usedBefore((Message) records.nextElement(), start)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Those that this transaction has used: nobody sees them in the queue before its commit. */
    @SuppressWarnings("unchecked") // what is put there is of that type
    private Set<String> usedHere() {
        return (Set<String>) Optional.ofNullable(transactions.getResource(KEY)).orElseGet(() -> {
            Set<String> used = new HashSet<>();
            transactions.putResource(KEY, used);
            return used;
        });
    }

    private static boolean usedBefore(Message record, Instant time) throws JMSException {
        return record.getLongProperty(USED) < time.toEpochMilli();
    }

    /** How many of the oldest keys were used before {@code time}; not more than one transaction forgets. */
    int countBefore(Instant time) throws JMSException {
        int count = 0;
        try (JMSContext context = connections.createContext();
                QueueBrowser browser = context.createBrowser(keys)) {
            Enumeration<?> records = browser.getEnumeration();
            while (count < BATCH && records.hasMoreElements() && usedBefore((Message) records.nextElement(), time)) {
                count++;
            }
        }
        return count;
    }

    /** Forgets the oldest {@code count} of those that were used before {@code time}. */
    @Transactional(value = TxType.REQUIRES_NEW, rollbackOn = JMSException.class)
    void forget(int count, Instant time) throws JMSException {
        try (JMSContext context = connections.createContext();
                JMSConsumer head = context.createConsumer(keys)) {
            for (int taken = 0; taken < count; taken++) {
                Message record = head.receiveNoWait();
                if (record == null) {
                    return;
                }
                if (!usedBefore(record, time)) {
                    // another node has forgotten what was before it
                    context.createProducer().send(keys, MailQueue.copy(record, context));
                    return;
                }
            }
        }
    }
}
