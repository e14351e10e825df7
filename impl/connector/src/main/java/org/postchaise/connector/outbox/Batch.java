/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A batch of consecutive records that are written all or none. The thread that requests the write encodes the records; that
 * thread or another writes them into the journal.
 */
final class Batch {

    /** An encoded record, complete except for its frame header. */
    record Encoded(JournalRecord record, FrameWriter octets, int payloadCrc) {
        /**
         * Returns {@code record} in encoded form.
         *
         * @throws IOException when the record is too large
         */
        static Encoded of(JournalRecord record) throws IOException {
            FrameWriter octets = record.frame();
            if (octets.size() - Frame.SIZE > Frame.PAYLOAD_LIMIT) {
                throw new IOException("a record of the outbox has " + octets.size() + " octets; expected "
                        + Frame.PAYLOAD_LIMIT + " at most: the envelope is too large");
            }
            return new Encoded(record, octets, octets.payloadCrc());
        }

        private void put(ByteBuffer to, long sequence, long salt) {
            int length = octets.size() - Frame.SIZE;
            new Frame(record.type().code(), length, sequence, payloadCrc)
                    .write(to.slice(to.position(), Frame.SIZE), salt);
            to.position(to.position() + Frame.SIZE);
            octets.putPayload(to);
        }
    }

    private final List<Encoded> records;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile Optional<IOException> refusal = Optional.empty();

    Batch(List<Encoded> records) {
        this.records = records;
    }

    /** Returns the size in octets. */
    int size() {
        return records.stream().mapToInt(one -> one.octets().size()).sum();
    }

    /** Claims the batch for the caller, who writes or discards it; returns true for the first caller only. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /** Appends the frames to {@code to}, and returns the sequence number after the last record. */
    long put(ByteBuffer to, long sequence, long salt) {
        long next = sequence;
        for (Encoded one : records) {
            one.put(to, next, salt);
            next++;
        }
        return next;
    }

    /** Applies the records, which begin at {@code offset} of the segment, to the index, and returns the offset after the last record. */
    long apply(Index index, Segment segment, long offset) {
        long at = offset;
        for (Encoded one : records) {
            one.record().apply(index, new Location(segment, at, one.octets().size()));
            at += one.octets().size();
        }
        return at;
    }

    /** Marks the batch as not written. */
    void refuse(IOException why) {
        refusal = Optional.of(why);
    }

    /** Returns the reason why the batch was not written, if it was not. */
    Optional<IOException> refusal() {
        return refusal;
    }
}
