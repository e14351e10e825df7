/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.postchaise.connector.outbox.JournalFiles.JournalFile;

/** The recovery of an outbox: reads the segments of a directory into an index, and lists their damages. */
final class Recovery {

    /**
     * The state from which the journal continues.
     *
     * @param segments the segments, oldest first
     * @param nextSegment the number of the next segment
     * @param nextSequence the sequence number of the next record
     * @param store the identity of the outbox; a new one if there was none
     */
    record Found(List<Segment> segments, long nextSegment, long nextSequence, UUID store) {}

    private final JournalFiles files;
    private final Index index;
    private final List<Damage> damages = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();

    private final Map<Long, SegmentHeader> headers = new HashMap<>();

    private Optional<UUID> store = Optional.empty();

    /** The sequence number expected of the next record; negative if unknown. */
    private long expected = -1;

    /** The number of the newest segment that is missing or has unreadable records. */
    private long newestDamaged;

    /** The number of the newest segment that has more than a part of its header. */
    private long newestBegun;

    private long nextSegment;

    /** The sequence number after all records seen so far. */
    private long highest = 1;

    Recovery(JournalFiles files, Index index) {
        this.files = files;
        this.index = index;
    }

    /** Returns the damages. */
    List<Damage> damages() {
        return List.copyOf(damages);
    }

    /**
     * Reads all segments.
     *
     * @throws IOException when the directory can't be read, or holds a format that this version can't read
     */
    Found run() throws IOException {
        SortedMap<Long, String> names = new TreeMap<>();
        for (String name : files.names()) {
            OptionalLong number = Segment.number(name);
            number.ifPresent(found -> names.put(found, name));
        }
        long last = names.isEmpty() ? 0 : names.lastKey();
        nextSegment = last + 1;
        readHeaders(names);
        long first = names.isEmpty() ? 0 : names.firstKey();
        long before = first - 1;
        for (Map.Entry<Long, String> name : names.entrySet()) {
            if (name.getKey() != before + 1) {
                missing(before + 1, name.getKey() - 1);
            }
            before = name.getKey();
            // after a failed force the segment before a last segment without header may end incompletely too
            boolean end = name.getKey() == last || (name.getKey() == newestBegun && name.getKey() == last - 1);
            read(
                    name.getKey(),
                    name.getValue(),
                    end ? SegmentScan.SegmentPosition.LAST : SegmentScan.SegmentPosition.BEFORE_OTHERS);
        }
        if (index.oldestSegment() > 0 && index.oldestSegment() < first) {
            missing(index.oldestSegment(), first - 1);
        }
        index.confirmMoves();
        return new Found(segments, nextSegment, highest, store.orElseGet(UUID::randomUUID));
    }

    /**
     * Reads the headers of all segments, and deletes segments whose earlier deletion did not reach the device, which are those
     * older than the oldest segment that the newest header names.
     */
    private void readHeaders(SortedMap<Long, String> names) throws IOException {
        long oldest = 0;
        for (Map.Entry<Long, String> name : names.entrySet()) {
            try (JournalFile file = files.open(name.getValue())) {
                Optional<SegmentHeader> header = header(file, name.getValue());
                header.ifPresent(found -> headers.put(name.getKey(), found));
                oldest = Math.max(oldest, header.map(SegmentHeader::oldest).orElse(0L));
                if (header.isPresent() || file.size() > SegmentHeader.SIZE) {
                    newestBegun = name.getKey();
                }
            }
        }
        index.trimmed(oldest);
        for (Long number : List.copyOf(names.headMap(oldest).keySet())) {
            String name = names.remove(number);
            files.delete(name);
            damages.add(
                    new Damage(Damage.Kind.LEFTOVER, files.describe(name), 0, "the segment was not needed; deleted"));
        }
    }

    /** Returns the number of the newest segment with a loss; 0 if there is none. */
    long newestDamaged() {
        return newestDamaged;
    }

    private void missing(long first, long last) {
        newestDamaged = Math.max(newestDamaged, last);
        damages.add(new Damage(
                Damage.Kind.UNREADABLE,
                files.describe(Segment.name(first)),
                0,
                (last == first ? "the segment is" : "the segments up to " + Segment.name(last) + " are")
                        + " missing; all of its records lost"));
        expected = -1;
    }

    private void read(long number, String name, SegmentScan.SegmentPosition place) throws IOException {
        try (JournalFile file = files.open(name)) {
            Optional<SegmentHeader> header = header(file, name);
            if (header.isEmpty()) {
                withoutHeader(file, number, place);
                return;
            }
            if (header.get().number() != number) {
                throw new IOException(files.describe(name) + " holds segment "
                        + header.get().number() + "; expected " + number + ": segment files must not be renamed");
            }
            requireSameStore(header.get(), name);
            Segment segment = new Segment(header.get(), file.size());
            checkSequence(segment);
            SegmentScan scan = new SegmentScan(file, segment, files.describe(name), certain(number), damages);
            scan.run(place, this::apply);
            expected = scan.nextSequence();
            highest = Math.max(highest, expected);
            segments.add(segment);
            if (segment.isDamaged()) {
                newestDamaged = number;
            }
            if (scan.end() < segment.size()) {
                file.truncate(scan.end());
                segment.cutOff(scan.end());
            }
            if (place == SegmentScan.SegmentPosition.LAST) {
                // later records depend on data that a killed process may have left without a force
                file.force();
            }
        }
    }

    /**
     * Returns the sequence number from which on, according to the next segment's header, no record was known to be on the
     * device; {@link Long#MAX_VALUE} if there is no such header.
     */
    private long certain(long number) {
        SegmentHeader next = headers.get(number + 1);
        return next == null ? Long.MAX_VALUE : next.certain();
    }

    private void withoutHeader(JournalFile file, long number, SegmentScan.SegmentPosition place) throws IOException {
        String name = Segment.name(number);
        if (place == SegmentScan.SegmentPosition.LAST && file.size() <= SegmentHeader.SIZE) {
            files.delete(name);
            nextSegment = number;
            damages.add(new Damage(
                    Damage.Kind.TORN_TAIL,
                    files.describe(name),
                    0,
                    "the segment was not begun before a crash; deleted"));
            return;
        }
        newestDamaged = number;
        damages.add(new Damage(
                Damage.Kind.UNREADABLE,
                files.describe(name),
                0,
                "both copies of the header can't be read; all records of the segment lost, the file is kept"));
        expected = -1;
    }

    private void requireSameStore(SegmentHeader header, String name) throws IOException {
        if (store.isPresent() && !store.get().equals(header.store())) {
            throw new IOException(files.describe(name) + " belongs to another outbox than the segments before it;"
                    + " expected the files of one outbox in a directory");
        }
        store = Optional.of(header.store());
    }

    private void checkSequence(Segment segment) {
        long first = segment.header().firstSequence();
        if (expected >= 0 && first > expected && expected < segment.header().certain()) {
            newestDamaged = segment.header().number() - 1;
            damages.add(new Damage(
                    Damage.Kind.UNREADABLE,
                    files.describe(segment.name()),
                    0,
                    (first - expected) + " records before this segment lost"));
        }
    }

    private void apply(JournalRecord record, Location at) {
        if (record instanceof JournalRecord.Staged staged
                && !staged.head().state().released()) {
            // in normal operation a branch is added to the index before its first mail
            index.branch(staged.head().branch());
        }
        record.apply(index, at);
    }

    private Optional<SegmentHeader> header(JournalFile file, String name) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(SegmentHeader.SIZE);
        file.fill(octets, 0);
        return SegmentHeader.decode(octets.flip(), files.describe(name));
    }

    /** Checks that the content files of all mail exist with the expected size, and deletes content files of ended mail. */
    void checkContent() throws IOException {
        Set<String> needed = new HashSet<>();
        for (MailEntry entry : index.mails()) {
            if (!entry.content().inline()) {
                String name = StagedHead.contentFile(entry.id());
                needed.add(name);
                checkContent(entry, name);
            }
        }
        boolean sure = damages.stream().noneMatch(damage -> damage.kind() == Damage.Kind.UNREADABLE);
        for (String name : files.names()) {
            if (sure && name.startsWith("mail-") && name.endsWith(".content") && !needed.contains(name)) {
                files.delete(name);
                damages.add(new Damage(
                        Damage.Kind.LEFTOVER, files.describe(name), 0, "content of no mail in the outbox; deleted"));
            }
        }
    }

    private void checkContent(MailEntry entry, String name) throws IOException {
        long size;
        try (JournalFile file = files.open(name)) {
            size = file.size();
        } catch (NoSuchFileException e) {
            size = 0;
        }
        if (size != entry.content().length() && !entry.isSettled()) {
            damages.add(new Damage(
                    Damage.Kind.UNREADABLE,
                    files.describe(name),
                    size,
                    "the content of mail " + entry.id() + " has " + size + " octets; expected "
                            + entry.content().length()));
        }
    }
}
