/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** The committed mail that is not being delivered, ordered by due time. */
final class ReleasedMails {
    private final PriorityQueue<MailEntry> waiting =
            new PriorityQueue<>(Comparator.comparingLong(MailEntry::due).thenComparingLong(MailEntry::id));

    synchronized void add(Collection<MailEntry> entries) {
        waiting.addAll(entries);
    }

    /** Removes and returns the mail that has been due for longest; empty if no mail is due by {@code now}. */
    synchronized Optional<MailEntry> take(Instant now) {
        return Optional.ofNullable(waiting.peek())
                .filter(entry -> entry.due() <= now.toEpochMilli())
                .map(entry -> waiting.remove());
    }

    synchronized Optional<Instant> nextDue() {
        return Optional.ofNullable(waiting.peek()).map(entry -> Instant.ofEpochMilli(entry.due()));
    }

    synchronized int size() {
        return waiting.size();
    }
}
