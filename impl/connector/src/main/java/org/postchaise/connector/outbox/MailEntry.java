/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.postchaise.api.Recipient;

/** What memory holds of a mail: where it is and how far it has come. Envelope and content stay on the device. */
final class MailEntry {
    private final long id;
    private final long branch;
    private final long submitted;
    private final int recipients;
    private final StagedHead.Content content;

    /** Changed by the index alone, read by those who open the content. */
    private volatile Location at;

    private boolean released;
    private int attempts;
    private long due;
    private Map<Integer, Settlement> settled = Map.of();

    /** Recipients that are settled here and not in the journal, since it could not be written. */
    private Set<Integer> unsaved = Set.of();

    MailEntry(StagedHead head, Location at) {
        this.id = head.id();
        this.branch = head.branch();
        this.submitted = head.submitted();
        this.recipients = head.posting().envelope().recipients().size();
        this.content = head.content();
        this.at = at;
        restore(head.state());
    }

    long id() {
        return id;
    }

    /** Number of the branch that it was staged in. */
    long branch() {
        return branch;
    }

    long submitted() {
        return submitted;
    }

    StagedHead.Content content() {
        return content;
    }

    Location at() {
        return at;
    }

    void move(Location other) {
        at = other;
    }

    final synchronized void restore(StagedHead.State state) {
        released = state.released();
        attempts = state.attempts();
        due = state.due();
        settle(state.settled());
    }

    synchronized StagedHead.State state() {
        return new StagedHead.State(released, attempts, due, new TreeMap<>(settled));
    }

    synchronized void release() {
        released = true;
    }

    synchronized boolean isReleased() {
        return released;
    }

    synchronized void defer(int tried, long when) {
        attempts = tried;
        due = when;
    }

    synchronized long due() {
        return due;
    }

    synchronized int attempts() {
        return attempts;
    }

    /** A recipient's first settlement stands. */
    synchronized void settle(Map<Integer, Settlement> more) {
        if (!more.isEmpty()) {
            Map<Integer, Settlement> all = new TreeMap<>(more);
            all.putAll(settled);
            settled = all;
        }
    }

    /** Settles recipients before the journal knows; the settlements that the journal is to be told. */
    synchronized Map<Integer, Settlement> settleUnsaved(Map<Integer, Settlement> more) {
        Set<Integer> open = new HashSet<>(unsaved);
        more.keySet().stream()
                .filter(recipient -> !settled.containsKey(recipient))
                .forEach(open::add);
        settle(more);
        unsaved = open;
        Map<Integer, Settlement> record = new TreeMap<>(settled);
        record.keySet().retainAll(open);
        return record;
    }

    /** The journal knows them now. */
    synchronized void saved(Set<Integer> known) {
        Set<Integer> open = new HashSet<>(unsaved);
        open.removeAll(known);
        unsaved = open.isEmpty() ? Set.of() : open;
    }

    synchronized Map<Integer, Settlement> settled() {
        return new TreeMap<>(settled);
    }

    /** What is known of it, beside its content. */
    synchronized KeptMail kept(Posting posting) {
        List<Recipient> all = posting.envelope().recipients();
        Map<Recipient, Settlement> known = new LinkedHashMap<>();
        settled.forEach((recipient, settlement) -> known.put(all.get(recipient), settlement));
        return new KeptMail(Instant.ofEpochMilli(submitted), attempts, Instant.ofEpochMilli(due), posting, known);
    }

    /** Whether no recipient needs delivery any more. */
    synchronized boolean isSettled() {
        return settled.size() >= recipients;
    }
}
