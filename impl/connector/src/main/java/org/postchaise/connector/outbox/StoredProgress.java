/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.engine.queue.MailState;

/**
 * The part of a mail's state that the first release of the journal did not record. Records have it at their end, where a reader
 * finds nothing in a record of that release.
 *
 * @param deferredUntil the time when deferred recipients are due, in milliseconds of the epoch; 0: whenever the mail is
 * @param delayNotice the time of the delay notice, in milliseconds of the epoch; 0: none was sent
 * @param statuses the statuses that say more than the rest of the record, by the recipient's position in the envelope
 */
record StoredProgress(long deferredUntil, long delayNotice, Map<Integer, StoredStatus> statuses) {
    /** The progress in a record without one. */
    static final StoredProgress NONE = new StoredProgress(0, 0, Map.of());

    /** Returns the progress of {@code state}, with the statuses of its open recipients. */
    static StoredProgress of(MailState state) {
        Map<Integer, StoredStatus> open = new TreeMap<>();
        List<RecipientStatus> all = state.recipients();
        for (int i = 0; i < all.size(); i++) {
            RecipientStatus status = all.get(i);
            if (!status.state().isFinal() && !status.text().isEmpty()) {
                open.put(i, StoredStatus.of(status));
            }
        }
        return new StoredProgress(
                millis(state.deferredUntil()), millis(state.progress().delayNotice()), open);
    }

    private static long millis(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).orElse(0L);
    }

    /** Returns the time that {@code millis} stands for. */
    static Optional<Instant> time(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    void encode(FrameWriter octets) {
        octets.int64(deferredUntil).int64(delayNotice);
        StoredStatus.encodeAll(statuses, octets);
    }

    static StoredProgress decode(FrameReader octets) {
        return octets.isAtEnd()
                ? NONE
                : new StoredProgress(octets.int64(), octets.int64(), StoredStatus.decodeAll(octets));
    }
}
