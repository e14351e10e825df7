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
 * The fold of the journal: what its records say about mail and branches, in the order in which they are written. No I/O.
 *
 * <p>A record about a mail or branch that is not known is about one that has ended, and means nothing.
 */
final class Index {
    private final LongFunction<Branch> newBranch;
    private final Map<Long, MailEntry> mails = new LinkedHashMap<>();
    private final Map<Long, Branch> branches = new HashMap<>();

    /** Newer copies of records that may not be on the device; the older ones are kept for them. */
    private final List<Move> moves = new ArrayList<>();

    /** Files of content that nobody needs any more. */
    private final List<String> leftFiles = new ArrayList<>();

    private long highestNumber;
    private long oldestSegment;

    /**
     * Something was copied to another segment.
     *
     * @param where it is now; neither where it has ended
     * @param move changes that
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
     * Empty.
     *
     * @param newBranch makes the branch of a number
     */
    Index(LongFunction<Branch> newBranch) {
        this.newBranch = newBranch;
    }

    /** Makes a branch known, unless it has ended; its mail is taken from now on. */
    synchronized void begin(Branch branch) {
        if (branch.phase() == Branch.Phase.OPEN) {
            branches.putIfAbsent(branch.number(), branch);
        }
    }

    /**
     * Ends a branch, known or not, of which the journal does not say that it ended. Its content files stay: the next start may find
     * the branch again.
     */
    synchronized void end(Branch branch) {
        branches.remove(branch.number());
        for (MailEntry entry : branch.ended()) {
            mails.remove(entry.id());
            entry.at().release();
        }
    }

    /** The branch of that number, which is made known. */
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

    /** The highest number of a mail or branch that was ever named. */
    synchronized long highestNumber() {
        return highestNumber;
    }

    /** All copies are on the device. */
    synchronized void confirmMoves() {
        moves.forEach(move -> move.older().release());
        moves.clear();
    }

    /** The copies may not be on the device: what they are of is where it was. */
    synchronized void undoMoves() {
        moves.forEach(Move::undo);
        moves.clear();
    }

    /** The number of the oldest segment that should be there; 0 where nothing was said of it. */
    synchronized long oldestSegment() {
        return oldestSegment;
    }

    /** Segments with lower numbers are not needed any more. */
    synchronized void trimmed(long oldest) {
        oldestSegment = Math.max(oldestSegment, oldest);
    }

    /** Hands over the files of content that can be deleted. */
    synchronized List<String> takeLeftFiles() {
        List<String> names = List.copyOf(leftFiles);
        leftFiles.clear();
        return names;
    }

    /** Mail of a branch that is known, or a newer copy of mail. */
    synchronized void staged(StagedHead head, Location at) {
        highestNumber = Math.max(highestNumber, head.id());
        MailEntry known = mails.get(head.id());
        if (known != null) {
            // the rest of the state is that of the records before it, or newer
            Location older = known.at();
            moves.add(new Move(
                    older, at, () -> mail(known.id()).map(MailEntry::at).orElse(older), known::move));
            at.retain();
            known.move(at);
            known.settle(head.state().settled());
            return;
        }
        MailEntry entry = new MailEntry(head, at);
        if (!head.state().released()) {
            Branch branch = branches.get(head.branch());
            if (branch == null) {
                leave(entry);
                return;
            }
            branch.add(entry);
        }
        at.retain();
        mails.put(entry.id(), entry);
    }

    synchronized void prepared(JournalRecord.Prepared record, Location at) {
        Branch branch = branch(record.branch());
        anchor(branch, RecordType.PREPARED, at);
        branch.prepared(record.xid(), record.mails());
        record.decision().ifPresent(decision -> decided(record.branch(), decision, at));
    }

    synchronized void held(long number, Location at) {
        Branch branch = branch(number);
        anchor(branch, RecordType.HELD, at);
        branch.held();
    }

    /** Each kind of record by itself; a copy is of all of them. */
    private void anchor(Branch branch, RecordType type, Location at) {
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
            anchor(branch, RecordType.HEURISTIC, at);
            List<MailEntry> held = branch.decided(decision);
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
        return branch == null ? List.of() : branch.ended();
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
