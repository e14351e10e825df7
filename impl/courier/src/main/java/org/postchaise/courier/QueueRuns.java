/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.time.Duration;
import java.time.Instant;

/**
 * When deferred mail is looked at, and in which of the deferred queues it waits until then: a timing wheel. Queue runs are at the multiples
 * of {@code queue_run_delay} since the epoch, on every node at the same time; as in Postfix, mail that is due between two runs waits for the
 * second one. The mail of one run has one queue, so that a run takes a queue from its head and need not search.
 *
 * @param delay Postfix parameter {@code queue_run_delay}
 */
record QueueRuns(Duration delay) {
    /** How many deferred queues there are. */
    static final int SLOTS = 16;

    /** How many runs before its own a run looks at again, for mail whose transaction ended after them. */
    private static final int LATE = 1;

    /** How many runs ahead mail can wait: no slot that may be looked at now gets mail for later. */
    private static final int REACH = SLOTS - LATE - 1;

    private long run(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), delay.toMillis());
    }

    /** The first run after {@code now}. */
    Instant next(Instant now) {
        return at(run(now) + 1);
    }

    /** The run that finds a mail due that is due at {@code due}: the first one not before then. */
    Instant takes(Instant due) {
        return at(run(due.minusMillis(1)) + 1);
    }

    private Instant at(long run) {
        return Instant.ofEpochMilli(run * delay.toMillis());
    }

    /**
     * The slot where a mail waits that is due at {@code due}: that of its run, or of the latest one that is before this one comes round
     * again, where the mail is put aside anew.
     */
    int slot(Instant due, Instant now) {
        long ahead = run(takes(due)) - run(now);
        return slot(run(now) + Math.max(1, Math.min(ahead, REACH)));
    }

    /** The slots that are looked at by the run at {@code now} or the last one before, the latest first. */
    int[] slots(Instant now) {
        int[] slots = new int[LATE + 1];
        for (int i = 0; i <= LATE; i++) {
            slots[i] = slot(run(now) - i);
        }
        return slots;
    }

    /**
     * Whether the run at {@code now} looks at all that came since the one at {@code last}: not where the clock was set in between, forward or back, or
     * the server stood still. Mail of the slots between would wait until they come round again.
     */
    boolean follows(Instant last, Instant now) {
        long since = run(now) - run(last);
        return since >= 0 && since <= LATE + 1;
    }

    /**
     * Whether a mail is due later than any is deferred: the clock was ahead when it was, and is right again. The double of the longest time, since other
     * nodes may have other settings.
     */
    static boolean isBeyond(Instant due, Instant now, Duration longest) {
        return due.isAfter(now.plus(longest.multipliedBy(2)));
    }

    private static int slot(long run) {
        return Math.toIntExact(Math.floorMod(run, (long) SLOTS));
    }
}
