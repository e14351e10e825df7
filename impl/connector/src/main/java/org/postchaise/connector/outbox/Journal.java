/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.postchaise.connector.outbox.JournalFiles.JournalFile;

/**
 * The log: records are appended to the newest segment by one writer at a time, and forced in groups.
 *
 * <p>A failed append leaves no trace, and the next append may succeed. After a failed force it is unknown which data of the
 * segment is on the device, and a later successful force does not change that. So no more records are written to the segment,
 * and the {@link #epoch} increases: a caller that wrote in the former epoch and was not forced in it has failed.
 */
final class Journal implements Closeable {
    /** The maximum size in octets of the batches that are written together. */
    private static final int GATHERED = 512 << 10;

    private final JournalFiles files;
    private final Index index;
    private final OutboxSettings settings;
    private final UUID store;
    private final SecureRandom salts;
    private final GroupCommit<Batch> commits;

    /** The lock of the single writer, held while records are written or a segment is begun. */
    private final ReentrantLock writer = new ReentrantLock();

    /** The buffer for batches that are written together; used by the writer. */
    private final ByteBuffer gathered = ByteBuffer.allocateDirect(GATHERED);

    /** The segments, oldest first. */
    private final ConcurrentLinkedDeque<Segment> segments;

    /** The sequence number of the next record. */
    private final AtomicLong sequence;

    /** The sequence number before which all records are on the device. */
    private final AtomicLong certain;

    private final AtomicReference<Active> active;
    private boolean closed;

    /**
     * The active segment, to which records are written.
     *
     * @param segment the segment
     * @param file the segment's file
     * @param epoch the number of failed forces, up to and including forces of this segment
     * @param suspect true if a force of this segment failed, so that it is neither written nor forced again
     */
    private record Active(Segment segment, JournalFile file, long epoch, boolean suspect) {}

    /**
     * Continues after recovery, in a new segment.
     *
     * @param found the result of recovery
     */
    Journal(JournalFiles files, Index index, OutboxSettings settings, Recovery.Found found) throws IOException {
        this.files = files;
        this.index = index;
        this.settings = settings;
        this.store = found.store();
        this.salts = new SecureRandom();
        this.commits = new GroupCommit<>(this::forceGroup, settings.patience());
        this.segments = new ConcurrentLinkedDeque<>(found.segments());
        this.sequence = new AtomicLong(found.nextSequence());
        this.certain = new AtomicLong(found.nextSequence());
        this.active = new AtomicReference<>(first(found.nextSegment()));
    }

    private Active first(long number) throws IOException {
        try {
            return begin(number, 0);
        } catch (IOException e) {
            throw new IOException(
                    "outbox directory " + files.describe("") + ": no new segment of the journal can be begun: "
                            + e.getMessage(),
                    e);
        }
    }

    UUID store() {
        return store;
    }

    /**
     * Writes a record without forcing it, and applies the record to the index before the next record is written.
     *
     * @throws IOException when the record could not be written; nothing has changed then
     */
    void append(JournalRecord record) throws IOException {
        append(Batch.Encoded.of(record));
    }

    /** Writes an encoded record as {@link #append(JournalRecord)} does. */
    void append(Batch.Encoded record) throws IOException {
        Batch batch = new Batch(List.of(record));
        write(List.of(batch));
        if (batch.refusal().isPresent()) {
            throw batch.refusal().get();
        }
    }

    /**
     * Writes consecutive records, and returns when these records, and all that the caller appended since it read the epoch
     * {@code since}, are on the device. The group's leader writes the records together with those of all other members.
     *
     * @throws UnwrittenException when none of the records was written, and nothing has changed
     * @throws IOException when the records may not be on the device
     */
    void commit(List<Batch.Encoded> records, long since) throws IOException {
        if (epoch() != since) {
            throw new UnwrittenException(failed());
        }
        Batch batch = new Batch(records);
        try {
            commits.force(batch);
        } catch (IOException e) {
            if (batch.claim()) {
                throw new UnwrittenException(e);
            }
            requireWritten(batch);
            throw e;
        }
        requireWritten(batch);
        if (epoch() != since) {
            throw failed();
        }
    }

    private static void requireWritten(Batch batch) throws UnwrittenException {
        if (batch.refusal().isPresent()) {
            throw new UnwrittenException(batch.refusal().get());
        }
    }

    private static IOException failed() {
        return new IOException("the device of the outbox failed; what was written before is not safe");
    }

    /** An action that must not be interleaved with other records. */
    interface Exclusive {
        void run() throws IOException;
    }

    /** Runs {@code action} while no other thread can append. */
    void exclusively(Exclusive action) throws IOException {
        lock();
        try {
            action.run();
        } finally {
            writer.unlock();
        }
    }

    /** Returns the number of failed forces. */
    long epoch() {
        return active.get().epoch;
    }

    /**
     * Returns when all records that the caller appended since it read the epoch {@code since} are on the device.
     *
     * @throws IOException when the records may not be on the device
     */
    void force(long since) throws IOException {
        commit(List.of(), since);
    }

    /** Returns the segments, oldest first; the last segment is the active one. */
    List<Segment> segments() {
        return List.copyOf(segments);
    }

    /** Removes a segment whose file was deleted. */
    void removed(Segment segment) {
        segments.remove(segment);
    }

    @Override
    public void close() throws IOException {
        lock();
        try {
            if (!closed) {
                closed = true;
                try (JournalFile file = active.get().file) {
                    file.force();
                }
            }
        } finally {
            writer.unlock();
        }
    }

    /** Returns a segment with room for a record of {@code length} octets; begins a new segment if necessary. */
    private Active roomFor(int length) throws IOException {
        Active now = active.get();
        boolean full = now.segment.hasRecords() && now.segment.size() + length > settings.segmentSize();
        if (!full && !now.suspect) {
            return now;
        }
        if (!now.suspect) {
            forceOrSuspect(now, sequence.get());
        }
        Active begun = begin(now.segment.header().number() + 1, now.epoch);
        // keeps the epoch of a failure seen in the meantime
        Active next = active.updateAndGet(last -> new Active(begun.segment, begun.file, last.epoch, false));
        now.file.close();
        return next;
    }

    /** Begins a new segment; its header and file name are on the device before any record is written to it. */
    private Active begin(long number, long epoch) throws IOException {
        long oldest = segments.isEmpty() ? number : segments.getFirst().header().number();
        SegmentHeader header =
                new SegmentHeader(number, oldest, sequence.get(), certain.get(), salts.nextLong(), store);
        JournalFile file = files.create(Segment.name(number));
        boolean begun = false;
        try {
            file.write(header.encode(), 0);
            file.force();
            files.force();
            begun = true;
        } finally {
            if (!begun) {
                file.close();
                files.delete(Segment.name(number));
            }
        }
        Segment segment = new Segment(header, SegmentHeader.SIZE);
        segments.addLast(segment);
        return new Active(segment, file, epoch, false);
    }

    private void forceGroup(List<Batch> batches) throws IOException {
        write(batches);
        forceActive();
    }

    /** Writes the batches that no other thread has claimed; a batch without room is refused. */
    private void write(List<Batch> batches) throws IOException {
        lock();
        try {
            requireOpen();
            List<Batch> mine = batches.stream().filter(Batch::claim).toList();
            for (int from = 0; from < mine.size(); ) {
                int to = from + 1;
                try {
                    Active now = roomFor(mine.get(from).size());
                    to = from + fitting(now, mine.subList(from, mine.size()));
                    writeOrRefuse(now, mine.subList(from, to));
                } catch (IOException e) {
                    // no new segment could be begun for the batch
                    mine.get(from).refuse(e);
                }
                from = to;
            }
        } finally {
            writer.unlock();
        }
    }

    /** Returns the number of batches that can be written together, at least one. */
    private int fitting(Active now, List<Batch> batches) {
        long room = Math.min(GATHERED, settings.segmentSize() - now.segment.size());
        int count = 0;
        for (Batch batch : batches) {
            room -= batch.size();
            if (room < 0) {
                break;
            }
            count++;
        }
        return Math.max(1, count);
    }

    /** Writes batches together, or, if that fails, one by one, since there may be room for some of them. */
    private void writeOrRefuse(Active now, List<Batch> batches) {
        try {
            write(now, batches);
        } catch (IOException e) {
            if (batches.size() == 1) {
                batches.get(0).refuse(e);
                return;
            }
            for (Batch batch : batches) {
                writeOrRefuse(now, List.of(batch));
            }
        }
    }

    private void write(Active now, List<Batch> batches) throws IOException {
        int size = batches.stream().mapToInt(Batch::size).sum();
        ByteBuffer octets = size > GATHERED ? ByteBuffer.allocate(size) : gathered.clear();
        long next = sequence.get();
        for (Batch batch : batches) {
            next = batch.put(octets, next, now.segment.header().salt());
        }
        long at = now.segment.write(now.file, octets.flip());
        sequence.set(next);
        for (Batch batch : batches) {
            at = batch.apply(index, now.segment, at);
        }
    }

    /** Forces the active segment, as the group's device. A full segment is forced before the next one is begun, so forcing the newest is enough. */
    private void forceActive() throws IOException {
        // the sequence is read first, so that all counted records are in this segment or in a forced one
        long written = sequence.get();
        Active now = active.get();
        try {
            forceOrSuspect(now, written);
        } catch (IOException e) {
            if (active.get().file.equals(now.file)) {
                throw e;
            }
            // the next segment was begun after a force of this one, whose failure would have increased the epoch
        }
    }

    private void forceOrSuspect(Active now, long written) throws IOException {
        if (now.suspect) {
            throw new IOException("the device of the outbox failed, and no new segment could be begun yet");
        }
        try {
            now.file.force();
            certain.accumulateAndGet(written, Math::max);
        } catch (IOException e) {
            active.compareAndSet(now, new Active(now.segment, now.file, now.epoch + 1, true));
            throw e;
        }
    }

    private void lock() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            long end = System.nanoTime() + settings.patience().toNanos();
            while (true) {
                try {
                    if (writer.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    throw new IOException("the outbox was busy writing for "
                            + settings.patience().toSeconds() + " s");
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the outbox is closed");
        }
    }
}
