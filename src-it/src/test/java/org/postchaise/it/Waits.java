/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waits with limits so generous that only a fault reaches them. */
final class Waits {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private Waits() {}

    /** Until the assertion holds. */
    static void until(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .untilAsserted(assertion);
    }

    /** For what must not happen, or happens unseen: longer than it takes. */
    static void aWhile() {
        try {
            Thread.sleep(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
