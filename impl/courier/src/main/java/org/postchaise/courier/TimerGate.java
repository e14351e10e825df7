/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.Serializable;

/**
 * Gate of the timer runs of {@link QueueRun} and {@link ControlTimer}; {@link CourierShutdown} closes the gate when the application stops. While the gate is closed,
 * a run ends at its next step, and no timer is created.
 */
@ApplicationScoped
public class TimerGate {
    private volatile boolean closed;

    /** Opens the gate. Each timer's bean does so at its start: a server may restart enterprise beans alone, and keep this bean. */
    void open() {
        closed = false;
    }

    /** Closes the gate: runs under way end early, and later ones at once. */
    void close() {
        closed = true;
    }

    /** Returns true if the application stops: a run makes no further step. */
    boolean isClosed() {
        return closed;
    }

    /** Creates a timer without information, as {@link #schedule(TimerService, long, Serializable)}. */
    void schedule(TimerService timers, long delay) {
        schedule(timers, delay, null);
    }

    /**
     * Creates a timer that is not persistent, unless the gate is closed.
     *
     * @param delay the time until the run, in milliseconds
     * @param info the timer's information
     */
    void schedule(TimerService timers, long delay, Serializable info) {
        if (!closed) {
            timers.createSingleActionTimer(delay, new TimerConfig(info, false));
        }
    }
}
