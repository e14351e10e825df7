/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postchaise.connector.outbox.JournalFiles.JournalFile;

/**
 * The scan of a segment from its beginning: passes intact records to a sink, and lists unreadable parts as damages. After a
 * damage the scan searches for the next header, octet by octet.
 */
final class SegmentScan {

    /** The receiver of the records. */
    interface Sink {
        void record(JournalRecord record, Location at);
    }

    /** The position of a segment in the journal; only the last segment can have an incomplete end. */
    enum SegmentPosition {
        LAST,
        BEFORE_OTHERS
    }

    private static final int WINDOW = 1 << 20;

    private final JournalFile file;
    private final Segment segment;
    private final String name;
    private final List<Damage> damages;
    private final long size;

    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowAt;

    /** The sequence number of the first record that was never reported as durable. */
    private final long certain;

    /** The sequence number expected of the next record. */
    private long expected;

    /** The offset at which an incomplete end begins; the segment's size if there is none. */
    private long end;

    /**
     * Creates a scan.
     *
     * @param name the file's name, for people
     * @param certain the sequence number of the first record that the next segment did not know to be on the device
     * @param damages the list to which damages are added
     */
    SegmentScan(JournalFile file, Segment segment, String name, long certain, List<Damage> damages) {
        this.file = file;
        this.segment = segment;
        this.name = name;
        this.certain = certain;
        this.damages = damages;
        this.size = segment.size();
        this.end = size;
        this.expected = segment.header().firstSequence();
    }

    /** Scans the whole segment. */
    void run(SegmentPosition place, Sink sink) throws IOException {
        long at = SegmentHeader.SIZE;
        while (at < size) {
            Optional<Frame> frame = frame(at);
            if (frame.isPresent() && at + Frame.SIZE + frame.get().length() <= size) {
                at = record(at, frame.get(), sink);
                continue;
            }
            OptionalLong next = frame.isPresent() ? OptionalLong.empty() : search(at + 1);
            if (next.isEmpty()) {
                tail(at, place);
                return;
            }
            long lost = frame(next.getAsLong()).orElseThrow().sequence() - expected;
            unreadable(at, (next.getAsLong() - at) + " octets can't be read; " + records(lost) + " lost");
            expected += lost;
            at = next.getAsLong();
        }
    }

    /** Returns the sequence number expected of the next segment's first record. */
    long nextSequence() {
        return expected;
    }

    /** Returns the offset at which the file has to be cut off; its size if no cut is needed. */
    long end() {
        return end;
    }

    /** Reads the record at {@code at}, and returns the offset at which the next record is expected. */
    private long record(long at, Frame frame, Sink sink) throws IOException {
        if (frame.sequence() != expected) {
            unreadable(at, records(frame.sequence() - expected) + " before this one lost");
        }
        expected = frame.sequence() + 1;
        int length = Frame.SIZE + frame.length();
        ByteBuffer payload = at(at + Frame.SIZE, frame.length());
        Optional<RecordType> type = RecordType.of(frame.type());
        String what = type.map(RecordType::noun).orElse("type " + frame.type()) + ", record " + frame.sequence();
        if (Frame.crc(payload) != frame.payloadCrc()) {
            unreadable(at, "the checksum is wrong; lost: " + what);
        } else if (type.isEmpty()) {
            unreadable(at, "this version does not know the record; skipped: " + what);
        } else {
            try {
                sink.record(type.get().decode(new FrameReader(payload)), new Location(segment, at, length));
            } catch (BufferUnderflowException | IllegalArgumentException e) {
                unreadable(at, "the record is malformed; lost: " + what);
            }
        }
        return at + length;
    }

    /** Handles the rest of the file, in which there is no intact record. */
    private void tail(long at, SegmentPosition place) throws IOException {
        long rest = size - at;
        if (expected < certain && (place == SegmentPosition.BEFORE_OTHERS || isWhole(at))) {
            unreadable(at, "the last " + rest + " octets can't be read; at least one record lost");
            expected++;
        } else {
            damages.add(new Damage(
                    Damage.Kind.TORN_TAIL,
                    name,
                    at,
                    "the last " + rest + " octets are no whole record, as after a crash; cut off"));
            end = at;
        }
    }

    /** Returns true if the rest of the file looks like a complete record with changed octets, which a crash does not leave. */
    private boolean isWhole(long at) throws IOException {
        long rest = size - at - Frame.SIZE;
        if (rest < 0 || rest > Frame.PAYLOAD_LIMIT) {
            return false;
        }
        Frame frame = Frame.unchecked(at(at, Frame.SIZE));
        return frame.length() == rest || frame.payloadCrc() == Frame.crc(at(at + Frame.SIZE, (int) rest));
    }

    private Optional<Frame> frame(long at) throws IOException {
        return Frame.read(at(at, Frame.SIZE), segment.header().salt());
    }

    private OptionalLong search(long from) throws IOException {
        for (long at = from; at + Frame.SIZE <= size; ) {
            ByteBuffer octets = at(at, (int) Math.min(WINDOW, size - at));
            int last = octets.remaining() - Frame.SIZE;
            for (int i = 0; i <= last; i++) {
                if (octets.getInt(octets.position() + i) == Frame.MAGIC
                        && frame(at + i).isPresent()) {
                    return OptionalLong.of(at + i);
                }
            }
            at += last + 1;
        }
        return OptionalLong.empty();
    }

    /** Returns the octets of the file from {@code position} on, at most {@code length}. */
    private ByteBuffer at(long position, int length) throws IOException {
        int wanted = (int) Math.min(length, size - position);
        if (position < windowAt || position + wanted > windowAt + window.limit()) {
            load(position, wanted);
        }
        return window.slice((int) (position - windowAt), wanted);
    }

    private void load(long position, int wanted) throws IOException {
        int room = Math.max((int) Math.min(WINDOW, size), wanted);
        ByteBuffer octets = window.capacity() == room ? window : ByteBuffer.allocate(room);
        octets.clear().limit((int) Math.min(room, size - position));
        file.fill(octets, position);
        if (octets.hasRemaining()) {
            throw new IOException(name + " became shorter while it was read");
        }
        window = octets.flip();
        windowAt = position;
    }

    private void unreadable(long at, String text) {
        if (expected >= certain) {
            damages.add(new Damage(Damage.Kind.TORN_TAIL, name, at, text + "; a force of it had failed"));
            return;
        }
        segment.markDamaged();
        damages.add(new Damage(Damage.Kind.UNREADABLE, name, at, text));
    }

    private static String records(long count) {
        return count == 1 ? "1 record" : count + " records";
    }
}
