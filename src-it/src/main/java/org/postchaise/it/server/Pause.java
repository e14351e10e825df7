/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Pause between two checks of a slow operation. */
final class Pause {
    private static final int MILLIS = 100;

    private Pause() {}

    static void briefly() {
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while waiting for a server", e);
        }
    }

    /** Pauses until {@code done} returns true, or {@code limit} is over. */
    static void until(Duration limit, BooleanSupplier done) {
        long end = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            briefly();
        }
    }
}
