/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postchaise.connector.outbox.JournalFiles.JournalFile;

/**
 * Gives space back: deletes the oldest segments when nothing in them is needed, and, where most of the journal is not, copies
 * the few that hold the oldest one to the newest. Segments go strictly in order, so that a record is never there without those after it.
 *
 * <p>It has no thread. Whoever ends a mail or a branch does a bounded piece of the work, one at a time.
 */
final class Cleaner {
    /** Copied at a time. */
    private static final long PIECE = 1 << 20;
    /** Fewer segments are left alone. */
    private static final int FEW = 3;

    private final JournalFiles files;
    private final Index index;
    private final Journal journal;
    private final long segmentSize;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** The segment that is being emptied, and what of it is left to copy. */
    private Optional<Segment> emptied = Optional.empty();

    private final Deque<MailEntry> left = new ArrayDeque<>();

    Cleaner(JournalFiles files, Index index, Journal journal, long segmentSize) {
        this.files = files;
        this.index = index;
        this.journal = journal;
        this.segmentSize = segmentSize;
    }

    /** Does a piece of what there is to do, unless somebody else does. */
    void run() throws IOException {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        try {
            deleteLeftFiles();
            List<Segment> segments = journal.segments();
            if (isMostlyGarbage(segments)) {
                move(segments.get(0));
            }
            trim(segments);
        } finally {
            busy.set(false);
        }
    }

    /** Content goes after the end of its mail is on the device: else a crash would show mail without it. */
    private void deleteLeftFiles() throws IOException {
        long now = journal.epoch();
        List<String> names = index.takeLeftFiles();
        if (!names.isEmpty()) {
            journal.force(now);
        }
        for (String name : names) {
            files.delete(name);
        }
    }

    private boolean isMostlyGarbage(List<Segment> segments) {
        if (segments.size() < FEW || !segments.get(0).isNeeded()) {
            return false;
        }
        long size = segments.stream().mapToLong(Segment::size).sum();
        long needed = segments.stream().mapToLong(Segment::needed).sum();
        return size > 2 * (needed + segmentSize);
    }

    /** On the device are, before a segment is gone: what was copied from it, and that it is not missing. */
    private void trim(List<Segment> segments) throws IOException {
        List<Segment> unneeded = new ArrayList<>();
        for (Segment segment : segments.subList(0, segments.size() - 1)) {
            if (segment.isNeeded()) {
                break;
            }
            unneeded.add(segment);
        }
        if (unneeded.isEmpty()) {
            return;
        }
        long oldest = segments.get(unneeded.size()).header().number();
        journal.commit(List.of(Batch.Encoded.of(new JournalRecord.Trimmed(oldest))), journal.epoch());
        for (Segment segment : unneeded) {
            if (segment.isDamaged()) {
                files.rename(segment.name(), segment.name() + ".damaged");
            } else {
                files.delete(segment.name());
            }
            files.force();
            journal.removed(segment);
        }
    }

    private void move(Segment oldest) throws IOException {
        boolean moved = false;
        try {
            long now = journal.epoch();
            copySome(oldest);
            journal.force(now);
            index.confirmMoves();
            moved = true;
        } finally {
            if (!moved) {
                index.undoMoves();
                emptied = Optional.empty();
            }
        }
    }

    private void copySome(Segment oldest) throws IOException {
        if (emptied.filter(oldest::equals).isEmpty()) {
            emptied = Optional.of(oldest);
            left.clear();
            index.mails().stream()
                    .filter(entry -> entry.at().segment().equals(oldest))
                    .forEach(left::add);
            for (Branch branch : index.branches()) {
                journal.exclusively(() -> copy(branch, oldest));
            }
        }
        try (JournalFile file = files.open(oldest.name())) {
            for (long copied = 0; copied < PIECE && !left.isEmpty(); ) {
                copied += copy(left.remove(), file, oldest);
            }
        }
    }

    private void copy(Branch branch, Segment oldest) throws IOException {
        if (branch.isIn(oldest)) {
            for (JournalRecord record : branch.copies()) {
                journal.append(record);
            }
        }
    }

    /** How much was copied. */
    private int copy(MailEntry entry, JournalFile file, Segment oldest) throws IOException {
        Location at = entry.at();
        if (!at.segment().equals(oldest) || index.mail(entry.id()).isEmpty()) {
            return 0;
        }
        Optional<ByteBuffer> payload = at.read(file);
        if (payload.isEmpty()) {
            // it stays where it is, and the segment with it, for whoever can mend it
            oldest.markDamaged();
            return at.length();
        }
        StagedHead head =
                JournalRecord.Staged.decode(new FrameReader(payload.get())).head();
        int content = head.content().inline() ? (int) head.content().length() : 0;
        ByteBuffer octets = payload.get().slice(payload.get().limit() - content, content);
        journal.exclusively(() -> {
            if (index.mail(entry.id()).isPresent()) {
                journal.append(new JournalRecord.Staged(head.with(entry.state()), octets));
            }
        });
        return at.length();
    }
}
