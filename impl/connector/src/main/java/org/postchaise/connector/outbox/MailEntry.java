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

/** The state of a mail in memory: location and delivery state. Envelope and content stay on the device. */
final class MailEntry {
    private final long id;
    private final long branch;
    private final long submitted;
    private final int recipients;
    private final StagedHead.Content content;

    /** The location, changed by the index only, and read by threads that open the content. */
    private volatile Location at;

    private boolean released;
    private int attempts;
    private long due;
    private Map<Integer, Settlement> settled = Map.of();

    /** The recipients that are settled in memory but not in the journal, which could not be written. */
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

    /** Returns the number of the branch that the mail was staged in. */
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

    /** Adds settlements; a recipient's first settlement is kept. */
    synchronized void settle(Map<Integer, Settlement> more) {
        if (!more.isEmpty()) {
            Map<Integer, Settlement> all = new TreeMap<>(more);
            all.putAll(settled);
            settled = all;
        }
    }

    /** Adds settlements that are not in the journal yet, and returns all settlements that have to be written. */
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

    /** Marks settlements as written to the journal. */
    synchronized void saved(Set<Integer> known) {
        Set<Integer> open = new HashSet<>(unsaved);
        open.removeAll(known);
        unsaved = open.isEmpty() ? Set.of() : open;
    }

    synchronized Map<Integer, Settlement> settled() {
        return new TreeMap<>(settled);
    }

    /** Returns the state of the mail, without its content. */
    synchronized KeptMail kept(Posting posting) {
        List<Recipient> all = posting.envelope().recipients();
        Map<Recipient, Settlement> known = new LinkedHashMap<>();
        settled.forEach((recipient, settlement) -> known.put(all.get(recipient), settlement));
        return new KeptMail(Instant.ofEpochMilli(submitted), attempts, Instant.ofEpochMilli(due), posting, known);
    }

    /** Returns true if no recipient needs more delivery. */
    synchronized boolean isSettled() {
        return settled.size() >= recipients;
    }
}
