/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postchaise.connector.outbox.Branch.Phase;

/**
 * The state of a branch in memory: its phase and mail, as the journal's records determine them, and the one record that is not
 * written yet. The index applies records. No I/O. Thread-safe.
 */
final class BranchState {
    private final long number;
    private Phase phase = Phase.OPEN;
    private List<MailEntry> mails = new ArrayList<>();
    private Optional<BranchXid> xid = Optional.empty();
    private Optional<Decision> decision = Optional.empty();

    /** The locations of the records that preserve this branch over a restart. */
    private final Map<RecordType, Location> anchors = new EnumMap<>(RecordType.class);

    /** The number of mails that the branch was prepared with. */
    private int promised;

    /** The first mail, if small, which is written together with the record that prepares or ends the branch. */
    private Optional<Batch.Encoded> unwritten = Optional.empty();

    /** True while mail can still wait to be written. */
    private boolean gathering = true;

    /** The mail that the branch had when its end was applied. */
    private List<MailEntry> last = List.of();

    BranchState(long number) {
        this.number = number;
    }

    synchronized Phase phase() {
        return phase;
    }

    synchronized Optional<BranchXid> xid() {
        return xid;
    }

    synchronized Optional<Decision> decision() {
        return decision;
    }

    /** Returns the number of mails, written or not. */
    synchronized int size() {
        return mails.size() + (unwritten.isPresent() ? 1 : 0);
    }

    /** Returns the mail whose records are in the journal. */
    synchronized List<MailEntry> mails() {
        return List.copyOf(mails);
    }

    synchronized List<MailEntry> last() {
        return last;
    }

    /** Returns true if no mail is missing that the branch was prepared with. */
    synchronized boolean isComplete() {
        return mails.size() >= promised;
    }

    /** Returns true if the journal may have a record of this branch or its mail. */
    synchronized boolean isWritten() {
        return phase != Phase.OPEN || !mails.isEmpty();
    }

    /**
     * Keeps a record in memory until the branch ends; returns false if the record must be written at once. One record for each
     * open branch bounds the memory.
     */
    synchronized boolean keep(Batch.Encoded record) {
        if (!gathering || phase != Phase.OPEN) {
            return false;
        }
        unwritten = Optional.of(record);
        gathering = false;
        return true;
    }

    /** Returns the record kept in memory, if there is one, to be written now; no further record is kept. */
    synchronized List<Batch.Encoded> takeKept() {
        gathering = false;
        return unwritten.stream().toList();
    }

    synchronized void add(MailEntry entry) {
        mails.add(entry);
        if (unwritten.isPresent()
                && unwritten.get().record() instanceof JournalRecord.Staged staged
                && staged.head().id() == entry.id()) {
            unwritten = Optional.empty();
        }
    }

    synchronized void prepared(BranchXid name, int count) {
        xid = Optional.of(name);
        promised = count;
        phase = phase == Phase.OPEN ? Phase.PREPARED : phase;
    }

    synchronized void held() {
        phase = phase == Phase.OPEN ? Phase.HELD : phase;
    }

    synchronized Optional<Location> anchor(RecordType type) {
        return Optional.ofNullable(anchors.get(type));
    }

    synchronized void anchor(RecordType type, Location at) {
        anchors.put(type, at);
    }

    /** Marks the branch as decided; returns its mail, which no longer belongs to the branch. */
    synchronized List<MailEntry> decided(Decision made) {
        decision = Optional.of(made);
        phase = Phase.DECIDED;
        List<MailEntry> all = mails;
        mails = new ArrayList<>();
        return all;
    }

    /** Marks the branch as ended; returns its mail. */
    synchronized List<MailEntry> ended() {
        phase = Phase.ENDED;
        anchors.values().forEach(Location::release);
        anchors.clear();
        unwritten = Optional.empty();
        last = mails;
        mails = new ArrayList<>();
        return last;
    }

    /** Returns the number of the segment that holds the branch's first mail; 0 without mail. */
    synchronized long firstSegment() {
        return mails.stream()
                .mapToLong(entry -> entry.at().segment().header().number())
                .min()
                .orElse(0);
    }

    /** Returns true if {@code segment} holds a needed record of this branch. */
    synchronized boolean isIn(Segment segment) {
        return anchors.values().stream().anyMatch(at -> at.segment().equals(segment));
    }

    /** Returns copies of the branch's records, to be written to a newer segment. */
    synchronized List<JournalRecord> copies() {
        List<JournalRecord> records = new ArrayList<>();
        if (anchors.containsKey(RecordType.HELD)) {
            records.add(new JournalRecord.Held(number));
        }
        xid.ifPresent(name -> records.add(new JournalRecord.Prepared(number, name, promised, decision)));
        return records;
    }
}
