/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * The state of mail and branches in memory: the fold of the journal's records in the order of their writing. No I/O.
 *
 * <p>A record about an unknown mail or branch concerns one that has ended, and is ignored.
 */
final class Index {
    private final LongFunction<Branch> newBranch;
    private final Map<Long, MailEntry> mails = new LinkedHashMap<>();
    private final Map<Long, Branch> branches = new HashMap<>();

    /** The copies of records that may not be on the device yet; the older records are retained until the copies are. */
    private final List<Move> moves = new ArrayList<>();

    /** The content files that are no longer needed. */
    private final List<String> leftFiles = new ArrayList<>();

    private long highestNumber;
    private long oldestSegment;

    /**
     * The copy of a record to another segment.
     *
     * @param where the supplier of the current location; equal to neither location if the mail or branch has ended
     * @param move the function that sets the location
     */
    private record Move(Location older, Location newer, Supplier<Location> where, Consumer<Location> move) {
        void undo() {
            if (where.get().equals(newer)) {
                newer.release();
                move.accept(older);
            } else {
                older.release();
            }
        }
    }

    /**
     * Creates an empty index.
     *
     * @param newBranch the function that creates the branch of a number
     */
    Index(LongFunction<Branch> newBranch) {
        this.newBranch = newBranch;
    }

    /** Adds a branch, unless it has ended, so that its mail is accepted. */
    synchronized void begin(Branch branch) {
        if (branch.phase() == Branch.Phase.OPEN) {
            branches.putIfAbsent(branch.number(), branch);
        }
    }

    /** Ends a branch, known or not, without a record of its end in the journal. Content files are kept, since the next start may find the branch again. */
    synchronized void end(Branch branch) {
        branches.remove(branch.number());
        for (MailEntry entry : branch.state().ended()) {
            mails.remove(entry.id());
            entry.at().release();
        }
    }

    /** Returns the branch of a number, and adds the branch if unknown. */
    synchronized Branch branch(long number) {
        highestNumber = Math.max(highestNumber, number);
        return branches.computeIfAbsent(number, newBranch::apply);
    }

    synchronized Collection<Branch> branches() {
        return List.copyOf(branches.values());
    }

    synchronized Collection<MailEntry> mails() {
        return List.copyOf(mails.values());
    }

    synchronized Optional<MailEntry> mail(long id) {
        return Optional.ofNullable(mails.get(id));
    }

    /** Returns the highest number of a mail or branch in any record. */
    synchronized long highestNumber() {
        return highestNumber;
    }

    /** Confirms that all copies are on the device, and releases the older records. */
    synchronized void confirmMoves() {
        moves.forEach(move -> move.older().release());
        moves.clear();
    }

    /** Reverts all copies, which may not be on the device, to the older records. */
    synchronized void undoMoves() {
        moves.forEach(Move::undo);
        moves.clear();
    }

    /** Returns the number of the oldest segment that must exist; 0 if unknown. */
    synchronized long oldestSegment() {
        return oldestSegment;
    }

    /** Records that segments with numbers lower than {@code oldest} are no longer needed. */
    synchronized void trimmed(long oldest) {
        oldestSegment = Math.max(oldestSegment, oldest);
    }

    /** Returns and clears the list of content files that can be deleted. */
    synchronized List<String> takeLeftFiles() {
        List<String> names = List.copyOf(leftFiles);
        leftFiles.clear();
        return names;
    }

    /** Adds mail of a known branch, or moves mail to a newer copy of its record. */
    synchronized void staged(StagedHead head, Location at) {
        highestNumber = Math.max(highestNumber, head.id());
        MailEntry known = mails.get(head.id());
        if (known != null) {
            // the other parts of the known state are as new as the copy, or newer
            Location older = known.at();
            moves.add(new Move(
                    older, at, () -> mail(known.id()).map(MailEntry::at).orElse(older), known::move));
            at.retain();
            known.move(at);
            known.settle(head.state());
            return;
        }
        MailEntry entry = new MailEntry(head, at);
        if (!head.state().released()) {
            Branch branch = branches.get(head.branch());
            if (branch == null) {
                leave(entry);
                return;
            }
            branch.state().add(entry);
        }
        at.retain();
        mails.put(entry.id(), entry);
    }

    synchronized void prepared(JournalRecord.Prepared record, Location at) {
        BranchState branch = branch(record.branch()).state();
        anchor(branch, RecordType.PREPARED, at);
        branch.prepared(record.xid(), record.mails());
        record.decision().ifPresent(decision -> decided(record.branch(), decision, at));
    }

    synchronized void held(long number, Location at) {
        BranchState branch = branch(number).state();
        anchor(branch, RecordType.HELD, at);
        branch.held();
    }

    /** Sets the location of a branch's record of one type; a copy of a branch consists of records of all types. */
    private void anchor(BranchState branch, RecordType type, Location at) {
        branch.anchor(type)
                .ifPresent(older -> moves.add(new Move(
                        older, at, () -> branch.anchor(type).orElse(older), back -> branch.anchor(type, back))));
        at.retain();
        branch.anchor(type, at);
    }

    synchronized void committed(long number) {
        end(number).forEach(MailEntry::release);
    }

    synchronized void rolledBack(long number) {
        end(number).forEach(this::drop);
    }

    synchronized void decided(long number, Decision decision, Location at) {
        Branch branch = branches.get(number);
        if (branch != null) {
            anchor(branch.state(), RecordType.HEURISTIC, at);
            List<MailEntry> held = branch.state().decided(decision);
            held.forEach(decision == Decision.ROLLED_BACK ? this::drop : MailEntry::release);
        }
    }

    synchronized void forgotten(long number) {
        end(number);
    }

    synchronized void done(long id) {
        mail(id).ifPresent(this::drop);
    }

    private List<MailEntry> end(long number) {
        Branch branch = branches.remove(number);
        return branch == null ? List.of() : branch.state().ended();
    }

    private void drop(MailEntry entry) {
        if (mails.remove(entry.id()) != null) {
            entry.at().release();
            leave(entry);
        }
    }

    private void leave(MailEntry entry) {
        if (!entry.content().inline()) {
            leftFiles.add(StagedHead.contentFile(entry.id()));
        }
    }
}
