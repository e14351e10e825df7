/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

/**
 * What is put into a queue.
 *
 * @param size octets of each, about
 */
record Mails(Mix mix, int size, int count) {
    private static final long BATCH_OCTETS = 1 << 20;
    private static final int MOST_IN_BATCH = 100;

    /** How many of them a transaction has where they only need to get in: a megabyte, or 100. */
    int batch() {
        return (int) Math.max(1, Math.min(MOST_IN_BATCH, BATCH_OCTETS / size));
    }
}
