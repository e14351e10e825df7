/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.util.List;

/**
 * An outbox ({@code transaction_mode = outbox}) as management sees it: {@code org.postchaise:type=Outbox,directory=PATH}.
 * Counters begin with the adapter's start.
 */
public interface OutboxMXBean {
    /** Where the mail is kept. */
    String getDirectory();

    /** How many committed mails wait for delivery, due or not. */
    int getWaiting();

    /** How many mails are being delivered. */
    int getDelivering();

    /** Recipients that have got their mail. */
    long getDelivered();

    /** Attempts after which a recipient is tried again. */
    long getDeferred();

    /** Recipients that were given up. */
    long getFailed();

    /**
     * The transactions that wait for a decision, a line each: name, state, count of mails. One that is {@code PREPARED} waits for
     * its transaction manager; {@code HELD} is one whose commit may be among what could not be read at the start.
     */
    List<String> getTransactions();

    /** What the start found wrong, a line each; empty when all was well. */
    List<String> getDamages();

    /**
     * Decides a transaction: its mail is delivered. A transaction manager that asks later is told that it was decided without it.
     *
     * @param transaction a name out of {@link #getTransactions}
     * @throws IllegalArgumentException when there is none of that name, or it can't be decided; the message says why
     */
    void commit(String transaction);

    /**
     * The same, but its mail is dropped.
     *
     * @throws IllegalArgumentException as above
     */
    void rollback(String transaction);
}
