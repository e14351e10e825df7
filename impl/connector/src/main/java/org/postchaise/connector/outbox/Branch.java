/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.MessageSource;

/**
 * The mail of one transaction until its outcome is decided: a local transaction, or an XA branch.
 *
 * <p>One thread at a time prepares, commits or rolls back; the branch's owner ensures that. Other threads may stage mail at the
 * same time, for example while a transaction manager's timer rolls back; such mail belongs to the branch or is refused.
 *
 * <p>A method of this class writes records to the journal; their effect on the {@link BranchState} is the index's.
 */
public final class Branch {

    /** The phases of a branch. */
    public enum Phase {
        /** The branch accepts mail. After a restart no part of the branch is left. */
        OPEN,
        /** The branch survives a restart, and waits for the transaction manager's decision. */
        PREPARED,
        /** The branch was open when the journal was damaged: its commit may have been lost. An operator commits or rolls back. */
        HELD,
        /** The branch was decided heuristically, without the transaction manager, and is kept until forgotten. */
        DECIDED,
        /** The branch was committed, rolled back or forgotten. */
        ENDED
    }

    /** The maximum size in octets of a record that waits to be written; larger records are written at once. */
    private static final int UNWRITTEN = 32 << 10;

    private final Outbox outbox;
    private final long number;
    private final long epoch;

    private final BranchState state;
    private Optional<IOException> fault = Optional.empty();

    /** The repetition of a decision that is written, and may not be on the device; empty if there is none. */
    private volatile Optional<Journal.Exclusive> unforced = Optional.empty();

    Branch(Outbox outbox, long number, long epoch) {
        this.outbox = outbox;
        this.number = number;
        this.epoch = epoch;
        this.state = new BranchState(number);
    }

    long number() {
        return number;
    }

    /** Returns the state that the journal's records determine. */
    BranchState state() {
        return state;
    }

    /** Returns the phase; a decision that may not be on the device does not count. */
    public Phase phase() {
        return unforced.isPresent() ? Phase.PREPARED : state.phase();
    }

    /** Returns the XID; empty before the branch is prepared. */
    public Optional<BranchXid> xid() {
        return state.xid();
    }

    /** Returns the heuristic decision, if the branch was decided without its transaction manager. */
    public Optional<Decision> decision() {
        return state.decision();
    }

    /** Returns the number of mails. */
    public int size() {
        return state.size();
    }

    /** Returns the reason why the branch can only be rolled back, if there is one: mail was lost on its way to the device. */
    public synchronized Optional<IOException> fault() {
        return fault;
    }

    /**
     * Stages a mail. The mail becomes durable with the branch; the first small mail may not be written before.
     *
     * @return the mail's id
     * @throws IOException when the mail was not staged: the message can't be read, or the outbox can't be written; in the
     *     latter case the branch can only be rolled back
     */
    public long stage(OutboxSubmission submission, MessageSource message) throws IOException {
        require(Phase.OPEN);
        long id = outbox.newNumber();
        try {
            outbox.index().begin(this);
            Staging.Taken taken = outbox.staging().take(id, message);
            long now = outbox.now();
            StagedHead head =
                    new StagedHead(id, number, now, StagedHead.State.staged(now), submission, taken.content());
            Batch.Encoded record = Batch.Encoded.of(new JournalRecord.Staged(head, taken.octets()));
            if (taken.content().inline() && record.octets().size() <= UNWRITTEN && state.keep(record)) {
                return id;
            }
            outbox.journal().append(record);
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

    /** Returns the record kept in memory, if there is one, followed by {@code end}. */
    private List<Batch.Encoded> ending(JournalRecord end) throws IOException {
        List<Batch.Encoded> records = new ArrayList<>(state.takeKept());
        records.add(Batch.Encoded.of(end));
        return records;
    }

    /**
     * Prepares the branch, which then survives a restart.
     *
     * @throws RolledBackException when the preparation failed; the branch was rolled back
     */
    public void prepare(BranchXid name) throws RolledBackException {
        require(Phase.OPEN);
        try {
            requireSound();
            outbox.journal().commit(ending(new JournalRecord.Prepared(number, name, size(), Optional.empty())), epoch);
        } catch (IOException e) {
            rollback();
            throw rolledBack(e);
        }
    }

    /**
     * Commits the branch: releases its mail, durably. A prepared branch that has lost mail releases the remaining mail, and is
     * {@link #decision decided}.
     *
     * @throws RolledBackException when an open branch could not be made durable; the branch was rolled back
     * @throws IOException when the commit of a prepared branch failed, which stays prepared; or when the outcome of an open
     *     branch is unknown until the next start of the outbox
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
        if (size() == 0) {
            rollback();
            return;
        }
        try {
            requireSound();
        } catch (IOException e) {
            rollback();
            throw rolledBack(e);
        }
        try {
            outbox.journal().commit(ending(new JournalRecord.Committed(number)), epoch);
        } catch (UnwrittenException e) {
            rollback();
            throw rolledBack(e);
        } catch (IOException e) {
            takeBack(e);
            throw rolledBack(e);
        }
        outbox.release(state.last());
    }

    /** Undoes a commit that may be on the device, by durable records that end its mails. */
    private void takeBack(IOException why) throws IOException {
        List<MailEntry> all = state.last();
        try {
            List<Batch.Encoded> records = new ArrayList<>();
            for (MailEntry entry : all) {
                records.add(Batch.Encoded.of(new JournalRecord.Done(entry.id())));
            }
            if (records.isEmpty()) {
                throw why;
            }
            outbox.journal().commit(records, outbox.journal().epoch());
        } catch (IOException e) {
            if (!e.equals(why)) {
                e.addSuppressed(why);
            }
            throw new IOException(
                    "it is not known whether " + Math.max(all.size(), size())
                            + " mails are committed; the next start of the outbox decides: " + e.getMessage(),
                    e);
        }
    }

    private void commitPrepared() throws IOException {
        List<MailEntry> all = state.mails();
        conclude(state.isComplete() ? new JournalRecord.Committed(number) : partial(all), all);
    }

    private void conclude(JournalRecord record, List<MailEntry> released) throws IOException {
        Optional<Journal.Exclusive> former = unforced;
        unforced = Optional.of(() -> conclude(record, released));
        try {
            outbox.journal()
                    .commit(List.of(Batch.Encoded.of(record)), outbox.journal().epoch());
        } catch (UnwrittenException e) {
            unforced = former;
            throw e;
        }
        unforced = Optional.empty();
        outbox.release(released);
    }

    private JournalRecord partial(List<MailEntry> readable) {
        return new JournalRecord.Heuristic(number, readable.isEmpty() ? Decision.ROLLED_BACK : Decision.MIXED);
    }

    /**
     * Rolls the branch back: drops its mail. No record needs to be durable: without a commit, a restart drops an open branch,
     * and the transaction manager rolls a prepared branch back again.
     */
    public void rollback() {
        JournalRecord.RolledBack record = new JournalRecord.RolledBack(number);
        try {
            if (state.isWritten()) {
                outbox.journal().append(record);
            }
        } catch (IOException e) {
            outbox.warn("rollback of " + this + " is not in the journal, and follows again after a restart", e);
        }
        // necessary if the record was not written, or the branch is empty
        outbox.index().end(this);
        outbox.tidy();
    }

    /**
     * Decides a prepared branch heuristically and durably, as an operator's last resort for a branch that stays prepared. The
     * transaction manager is told when it calls, until it forgets the branch.
     *
     * @param decided committed or rolled back
     */
    public void decide(Decision decided) throws IOException {
        require(Phase.PREPARED);
        if (decided == Decision.MIXED) {
            throw new IllegalArgumentException("decision is mixed; expected committed or rolled back");
        }
        conclude(
                new JournalRecord.Heuristic(number, decided),
                decided == Decision.COMMITTED ? state.mails() : List.of());
    }

    /**
     * Forgets a heuristically decided branch, whose decision the transaction manager knows. If the record is lost in a crash,
     * the transaction manager is told again.
     */
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

    /** Returns the XID, or the number of a branch without XID, as text. */
    @Override
    public String toString() {
        return "branch " + xid().map(BranchXid::toString).orElse(Long.toString(number));
    }
}
