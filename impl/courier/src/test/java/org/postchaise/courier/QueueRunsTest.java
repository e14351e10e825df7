/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueRunsTest {
    private static final QueueRuns POSTFIX = new QueueRuns(Duration.ofMinutes(5));
    private static final Instant RUN = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void mailIsTakenByTheFirstRunThatIsNotBeforeItIsDue() {
        assertThat(POSTFIX.takes(RUN)).isEqualTo(RUN);
        assertThat(POSTFIX.takes(RUN.plusMillis(1))).isEqualTo(RUN.plusSeconds(300));
        assertThat(POSTFIX.takes(RUN.plusSeconds(300))).isEqualTo(RUN.plusSeconds(300));
    }

    @Test
    void theNextRunIsAfterTheOneThatIsNow() {
        assertThat(POSTFIX.next(RUN)).isEqualTo(RUN.plusSeconds(300));
        assertThat(POSTFIX.next(RUN.plusSeconds(299))).isEqualTo(RUN.plusSeconds(300));
    }

    @Test
    void aRunLooksAtItsMailAndAtThatOfTheRunBefore() {
        Instant due = RUN.plusSeconds(700);
        int slot = POSTFIX.slot(due, RUN);
        Instant run = POSTFIX.takes(due);

        assertThat(POSTFIX.slots(run)).contains(slot);
        assertThat(POSTFIX.slots(run.plusSeconds(300))).contains(slot);
        assertThat(POSTFIX.slots(run.minusSeconds(1))).doesNotContain(slot);
    }

    @Test
    void mailThatIsOverdueWaitsForTheNextRun() {
        assertThat(POSTFIX.slot(RUN.minusSeconds(10_000), RUN.plusSeconds(1)))
                .isEqualTo(POSTFIX.slot(RUN.plusSeconds(300), RUN.plusSeconds(1)));
    }

    @Test
    void postfixsLongestWaitNeedsNoSecondSlot() {
        for (int second = 0; second < 300; second++) {
            Instant now = RUN.plusSeconds(second);
            Instant due = now.plusSeconds(4000);
            assertThat(POSTFIX.slots(POSTFIX.takes(due))).contains(POSTFIX.slot(due, now));
        }
    }

    @Test
    void noMailWaitsBeyondItsRunAndNoneForLaterIsWhereARunMayLook() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            QueueRuns runs = new QueueRuns(Duration.ofSeconds(1 + random.nextInt(600)));
            Instant now = RUN.plusMillis(random.nextInt(100_000_000));
            Instant due = now.plusMillis(random.nextInt(3_000_000));
            int rounds = 0;
            Instant at = now;
            while (true) {
                int slot = runs.slot(due, at);
                assertThat(IntStream.of(runs.slots(at))).doesNotContain(slot);
                Instant run = runs.next(at);
                while (IntStream.of(runs.slots(run)).noneMatch(one -> one == slot)) {
                    run = runs.next(run);
                }
                assertThat(run).isBeforeOrEqualTo(runs.takes(due));
                at = run;
                if (!due.isAfter(at)) {
                    break;
                }
                assertThat(++rounds).isLessThan(3_001);
            }
            assertThat(at).isEqualTo(runs.takes(due));
        }
    }

    @Test
    void aClockThatIsSetMakesTheNextRunLookAtAllQueues() {
        assertThat(POSTFIX.follows(RUN, RUN.plusSeconds(301))).isTrue();
        assertThat(POSTFIX.follows(RUN, RUN.plusSeconds(601))).isTrue();
        assertThat(POSTFIX.follows(RUN, RUN.plusSeconds(901))).isFalse();
        assertThat(POSTFIX.follows(RUN, RUN.plus(Duration.ofDays(1)))).isFalse();
        assertThat(POSTFIX.follows(RUN.plus(Duration.ofDays(1)), RUN)).isFalse();
    }

    @Test
    void mailDeferredWhileTheClockWasAheadIsNotLeftADay() {
        Duration longest = Duration.ofSeconds(4000);
        assertThat(QueueRuns.isBeyond(RUN.plus(Duration.ofDays(1)), RUN, longest))
                .isTrue();
        assertThat(QueueRuns.isBeyond(RUN.plusSeconds(4000), RUN, longest)).isFalse();
    }
}
