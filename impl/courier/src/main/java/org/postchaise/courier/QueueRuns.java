/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.time.Duration;
import java.time.Instant;

/**
 * Times of queue runs, and the deferred queue in which a mail waits until then: a timing wheel. Queue runs are at the multiples of {@code queue_run_delay}
 * since the epoch, on every node at the same time; as in Postfix, mail that is due between two runs waits for the second one. The mail of one run has a queue
 * of its own, so that a run takes the queue from its head and need not search.
 *
 * @param delay Postfix parameter {@code queue_run_delay}
 */
record QueueRuns(Duration delay) {
    /** Number of deferred queues. */
    static final int SLOTS = 16;

    /** Number of earlier runs whose queues a run visits again, for mail whose transaction ended after those runs. */
    private static final int LATE = 1;

    /** Largest number of runs that mail can wait ahead: no queue that may be visited now gets mail for a later run. */
    private static final int REACH = SLOTS - LATE - 1;

    private long run(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), delay.toMillis());
    }

    /** Returns the time of the first run after {@code now}. */
    Instant next(Instant now) {
        return at(run(now) + 1);
    }

    /** Returns the time of the run that takes a mail due at {@code due}: the first run not before then. */
    Instant takes(Instant due) {
        return at(run(due.minusMillis(1)) + 1);
    }

    private Instant at(long run) {
        return Instant.ofEpochMilli(run * delay.toMillis());
    }

    /** Returns the slot of a mail due at {@code due}: the slot of its run, or of the latest run before the slots repeat, where the mail is deferred anew. */
    int slot(Instant due, Instant now) {
        long ahead = run(takes(due)) - run(now);
        return slot(run(now) + Math.max(1, Math.min(ahead, REACH)));
    }

    /** Returns the slots visited by the run at {@code now}, the latest first: its own slot and the slot of the run before. */
    int[] slots(Instant now) {
        int[] slots = new int[LATE + 1];
        for (int i = 0; i <= LATE; i++) {
            slots[i] = slot(run(now) - i);
        }
        return slots;
    }

    /**
     * Returns true if the run at {@code now} visits the slots of all runs since {@code last}. False where the clock was set in between, forward or back, or the
     * server stood still: mail of the skipped slots would wait until the slots repeat.
     */
    boolean follows(Instant last, Instant now) {
        long since = run(now) - run(last);
        return since >= 0 && since <= LATE + 1;
    }

    /**
     * Returns true if a mail is due later than any mail is deferred: the clock was ahead at its deferral, and was corrected since. The limit is twice the
     * longest time, since other nodes may have other settings.
     */
    static boolean isBeyond(Instant due, Instant now, Duration longest) {
        return due.isAfter(now.plus(longest.multipliedBy(2)));
    }

    private static int slot(long run) {
        return Math.toIntExact(Math.floorMod(run, (long) SLOTS));
    }
}
