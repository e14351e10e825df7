/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postchaise.api.MessageSource;

/**
 * The mail of one transaction, until its fate is decided: that of a local transaction, or of an XA branch.
 *
 * <p>It is prepared, committed or rolled back by one thread at a time, which its owner sees to. Mail may be staged by others
 * meanwhile, as where a transaction manager's timer rolls back; it belongs to the branch or is refused.
 */
public final class Branch {

    /** How far it has come. */
    public enum Phase {
        /** Takes mail. Nothing of it is left after a restart. */
        OPEN,
        /** Survives a restart, and waits for the transaction manager's decision. */
        PREPARED,
        /** Open when the journal was damaged: its commit may have been lost. It waits for people, who commit or roll back. */
        HELD,
        /** Decided without the transaction manager; it is kept until forgotten. */
        DECIDED,
        /** Committed, rolled back or forgotten. */
        ENDED
    }

    private final Outbox outbox;
    private final long number;
    private final long epoch;

    private Phase phase = Phase.OPEN;
    private List<MailEntry> mails = new ArrayList<>();
    private Optional<BranchXid> xid = Optional.empty();
    private Optional<Decision> decision = Optional.empty();
    private Optional<IOException> fault = Optional.empty();

    /** Where the records lie that keep it over a restart. */
    private final Map<RecordType, Location> anchors = new EnumMap<>(RecordType.class);

    /** How much mail it was prepared with. */
    private int promised;

    /** Repeats a decision that is written, and may not be on the device. */
    private volatile Optional<Journal.Exclusive> unforced = Optional.empty();

    Branch(Outbox outbox, long number, long epoch) {
        this.outbox = outbox;
        this.number = number;
        this.epoch = epoch;
    }

    long number() {
        return number;
    }

    /** How far it has come; a decision that may not be on the device does not count. */
    public synchronized Phase phase() {
        return unforced.isPresent() ? Phase.PREPARED : phase;
    }

    /** Its name, once prepared. */
    public synchronized Optional<BranchXid> xid() {
        return xid;
    }

    /** How it was decided without its transaction manager, if it was. */
    public synchronized Optional<Decision> decision() {
        return decision;
    }

    /** How many mails it has. */
    public synchronized int size() {
        return mails.size();
    }

    /** Why it can only be rolled back, if so: mail of it was lost on its way to the device. */
    public synchronized Optional<IOException> fault() {
        return fault;
    }

    /**
     * Takes a mail. It is written, and durable with the branch.
     *
     * @return the mail's id
     * @throws IOException when it was not taken: the message can't be read, or the outbox can't be written; in the latter
     *     case the branch can only be rolled back
     */
    public long stage(Posting posting, MessageSource message) throws IOException {
        require(Phase.OPEN);
        long id = outbox.newNumber();
        try {
            outbox.index().begin(this);
            Staging.Taken taken = outbox.staging().take(id, message);
            long now = outbox.now();
            StagedHead head = new StagedHead(id, number, now, StagedHead.State.staged(now), posting, taken.content());
            outbox.journal().append(new JournalRecord.Staged(head, taken.octets()));
        } catch (Staging.SourceException e) {
            throw e;
        } catch (IOException e) {
            failed(e);
            throw new IOException("mail can't be kept in the outbox: " + e.getMessage(), e);
        }
        if (phase() != Phase.OPEN) {
            throw new IOException("mail was not kept in the outbox: its transaction has ended");
        }
        return id;
    }

    /**
     * Makes it survive a restart.
     *
     * @throws RolledBackException when that failed
     */
    public void prepare(BranchXid name) throws RolledBackException {
        require(Phase.OPEN);
        try {
            requireSound();
            outbox.journal().append(new JournalRecord.Prepared(number, name, size(), Optional.empty()));
            outbox.journal().force(epoch);
        } catch (IOException e) {
            rollback();
            throw rolledBack(e);
        }
    }

    /**
     * Releases its mail, durably. A prepared branch of which mail was lost releases the rest, and is {@link #decision decided}.
     *
     * @throws RolledBackException when an open one could not be made durable
     * @throws IOException when a prepared one could not: it stays prepared. Of an open one: it is not known before the next
     *     start of the outbox whether it is committed
     */
    public void commit() throws IOException {
        if (unforced.isPresent()) {
            unforced.get().run();
            return;
        }
        switch (phase()) {
            case OPEN -> commitOpen();
            case PREPARED, HELD -> commitPrepared();
            case DECIDED, ENDED -> require(Phase.OPEN);
        }
    }

    private void commitOpen() throws IOException {
        List<MailEntry> all = entries();
        if (all.isEmpty()) {
            rollback();
            return;
        }
        try {
            requireSound();
            outbox.journal().append(new JournalRecord.Committed(number));
        } catch (IOException e) {
            rollback();
            throw rolledBack(e);
        }
        try {
            outbox.journal().force(epoch);
        } catch (IOException e) {
            takeBack(all, e);
            throw rolledBack(e);
        }
        outbox.release(all);
    }

    /** The commit may be on the device: what undoes it has to get there. */
    private void takeBack(List<MailEntry> all, IOException why) throws IOException {
        try {
            long now = outbox.journal().epoch();
            for (MailEntry entry : all) {
                outbox.journal().append(new JournalRecord.Done(entry.id()));
            }
            outbox.journal().force(now);
        } catch (IOException e) {
            e.addSuppressed(why);
            throw new IOException(
                    "it is not known whether " + all.size()
                            + " mails are committed; the next start of the outbox decides: " + e.getMessage(),
                    e);
        }
    }

    private void commitPrepared() throws IOException {
        List<MailEntry> all = entries();
        conclude(isComplete() ? new JournalRecord.Committed(number) : partial(all), all);
    }

    private void conclude(JournalRecord record, List<MailEntry> released) throws IOException {
        long now = outbox.journal().epoch();
        outbox.journal().append(record);
        unforced = Optional.of(() -> conclude(record, released));
        outbox.journal().force(now);
        unforced = Optional.empty();
        outbox.release(released);
    }

    private JournalRecord partial(List<MailEntry> readable) {
        return new JournalRecord.Heuristic(number, readable.isEmpty() ? Decision.ROLLED_BACK : Decision.MIXED);
    }

    /**
     * Drops its mail. That needs nothing on the device: without a commit a restart drops an open branch, and the transaction
     * manager a prepared one.
     */
    public void rollback() {
        JournalRecord.RolledBack record = new JournalRecord.RolledBack(number);
        try {
            if (phase() != Phase.OPEN || size() > 0) {
                outbox.journal().append(record);
            }
        } catch (IOException e) {
            outbox.warn("rollback of " + this + " is not in the journal, and follows again after a restart", e);
        }
        // where the record was not written, and for an empty branch
        outbox.index().end(this);
        outbox.tidy();
    }

    /**
     * Decides for the transaction manager, durably: an operator's way out for a branch that stays prepared. The transaction
     * manager is told when it asks, until it forgets the branch.
     *
     * @param decided committed or rolled back
     */
    public void decide(Decision decided) throws IOException {
        require(Phase.PREPARED);
        if (decided == Decision.MIXED) {
            throw new IllegalArgumentException("decision is mixed; expected committed or rolled back");
        }
        conclude(new JournalRecord.Heuristic(number, decided), decided == Decision.COMMITTED ? entries() : List.of());
    }

    /** The transaction manager knows the decision. Lost in a crash, it is told again. */
    public void forget() {
        require(Phase.DECIDED);
        try {
            outbox.journal().append(new JournalRecord.Forgotten(number));
        } catch (IOException e) {
            outbox.warn("the forgotten " + this + " is not in the journal, and is there again after a restart", e);
            outbox.index().forgotten(number);
        }
        outbox.tidy();
    }

    private synchronized void failed(IOException why) {
        fault = fault.or(() -> Optional.of(why));
    }

    private void requireSound() throws IOException {
        if (fault().isPresent()) {
            throw fault().get();
        }
    }

    private static RolledBackException rolledBack(IOException why) {
        return new RolledBackException("the outbox rolled back: " + why.getMessage(), why);
    }

    private void require(Phase expected) {
        if (phase() != expected) {
            throw new IllegalStateException(this + " is " + phase() + "; expected " + expected);
        }
    }

    private synchronized List<MailEntry> entries() {
        return List.copyOf(mails);
    }

    private synchronized boolean isComplete() {
        return mails.size() >= promised;
    }

    // what follows is the index's

    synchronized void add(MailEntry entry) {
        mails.add(entry);
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

    /** Its mail, which is not its own any more. */
    synchronized List<MailEntry> decided(Decision made) {
        decision = Optional.of(made);
        phase = Phase.DECIDED;
        List<MailEntry> all = mails;
        mails = new ArrayList<>();
        return all;
    }

    synchronized List<MailEntry> ended() {
        phase = Phase.ENDED;
        anchors.values().forEach(Location::release);
        anchors.clear();
        List<MailEntry> all = mails;
        mails = new ArrayList<>();
        return all;
    }

    /** The number of the segment in which its first mail lies. */
    synchronized long firstSegment() {
        return mails.stream()
                .mapToLong(entry -> entry.at().segment().header().number())
                .min()
                .orElse(0);
    }

    /** Whether a record of it in that segment is needed. */
    synchronized boolean isIn(Segment segment) {
        return anchors.values().stream().anyMatch(at -> at.segment().equals(segment));
    }

    /** Records that say in a newer segment what the old ones say. */
    synchronized List<JournalRecord> copies() {
        List<JournalRecord> records = new ArrayList<>();
        if (anchors.containsKey(RecordType.HELD)) {
            records.add(new JournalRecord.Held(number));
        }
        xid.ifPresent(name -> records.add(new JournalRecord.Prepared(number, name, promised, decision)));
        return records;
    }

    /** Its XID or, without one, its number. */
    @Override
    public String toString() {
        return "branch " + xid().map(BranchXid::toString).orElse(Long.toString(number));
    }
}
