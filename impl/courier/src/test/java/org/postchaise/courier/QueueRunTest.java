/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueRunTest {
    private final TimerGate gate = new TimerGate();
    private final FakeTimers timers = new FakeTimers();
    private final List<String> steps = new ArrayList<>();
    private String last = "";

    /** Records a step; the application stops in the middle of the {@link #last} one. */
    private void step(String step) {
        steps.add(step);
        if (step.equals(last)) {
            gate.close();
        }
    }

    private QueueRun run() {
        CourierSettings settings = new CourierSettings();
        settings.load();
        return Injection.into(
                new QueueRun(), settings, new Queues(), new Keys(), new Sessions(), gate, timers.service());
    }

    /** Deferred queues, each of which has two batches of due mail. */
    private final class Queues extends MailQueue {
        @Override
        boolean takeDue(int slot, QueueRuns runs, Instant now, Duration longest) {
            boolean first = !steps.contains("slot " + slot);
            step("slot " + slot);
            return first;
        }
    }

    /** Two expired keys. */
    private final class Keys extends SubmissionKeys {
        private int left = 2;

        @Override
        int countBefore(Instant time) {
            return Math.min(left, 1);
        }

        @Override
        void forget(int count, Instant time) {
            step("keys " + left);
            left -= count;
        }
    }

    /** Two batches of old notes. */
    private final class Sessions extends ContainerSessions {
        private int batches = 2;

        @Override
        @SuppressWarnings("unchecked")
        public <T> T transacted(Work<T> work) {
            step("notes");
            batches--;
            return (T) Integer.valueOf(batches > 0 ? SettledNote.BATCH : 0);
        }
    }

    @Test
    void firstRunVisitsAllQueuesThenKeysAndNotes() {
        run().run();

        List<String> expected = new ArrayList<>();
        IntStream.range(0, QueueRuns.SLOTS).forEach(slot -> {
            expected.add("slot " + slot);
            expected.add("slot " + slot);
        });
        expected.addAll(List.of("keys 2", "keys 1", "notes", "notes"));
        assertThat(steps).isEqualTo(expected);
    }

    @Test
    void endOfARunCreatesTheNextRunsTimer() {
        run().run();

        assertThat(timers.created()).hasSize(1);
        assertThat(timers.created().get(0).delay()).isBetween(0L, 305_000L);
    }

    @Test
    void runEndsWithTheBatchDuringWhichTheGateCloses() {
        last = "slot 3";
        run().run();

        assertThat(steps).hasSize(7).endsWith("slot 2", "slot 3");
        assertThat(timers.created()).isEmpty();
    }

    @Test
    void runThatIsStoppedAmongTheKeysLeavesTheRest() {
        last = "keys 2";
        run().run();

        assertThat(steps).endsWith("slot 15", "keys 2");
        assertThat(timers.created()).isEmpty();
    }

    @Test
    void runThatIsStoppedAmongTheNotesLeavesTheRest() {
        last = "notes";
        run().run();

        assertThat(steps).endsWith("keys 1", "notes");
        assertThat(timers.created()).isEmpty();
    }

    @Test
    void runBehindAClosedGateDoesNothing() {
        gate.close();
        run().run();

        assertThat(steps).isEmpty();
        assertThat(timers.created()).isEmpty();
    }

    @Test
    void restartedBeanOpensTheGateAndRuns() {
        gate.close();
        QueueRun run = run();
        run.begin();
        run.run();

        assertThat(steps).isNotEmpty();
        assertThat(timers.created()).hasSize(2).contains(new FakeTimers.Created(1, null, false));
    }
}
