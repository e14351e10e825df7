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

    /** Between two of many requests. */
    static void briefly() {
        sleep(20);
    }

    /** For what must not happen, or happens unseen: longer than it takes. */
    static void aWhile() {
        sleep(2000);
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
