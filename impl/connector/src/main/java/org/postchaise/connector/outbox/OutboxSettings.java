/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.time.Duration;

/**
 * Sizes and limits of an outbox.
 *
 * @param segmentSize a new segment file is begun when one would become larger, in octets
 * @param inlineLimit content up to this size lies in the journal, larger content in a file of its own; also the most that is
 *     held in memory of one message, in octets
 * @param patience how long a caller waits at most for others' I/O; what it asked for fails then
 */
public record OutboxSettings(long segmentSize, int inlineLimit, Duration patience) {
    /** Segments of 64 MiB, content up to 128 KiB in them, a minute's patience. */
    public static final OutboxSettings DEFAULT = new OutboxSettings(64 << 20, 128 << 10, Duration.ofMinutes(1));

    /**
     * @throws IllegalArgumentException when a value is not positive
     */
    public OutboxSettings {
        if (segmentSize <= 0 || inlineLimit <= 0 || patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("outbox settings are segment size " + segmentSize + ", inline limit "
                    + inlineLimit + ", patience " + patience + "; expected all above zero");
        }
    }
}
