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
 * The log: records are appended to the newest segment, one writer at a time, and forced together.
 *
 * <p>An append that fails leaves no trace, and the next one may succeed. A force that fails leaves it open what of the segment
 * is on the device, whatever a later force says. So no more is written to that segment, and the {@link #epoch} goes up: whoever
 * wrote in the former epoch and was not forced in it has failed.
 */
final class Journal implements Closeable {
    /** Batches that are larger together are not written together. */
    private static final int GATHERED = 512 << 10;

    private final JournalFiles files;
    private final Index index;
    private final OutboxSettings settings;
    private final UUID store;
    private final SecureRandom salts;
    private final GroupCommit<Batch> commits;

    /** The single writer's: held while records are written or a segment is begun. */
    private final ReentrantLock writer = new ReentrantLock();

    /** What is written in one piece; the writer's. */
    private final ByteBuffer gathered = ByteBuffer.allocateDirect(GATHERED);

    /** The oldest first. */
    private final ConcurrentLinkedDeque<Segment> segments;

    /** Of the next record. */
    private final AtomicLong sequence;

    /** All records before this one are on the device. */
    private final AtomicLong certain;

    private final AtomicReference<Active> active;
    private boolean closed;

    /**
     * The segment that is written to.
     *
     * @param epoch how many forces had failed when it was begun, and this one's
     * @param suspect whether a force of this one failed: it is written and forced no more
     */
    private record Active(Segment segment, JournalFile file, long epoch, boolean suspect) {}

    /**
     * Goes on where recovery ended, in a new segment.
     *
     * @param found what recovery found
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
     * Writes a record, and applies it to the index before the next one is written. It is not forced.
     *
     * @throws IOException when it could not be written; nothing has changed then
     */
    void append(JournalRecord record) throws IOException {
        append(Batch.Encoded.of(record));
    }

    /** The same with a record that is encoded. */
    void append(Batch.Encoded record) throws IOException {
        Batch batch = new Batch(List.of(record));
        write(List.of(batch));
        if (batch.refusal().isPresent()) {
            throw batch.refusal().get();
        }
    }

    /**
     * Writes records, one after the other, and returns when they, and all that the caller appended since it asked for {@code
     * since}, are on the device. They are written by the group's leader, in one piece with those of all others in the group.
     *
     * @throws UnwrittenException when nothing of them was written, and nothing has changed
     * @throws IOException when they may not be on the device
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

    /** What must not be interleaved with other records. */
    interface Exclusive {
        void run() throws IOException;
    }

    /** Runs {@code action} while nobody else can append. */
    void exclusively(Exclusive action) throws IOException {
        lock();
        try {
            action.run();
        } finally {
            writer.unlock();
        }
    }

    /** Counts failed forces. */
    long epoch() {
        return active.get().epoch;
    }

    /**
     * Returns when all records that the caller appended since it asked for {@code since} are on the device.
     *
     * @throws IOException when they may not be
     */
    void force(long since) throws IOException {
        commit(List.of(), since);
    }

    /** The segments, the oldest first; the last is the one that is written to. */
    List<Segment> segments() {
        return List.copyOf(segments);
    }

    /** A segment's file is gone. */
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

    /** A segment that a record of {@code length} octets can be written to. */
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
        // a failure that was seen meanwhile counts
        Active next = active.updateAndGet(last -> new Active(begun.segment, begun.file, last.epoch, false));
        now.file.close();
        return next;
    }

    /** A new segment, which is on the device with its name before anything is written to it. */
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

    /** Writes the batches that nobody has claimed; those that have no room, or don't get it, are refused. */
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
                    // no segment could be begun for it
                    mine.get(from).refuse(e);
                }
                from = to;
            }
        } finally {
            writer.unlock();
        }
    }

    /** How many can be written together; the first one can. */
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

    /** Where there is not room for all of them, each one by itself: there may be for some. */
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

    /** The group's device. A full segment is forced before the next one is begun, so that the newest is enough. */
    private void forceActive() throws IOException {
        // in this order: what is counted lies in this segment, or in one that was forced
        long written = sequence.get();
        Active now = active.get();
        try {
            forceOrSuspect(now, written);
        } catch (IOException e) {
            if (active.get().file.equals(now.file)) {
                throw e;
            }
            // the next segment was begun meanwhile, and this one forced before; had that failed, the epoch would tell
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
