/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.ConcurrentAccessTimeoutException;
import jakarta.ejb.DependsOn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CourierShutdownTest {
    private final TimerGate gate = new TimerGate();
    private final List<String> settled = new ArrayList<>();

    private final ControlTimer controlTimer = new ControlTimer() {
        @Override
        public void settle() {
            settled.add("control run, gate closed: " + gate.isClosed());
        }
    };

    @Test
    void gateIsClosedBeforeTheRunsAreAwaited() {
        QueueRun queueRun = new QueueRun() {
            @Override
            public void settle() {
                settled.add("queue run, gate closed: " + gate.isClosed());
            }
        };
        Injection.into(new CourierShutdown(), gate, queueRun, controlTimer).end();

        assertThat(settled).containsExactly("queue run, gate closed: true", "control run, gate closed: true");
    }

    @Test
    void runThatDoesNotEndInTimeDoesNotStopTheShutdown() {
        QueueRun queueRun = new QueueRun() {
            @Override
            public void settle() {
                throw new ConcurrentAccessTimeoutException("Couldn't acquire a lock within 30 SECONDS");
            }
        };
        Injection.into(new CourierShutdown(), gate, queueRun, controlTimer).end();

        assertThat(settled).containsExactly("control run, gate closed: true");
    }

    @Test
    void shutdownPrecedesTheEndOfBothTimers() {
        assertThat(CourierShutdown.class.getAnnotation(DependsOn.class).value())
                .containsExactlyInAnyOrder(QueueRun.class.getSimpleName(), ControlTimer.class.getSimpleName());
    }
}
