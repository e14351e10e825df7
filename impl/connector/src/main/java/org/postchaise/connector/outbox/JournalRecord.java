/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A record of the journal. A record is applied to the {@link Index} when it is written, and again when it is read. */
sealed interface JournalRecord {

    /** Returns the record type. */
    RecordType type();

    /** Appends the payload to {@code octets}. */
    void encode(FrameWriter octets);

    /** Applies the record, at location {@code at}, to the index. */
    void apply(Index index, Location at);

    /** Returns the payload with space for a frame header. */
    default FrameWriter frame() {
        FrameWriter octets = new FrameWriter();
        encode(octets);
        return octets;
    }

    /** A record about a branch whose payload is the branch's number only. */
    sealed interface OfBranch extends JournalRecord {
        /** Returns the number of the branch. */
        long branch();

        @Override
        default void encode(FrameWriter octets) {
            octets.int64(branch());
        }
    }

    /**
     * Mail of a branch; also a newer copy of such a record.
     *
     * @param head the record except for the content
     * @param content the content in the record; empty when read from the journal
     */
    record Staged(StagedHead head, ByteBuffer content) implements JournalRecord {
        private static final int ROOM = 500;
        private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

        @Override
        public RecordType type() {
            return RecordType.STAGED;
        }

        /** Appends the payload. Length and checksum of the head come first, so that the head can be read without the content. */
        @Override
        public void encode(FrameWriter octets) {
            FrameWriter inner = new FrameWriter(ROOM);
            head.encode(inner);
            octets.int32(inner.size() - Frame.SIZE)
                    .int32(inner.payloadCrc())
                    .payload(inner)
                    .last(content);
        }

        static Staged decode(FrameReader octets) {
            int length = octets.int32();
            octets.int32();
            return new Staged(StagedHead.decode(new FrameReader(octets.slice(length))), NOTHING);
        }

        @Override
        public void apply(Index index, Location at) {
            index.staged(head, at);
        }
    }

    /**
     * A prepared branch, which waits for its transaction manager's decision.
     *
     * @param branch the number of the branch
     * @param xid the XID of the branch
     * @param mails the number of mails of the branch
     * @param decision the heuristic decision, in a copy written after that decision; otherwise empty
     */
    record Prepared(long branch, BranchXid xid, int mails, Optional<Decision> decision) implements JournalRecord {
        @Override
        public RecordType type() {
            return RecordType.PREPARED;
        }

        @Override
        public void encode(FrameWriter octets) {
            octets.int64(branch)
                    .int32(xid.getFormatId())
                    .bytes(xid.getGlobalTransactionId())
                    .bytes(xid.getBranchQualifier())
                    .int32(mails)
                    .text(decision.map(Decision::name).orElse(""));
        }

        static Prepared decode(FrameReader octets) {
            long branch = octets.int64();
            BranchXid xid = BranchXid.of(octets.int32(), octets.bytes(), octets.bytes());
            int mails = octets.int32();
            return new Prepared(branch, xid, mails, decision(octets.text()));
        }

        private static Optional<Decision> decision(String name) {
            return name.isEmpty() ? Optional.empty() : Optional.of(Decision.valueOf(name));
        }

        @Override
        public void apply(Index index, Location at) {
            index.prepared(this, at);
        }
    }

    /** The commit of a branch: its mail is released. */
    record Committed(long branch) implements OfBranch {
        @Override
        public RecordType type() {
            return RecordType.COMMITTED;
        }

        static Committed decode(FrameReader octets) {
            return new Committed(octets.int64());
        }

        @Override
        public void apply(Index index, Location at) {
            index.committed(branch);
        }
    }

    /** The rollback of a branch: its mail is dropped. */
    record RolledBack(long branch) implements OfBranch {
        @Override
        public RecordType type() {
            return RecordType.ROLLED_BACK;
        }

        static RolledBack decode(FrameReader octets) {
            return new RolledBack(octets.int64());
        }

        @Override
        public void apply(Index index, Location at) {
            index.rolledBack(branch);
        }
    }

    /**
     * Settled recipients, which need no more delivery.
     *
     * @param settled the final statuses by the recipient's position in the envelope
     */
    record SettledRecipients(long mail, Map<Integer, StoredStatus> settled) implements JournalRecord {
        @Override
        public RecordType type() {
            return RecordType.SETTLED;
        }

        @Override
        public void encode(FrameWriter octets) {
            StoredStatus.encodeSettled(settled, octets.int64(mail));
            Map<Integer, StoredStatus> doubted = new TreeMap<>(settled);
            doubted.values().removeIf(status -> status.doubt().isEmpty());
            StoredStatus.encodeAll(doubted, octets);
        }

        static SettledRecipients decode(FrameReader octets) {
            long mail = octets.int64();
            Map<Integer, StoredStatus> settled = StoredStatus.decodeSettled(octets);
            if (!octets.isAtEnd()) {
                settled.putAll(StoredStatus.decodeAll(octets));
            }
            return new SettledRecipients(mail, settled);
        }

        @Override
        public void apply(Index index, Location at) {
            index.mail(mail).ifPresent(entry -> entry.settle(settled));
        }
    }

    /**
     * The deferral of a mail, which is to be tried again.
     *
     * @param attempts the number of attempts so far
     * @param due the time of the next attempt, in milliseconds of the epoch
     * @param progress the rest of the state
     */
    record Deferred(long mail, int attempts, long due, StoredProgress progress) implements JournalRecord {
        @Override
        public RecordType type() {
            return RecordType.DEFERRED;
        }

        @Override
        public void encode(FrameWriter octets) {
            progress.encode(octets.int64(mail).int32(attempts).int64(due));
        }

        static Deferred decode(FrameReader octets) {
            return new Deferred(octets.int64(), octets.int32(), octets.int64(), StoredProgress.decode(octets));
        }

        @Override
        public void apply(Index index, Location at) {
            index.mail(mail).ifPresent(entry -> entry.defer(attempts, due, progress));
        }
    }

    /** The end of a mail: no delivery is left. */
    record Done(long mail) implements JournalRecord {
        @Override
        public RecordType type() {
            return RecordType.DONE;
        }

        @Override
        public void encode(FrameWriter octets) {
            octets.int64(mail);
        }

        static Done decode(FrameReader octets) {
            return new Done(octets.int64());
        }

        @Override
        public void apply(Index index, Location at) {
            index.done(mail);
        }
    }

    /** The heuristic decision of a prepared branch, without its transaction manager; the branch is kept until forgotten. */
    record Heuristic(long branch, Decision decision) implements JournalRecord {
        @Override
        public RecordType type() {
            return RecordType.HEURISTIC;
        }

        @Override
        public void encode(FrameWriter octets) {
            octets.int64(branch).constant(decision);
        }

        static Heuristic decode(FrameReader octets) {
            return new Heuristic(octets.int64(), octets.constant(Decision.class));
        }

        @Override
        public void apply(Index index, Location at) {
            index.decided(branch, decision, at);
        }
    }

    /** The end of a heuristically decided branch, of which the transaction manager has taken note. */
    record Forgotten(long branch) implements OfBranch {
        @Override
        public RecordType type() {
            return RecordType.FORGOTTEN;
        }

        static Forgotten decode(FrameReader octets) {
            return new Forgotten(octets.int64());
        }

        @Override
        public void apply(Index index, Location at) {
            index.forgotten(branch);
        }
    }

    /** A held branch, whose decision may have been lost with unreadable records; an operator decides. */
    record Held(long branch) implements OfBranch {
        @Override
        public RecordType type() {
            return RecordType.HELD;
        }

        static Held decode(FrameReader octets) {
            return new Held(octets.int64());
        }

        @Override
        public void apply(Index index, Location at) {
            index.held(branch, at);
        }
    }

    /**
     * The deletion of segments.
     *
     * @param oldest the number of the oldest remaining segment
     */
    record Trimmed(long oldest) implements JournalRecord {
        @Override
        public RecordType type() {
            return RecordType.TRIMMED;
        }

        @Override
        public void encode(FrameWriter octets) {
            octets.int64(oldest);
        }

        static Trimmed decode(FrameReader octets) {
            return new Trimmed(octets.int64());
        }

        @Override
        public void apply(Index index, Location at) {
            index.trimmed(oldest);
        }
    }
}
