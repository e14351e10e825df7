/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(5);

    private final AtomicLong now = new AtomicLong();

    /** How far the clock goes each time that it is read. */
    private final AtomicLong step = new AtomicLong();

    private final CountDownLatch broker = new CountDownLatch(1);
    private final CountDownLatch half = new CountDownLatch(1);
    private Snapshots snapshots = new Snapshots(this::time, LONG);

    private long time() {
        return now.addAndGet(step.get());
    }

    @AfterEach
    void stop() {
        broker.countDown();
        snapshots.close();
    }

    private Snapshots.Snapshot<AtomicInteger> ask(Consumer<AtomicInteger> walk) {
        return snapshots.of("shape", AtomicInteger::new, walk, findings -> true);
    }

    /** Finds 3 of 7 before the broker goes on. */
    private void slowly(AtomicInteger found) {
        found.set(3);
        half.countDown();
        try {
            broker.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        found.set(7);
    }

    @Test
    void answerIsThatOfTheWalkWhereItEndsInTime() {
        Snapshots.Snapshot<AtomicInteger> answer = ask(found -> found.set(7));

        assertThat(answer.findings()).hasValue(7);
        assertThat(answer.partial()).isFalse();
        assertThat(answer.age()).isZero();
    }

    @Test
    void walkThatGoesOnIsAnsweredWithWhatItHasFoundSoFar() throws Exception {
        snapshots = new Snapshots(this::time, AT_ONCE);
        ask(this::slowly);
        half.await();
        Snapshots.Snapshot<AtomicInteger> answer = ask(found -> found.set(9));

        assertThat(answer.findings()).as("one walk for each question").hasValue(3);
        assertThat(answer.partial()).isTrue();
    }

    @Test
    void snapshotAndItsAgeAnswerWhileTheNextWalkGoesOn() {
        ask(found -> found.set(7));
        step.set(LONG.toNanos());
        Snapshots.Snapshot<AtomicInteger> answer = ask(this::slowly);

        assertThat(answer.findings()).hasValue(7);
        assertThat(answer.age()).isGreaterThan(LONG);
        assertThat(answer.partial()).isFalse();
    }

    @Test
    void failureOfAWalkIsTheAnswer() {
        assertThatThrownBy(() -> ask(found -> {
                    throw new QueueUnavailableException("the broker does not answer");
                }))
                .hasMessage("the broker does not answer");
        assertThat(ask(found -> found.set(7)).findings()).hasValue(7);
    }

    @Test
    void largeFindingsAreNotKept() {
        snapshots.of("list", AtomicInteger::new, found -> found.set(7), findings -> false);
        step.set(LONG.toNanos());

        assertThat(snapshots
                        .of("list", AtomicInteger::new, this::slowly, findings -> false)
                        .partial())
                .isTrue();
    }
}
