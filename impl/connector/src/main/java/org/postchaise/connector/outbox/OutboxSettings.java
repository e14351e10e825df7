/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.time.Duration;

/**
 * The sizes and limits of an outbox.
 *
 * @param segmentSize the maximum size of a segment file, in octets; a new segment is begun before the file would become
 *     larger
 * @param inlineLimit the maximum size of content in the journal, in octets; larger content is stored in its own file. Also
 *     the maximum part of a message that is held in memory
 * @param patience the maximum time that a caller waits for others' I/O; the call fails afterwards
 */
public record OutboxSettings(long segmentSize, int inlineLimit, Duration patience) {
    /** The defaults: segments of 64 MiB, content up to 128 KiB in the journal, a wait of up to one minute. */
    public static final OutboxSettings DEFAULT = new OutboxSettings(64 << 20, 128 << 10, Duration.ofMinutes(1));

    /**
     * Creates settings.
     *
     * @throws IllegalArgumentException when a value is not positive
     */
    public OutboxSettings {
        if (segmentSize <= 0 || inlineLimit <= 0 || patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("outbox settings are segment size " + segmentSize + ", inline limit "
                    + inlineLimit + ", patience " + patience + "; expected all above zero");
        }
    }
}
