/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UncommittedMailTest {
    private final UncommittedMail uncommitted = new UncommittedMail();
    private final AtomicInteger undone = new AtomicInteger();

    private void end(String id, boolean committing, int status) {
        Synchronization ending = uncommitted.ending(id, undone::incrementAndGet);
        if (committing) {
            ending.beforeCompletion();
        }
        ending.afterCompletion(status);
    }

    @Test
    void pauseGrowsWithEachCommitThatFailsAndEndsWithOneThatDoesNot() {
        for (int time = 1; time <= 12; time++) {
            end("ID1", true, Status.STATUS_ROLLEDBACK);
            assertThat(uncommitted.pause("ID1")).isEqualTo(Duration.ofSeconds(Math.min(10, time)));
        }
        assertThat(uncommitted.pause("ID2")).isZero();
        assertThat(undone).hasValue(12);

        end("ID1", true, Status.STATUS_COMMITTED);
        assertThat(uncommitted.pause("ID1")).isZero();
        assertThat(undone).hasValue(12);
    }

    @Test
    void rollbackThatWasWantedIsNoFailedCommit() {
        end("ID1", false, Status.STATUS_ROLLEDBACK);

        assertThat(uncommitted.pause("ID1")).isZero();
        assertThat(undone).hasValue(1);
    }

    @Test
    void onlySoManyMailsAreRemembered() {
        for (int i = 0; i <= UncommittedMail.MOST; i++) {
            end("ID" + i, true, Status.STATUS_UNKNOWN);
        }

        assertThat(uncommitted.pause("ID0")).isZero();
        assertThat(uncommitted.pause("ID1")).isEqualTo(Duration.ofSeconds(1));
    }
}
