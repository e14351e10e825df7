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
 * The garbage collection of the journal: deletes the oldest segments that hold no needed record, and, if most of the journal is garbage,
 * copies the needed records of the oldest segment to the newest. Segments are deleted strictly in order, so that no record is present
 * without the records after it.
 *
 * <p>The cleaner has no thread: a caller that ends a mail or a branch does a bounded part of the work, one caller at a time.
 */
final class Cleaner {
    /** The number of octets copied in one run. */
    private static final long PIECE = 1 << 20;
    /** The minimum number of segments for a collection. */
    private static final int FEW = 3;

    private final JournalFiles files;
    private final Index index;
    private final Journal journal;
    private final long segmentSize;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** The segment that is being emptied; {@link #left} holds the mails still to copy. */
    private Optional<Segment> emptied = Optional.empty();

    private final Deque<MailEntry> left = new ArrayDeque<>();

    Cleaner(JournalFiles files, Index index, Journal journal, long segmentSize) {
        this.files = files;
        this.index = index;
        this.journal = journal;
        this.segmentSize = segmentSize;
    }

    /** Does a part of the work, unless another thread is at work. */
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

    /** Deletes content files after the ends of their mails are on the device: otherwise a crash could leave mail without content. */
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

    /**
     * Deletes unneeded segments from the oldest on. Before, the copies of their records and a record of the deletion are forced to the
     * device, so that recovery does not report the segments as missing.
     */
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
        if (branch.state().isIn(oldest)) {
            for (JournalRecord record : branch.state().copies()) {
                journal.append(record);
            }
        }
    }

    /** Copies a mail's record and returns the number of octets. */
    private int copy(MailEntry entry, JournalFile file, Segment oldest) throws IOException {
        Location at = entry.at();
        if (!at.segment().equals(oldest) || index.mail(entry.id()).isEmpty()) {
            return 0;
        }
        Optional<ByteBuffer> payload = at.read(file);
        if (payload.isEmpty()) {
            // the record and its segment are kept for a repair
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
