/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

/**
 * Mails for a queue.
 *
 * @param size the approximate size of each mail, in octets
 */
record Mails(Workload mix, int size, int count) {
    private static final long BATCH_OCTETS = 1 << 20;
    private static final int MOST_IN_BATCH = 100;

    /** Returns the number of mails in a transaction that only fills the queue: a mebibyte of them, at most 100. */
    int batch() {
        return (int) Math.max(1, Math.min(MOST_IN_BATCH, BATCH_OCTETS / size));
    }
}
