/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Timer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ControlTimerTest {
    private static final Timer CONTROL = FakeTimers.timer(null);

    private final TimerGate gate = new TimerGate();
    private final FakeTimers timers = new FakeTimers();
    private final List<String> steps = new ArrayList<>();
    private final ControlTimer timer =
            Injection.into(new ControlTimer(), new Administration(), new Node(), gate, timers.service());
    private String last = "";

    /** Records a step; the application stops in the middle of the {@link #last} one. */
    private void step(String step) {
        steps.add(step);
        if (step.equals(last)) {
            gate.close();
        }
    }

    private final class Node extends ClusterNode {
        @Override
        void beat(Nodes nodes) {
            step("beat");
        }
    }

    private final class Administration extends QueueAdministration {
        @Override
        Set<String> renewSuspensions() {
            step("suspensions");
            return Set.of("example.net");
        }

        @Override
        void adoptDeadLetters() {
            step("dead letters");
        }

        @Override
        void takeBack(String domain) {
            step("take back " + domain);
        }

        @Override
        void look() {
            step("look");
        }
    }

    @Test
    void startCreatesTheTimersOfControlRunsAndCounts() {
        timer.begin();

        assertThat(timers.created()).extracting(FakeTimers.Created::delay).containsExactly(1L, 60_000L);
    }

    @Test
    void controlRunCreatesTimersForResumedDomainsAndTheNextRun() {
        timer.run(CONTROL);

        assertThat(steps).containsExactly("beat", "suspensions", "dead letters");
        assertThat(timers.created())
                .containsExactly(
                        new FakeTimers.Created(1, "example.net", false), new FakeTimers.Created(5000, null, false));
    }

    @Test
    void controlRunThatIsStoppedAdoptsNoDeadLetters() {
        last = "suspensions";
        timer.run(CONTROL);

        assertThat(steps).containsExactly("beat", "suspensions");
        assertThat(timers.created()).isEmpty();
    }

    @Test
    void countThatIsStoppedCreatesNoTimer() {
        last = "look";
        timer.run(FakeTimers.timer(Duration.ofMinutes(1)));

        assertThat(timers.created()).isEmpty();
    }

    @Test
    void tasksBehindAClosedGateDoNothing() {
        gate.close();
        timer.run(CONTROL);
        timer.run(FakeTimers.timer(Duration.ofMinutes(1)));
        timer.run(FakeTimers.timer("example.net"));

        assertThat(steps).isEmpty();
        assertThat(timers.created()).isEmpty();
    }

    @Test
    void tasksShareALockThatPayaraFinds() throws Exception {
        Method run = ControlTimer.class.getMethod("run", Timer.class);

        assertThat(run.getAnnotation(Lock.class).value()).isEqualTo(LockType.READ);
        assertThat(Modifier.isPublic(run.getModifiers())).isTrue();
    }
}
