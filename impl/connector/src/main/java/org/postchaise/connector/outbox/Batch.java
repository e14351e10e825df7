/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Records that are written one after the other, all or none. They are encoded by whoever wants them written, and put into the
 * journal by that thread or another.
 */
final class Batch {

    /** A record as it will lie in the journal, but for its header. */
    record Encoded(JournalRecord record, FrameWriter octets, int payloadCrc) {
        /**
         * Of {@code record}.
         *
         * @throws IOException when it is too large
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

    /** In octets. */
    int size() {
        return records.stream().mapToInt(one -> one.octets().size()).sum();
    }

    /** Gives it to the caller, who writes it or forgets it; the first one gets it. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /** Appends its frames; the sequence number after them. */
    long put(ByteBuffer to, long sequence, long salt) {
        long next = sequence;
        for (Encoded one : records) {
            one.put(to, next, salt);
            next++;
        }
        return next;
    }

    /** Makes the index know what lies from {@code offset} on; the offset after it. */
    long apply(Index index, Segment segment, long offset) {
        long at = offset;
        for (Encoded one : records) {
            one.record().apply(index, new Location(segment, at, one.octets().size()));
            at += one.octets().size();
        }
        return at;
    }

    /** It could not be written. */
    void refuse(IOException why) {
        refusal = Optional.of(why);
    }

    /** Why it was not written, if so. */
    Optional<IOException> refusal() {
        return refusal;
    }
}
