/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for what must happen. */
public final class Waits {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private Waits() {}

    /** Returns when {@code condition} holds, and fails when it takes longer than any machine needs. */
    public static void until(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
