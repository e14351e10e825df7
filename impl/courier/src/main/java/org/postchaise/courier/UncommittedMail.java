/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postchaise.engine.log.LineLog;

/**
 * Record of mails whose last transaction on this node failed to commit: a broker without disk space, a transaction log that can't be written. Brokers redeliver
 * rolled-back messages at once; a worker of this node pauses before it processes such a mail.
 */
@ApplicationScoped
public class UncommittedMail {
    /** Longest pause; the first one is a second, and each is a second longer than the one before. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Largest number of recorded mails; beyond it, the mails that failed longest ago are dropped. */
    static final int MOST = 10_000;

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transactions;

    private final Map<String, Integer> failures = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST;
        }
    });

    /** Transactions that have not ended, by the id of the mail that they process; of two for one mail the later one. */
    private final Map<String, CountDownLatch> open = new ConcurrentHashMap<>();

    /**
     * Waits for the end of a transaction in which this node processes the mail {@code id}, and of what is to be done after it. A broker may give a mail to the
     * next worker when the transaction has been rolled back, but before the transaction's note has been stored.
     *
     * @param atMost longest wait
     */
    void awaitEnd(String id, Duration atMost) {
        CountDownLatch ended = open.get(id);
        try {
            if (ended != null && !ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, id + ": taken again while an earlier transaction with it has not ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the pause before the mail {@code id} is processed; zero where its last commit did not fail. */
    Duration pause(String id) {
        Duration pause = Duration.ofSeconds(failures.getOrDefault(id, 0));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /**
     * Watches the end of the current transaction, in which the mail {@code id} is processed.
     *
     * @param undone action to be run, in no transaction, when the transaction has ended without a commit
     */
    void watch(String id, Runnable undone) {
        Synchronization ending = ending(id, undone);
        try {
            transactions.registerInterposedSynchronization(ending);
        } catch (RuntimeException e) {
            open.remove(id);
            throw e;
        }
    }

    /** Returns the synchronization that {@link #watch} registers. */
    Synchronization ending(String id, Runnable undone) {
        CountDownLatch ended = new CountDownLatch(1);
        open.put(id, ended);
        return new Synchronization() {
            private boolean committing;

            @Override
            public void beforeCompletion() {
                committing = true;
            }

            @Override
            public void afterCompletion(int status) {
                try {
                    completed(status);
                } finally {
                    open.remove(id, ended);
                    ended.countDown();
                }
            }

            private void completed(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    failures.remove(id);
                    return;
                }
                if (committing) {
                    int times = failures.merge(id, 1, Integer::sum);
                    LOG.log(
                            Level.WARNING,
                            id + ": its transaction could not be committed, time " + times
                                    + "; the mail stays in the queue, and the next try waits "
                                    + pause(id).toSeconds()
                                    + " s");
                }
                undone.run();
            }
        };
    }
}
