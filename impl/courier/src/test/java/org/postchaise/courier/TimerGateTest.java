/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimerGateTest {
    private final TimerGate gate = new TimerGate();
    private final FakeTimers timers = new FakeTimers();

    @Test
    void openGateCreatesTimersThatAreNotPersistent() {
        gate.schedule(timers.service(), 7);
        gate.schedule(timers.service(), 8, "example.net");

        assertThat(gate.isClosed()).isFalse();
        assertThat(timers.created())
                .containsExactly(
                        new FakeTimers.Created(7, null, false), new FakeTimers.Created(8, "example.net", false));
    }

    @Test
    void closedGateCreatesNoTimer() {
        gate.close();
        gate.schedule(timers.service(), 7);

        assertThat(gate.isClosed()).isTrue();
        assertThat(timers.created()).isEmpty();
    }

    @Test
    void gateThatIsOpenedAgainCreatesTimers() {
        gate.close();
        gate.open();
        gate.schedule(timers.service(), 7);

        assertThat(timers.created()).hasSize(1);
    }
}
