/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.Enumeration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Store of recent idempotency keys (for {@code idempotency_key_lifetime}), one message for each key. The submissions of one key must be checked one after the
 * other, with no transaction of another submission under way. For that they are in one message group; where the broker does not support groups, this node
 * processes one of them at a time.
 */
@ApplicationScoped
public class SubmissionKeys {
    /** Message group property: a broker that supports groups gives the messages of a group to one consumer at a time (Jakarta Messaging 3.1, section 3.5.9). */
    static final String GROUP = "JMSXGroupID";

    private static final String KEY = "postchaise_key";
    private static final String USED = "postchaise_used";

    /** Property with the submission that has used the key first. */
    private static final String BY = "postchaise_used_by";

    /** Largest number of keys that one transaction removes. */
    private static final int BATCH = 200;

    @Resource(lookup = "java:comp/DefaultJMSConnectionFactory")
    private ConnectionFactory connections;

    @Resource(lookup = CourierStartup.KEYS)
    private Queue keys;

    @Inject
    private MailQueue queue;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transactions;

    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /** Returns the mail id of all submissions with {@code key}. */
    static String mailId(String key) {
        return EnvelopeProperties.idOf("idempotency key " + key);
    }

    /** Locks {@code key} until the current transaction ends; returns false if another submission's transaction has locked it. */
    boolean begin(String key) {
        if (!underWay.add(key)) {
            return false;
        }
        transactions.registerInterposedSynchronization((AfterCompletion) outcome -> underWay.remove(key));
        return true;
    }

    /** Stores the use of {@code key} by {@code submission}, in the current transaction. */
    void remember(String key, String submission, Instant now) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            Message record = context.createMessage();
            record.setStringProperty(KEY, key);
            record.setStringProperty(BY, submission);
            record.setLongProperty(USED, now.toEpochMilli());
            context.createProducer().send(keys, record);
        }
    }

    /** Use of a key. */
    enum Use {
        /** No submission has used the key. */
        NEW,
        /** The same submission has used the key, for another of its parts. */
        OWN,
        /** Another submission has used the key. */
        OTHERS
    }

    /** Returns the use of {@code key} since {@code start}, as seen by {@code submission}. */
    Use use(String key, String submission, Instant start) throws JMSException {
        Use use = Use.NEW;
        try (JMSContext context = connections.createContext();
                QueueBrowser browser =
                        context.createBrowser(keys, Selector.of(KEY, key).text())) {
            Enumeration<?> records = browser.getEnumeration();
            while (records.hasMoreElements()) {
                Message record = (Message) records.nextElement();
                if (!usedBefore(record, start)) {
                    if (submission.equals(record.getStringProperty(BY))) {
                        return Use.OWN;
                    }
                    use = Use.OTHERS;
                }
            }
        }
        return use;
    }

    private static boolean usedBefore(Message record, Instant time) throws JMSException {
        return !(record.getObjectProperty(USED) instanceof Long used) || used < time.toEpochMilli();
    }

    /** Returns the number of oldest keys that were used before {@code time}; at most as many as one transaction removes. */
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

    /** Removes the oldest {@code count} keys that were used before {@code time}. */
    @Transactional(value = TxType.REQUIRES_NEW, rollbackOn = JMSException.class)
    void forget(int count, Instant time) throws JMSException {
        try (JMSContext context = connections.createContext();
                JMSConsumer head = context.createConsumer(keys)) {
            for (int taken = 0; taken < count; taken++) {
                Message record = head.receiveNoWait();
                if (record == null) {
                    return;
                }
                if (!record.propertyExists(KEY)) {
                    try (StoredMessage stray = new StoredMessage(record)) {
                        queue.sendToDeadLetters(stray, "no idempotency key, and was in the queue of those");
                    }
                    continue;
                }
                if (!usedBefore(record, time)) {
                    // another node has removed the older keys
                    try (StoredMessage copied = new StoredMessage(record)) {
                        context.createProducer().send(keys, copied.copy(context));
                    }
                    return;
                }
            }
        }
    }
}
