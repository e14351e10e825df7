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
 * The idempotency keys of the submissions of the last while ({@code idempotency_key_lifetime}): a message for each. Whether a key is new
 * is asked one submission of it after the other: no transaction of another one may be under way then. They are in one message group, and where the
 * broker knows none this node has one of them under way at a time.
 */
@ApplicationScoped
public class SubmissionKeys {
    /** What a broker gives to one consumer at a time, as far as it knows message groups (Jakarta Messaging 3.1, section 3.5.9). */
    static final String GROUP = "JMSXGroupID";

    private static final String KEY = "postchaise_key";
    private static final String USED = "postchaise_used";

    /** The submission that has used the key first. */
    private static final String BY = "postchaise_used_by";

    /** The most that one transaction forgets. */
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

    /** The id of the mail of all submissions with {@code key}. */
    static String mailId(String key) {
        return EnvelopeProperties.idOf("idempotency key " + key);
    }

    /** Has {@code key} under way until the current transaction ends; false where it is in that of another submission. */
    boolean begin(String key) {
        if (!underWay.add(key)) {
            return false;
        }
        transactions.registerInterposedSynchronization((AfterCompletion) outcome -> underWay.remove(key));
        return true;
    }

    /** Remembers that {@code submission} has used {@code key}, with the current transaction. */
    void remember(String key, String submission, Instant now) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            Message record = context.createMessage();
            record.setStringProperty(KEY, key);
            record.setStringProperty(BY, submission);
            record.setLongProperty(USED, now.toEpochMilli());
            context.createProducer().send(keys, record);
        }
    }

    /** Who has used a key. */
    enum Use {
        /** Nobody. */
        NEW,
        /** The same submission, another part of which was taken before. */
        OWN,
        /** Another submission. */
        OTHERS
    }

    /** Whether {@code submission}, or another one, has used {@code key} since {@code start}. */
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
                if (!record.propertyExists(KEY)) {
                    try (StoredMessage stray = new StoredMessage(record)) {
                        queue.sendToDeadLetters(stray, "no idempotency key, and was in the queue of those");
                    }
                    continue;
                }
                if (!usedBefore(record, time)) {
                    // another node has forgotten what was before it
                    try (StoredMessage copied = new StoredMessage(record)) {
                        context.createProducer().send(keys, copied.copy(context));
                    }
                    return;
                }
            }
        }
    }
}
