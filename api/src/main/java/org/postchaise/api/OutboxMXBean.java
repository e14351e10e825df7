/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.util.List;

/**
 * The management interface of an outbox ({@code transaction_mode = outbox}): {@code org.postchaise:type=Outbox,directory=PATH}.
 * Counters start at zero when the adapter starts.
 */
public interface OutboxMXBean {
    /** Returns the directory in which the mail is stored. */
    String getDirectory();

    /** Returns the number of committed mails that wait for delivery, due or not. */
    int getWaiting();

    /** Returns the number of mails that are being delivered. */
    int getDelivering();

    /** Returns the number of recipients that were delivered. */
    long getDelivered();

    /** Returns the number of attempts after which a recipient was deferred. */
    long getDeferred();

    /** Returns the number of recipients that failed permanently. */
    long getFailed();

    /**
     * Returns the transactions that wait for a decision, a line each: name, state, number of mails. A {@code PREPARED}
     * transaction waits for its transaction manager; a {@code HELD} transaction is one whose commit may be among the records that
     * could not be read at the start.
     */
    List<String> getTransactions();

    /** Returns the damages found at the start, a line each; empty if there were none. */
    List<String> getDamages();

    /**
     * Commits a transaction heuristically: its mail is delivered. A transaction manager that asks later is told of the heuristic
     * decision.
     *
     * @param transaction a name out of {@link #getTransactions}
     * @throws IllegalArgumentException when there is no transaction of that name, or the transaction can't be decided; the
     *     message states the reason
     */
    void commit(String transaction);

    /**
     * Rolls a transaction back heuristically: its mail is dropped.
     *
     * @param transaction a name out of {@link #getTransactions}
     * @throws IllegalArgumentException as {@link #commit}
     */
    void rollback(String transaction);
}
