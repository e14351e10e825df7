/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** Seen on Payara: of 40 mails one arrived twice, since the next worker read its notes before the note of the rollback was there. */
    @Test
    void mailThatTheBrokerGivesAgainWaitsForTheNoteOfItsRolledBackTransaction() {
        AtomicBoolean noted = new AtomicBoolean();
        CountDownLatch taken = new CountDownLatch(1);
        Synchronization ending = uncommitted.ending("ID1", () -> {
            awaitQuietly(taken);
            noted.set(true);
        });
        CompletableFuture<Void> rollback =
                CompletableFuture.runAsync(() -> ending.afterCompletion(Status.STATUS_ROLLEDBACK));

        CompletableFuture<Boolean> next = CompletableFuture.supplyAsync(() -> {
            taken.countDown();
            uncommitted.awaitEnd("ID1", Duration.ofMinutes(1));
            return noted.get();
        });

        assertThat(next.join()).isTrue();
        rollback.join();
        uncommitted.awaitEnd("ID1", Duration.ofMinutes(1));
        uncommitted.awaitEnd("ID2", Duration.ofMinutes(1));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
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
