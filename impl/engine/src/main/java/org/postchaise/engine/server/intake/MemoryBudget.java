/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.util.concurrent.atomic.AtomicLong;

/** The memory for the content of all messages together ({@code intake_memory}). Thread-safe. */
public final class MemoryBudget {
    private final AtomicLong free;

    /** Creates a budget of {@code octets}. */
    public MemoryBudget(long octets) {
        this.free = new AtomicLong(octets);
    }

    /** Takes {@code octets}, and returns true, if so many are free. */
    boolean take(long octets) {
        long now = free.get();
        while (now >= octets) {
            if (free.compareAndSet(now, now - octets)) {
                return true;
            }
            now = free.get();
        }
        return false;
    }

    /** Gives back {@code octets} that were taken. */
    void giveBack(long octets) {
        free.addAndGet(octets);
    }
}
