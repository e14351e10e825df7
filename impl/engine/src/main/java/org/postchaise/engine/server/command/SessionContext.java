/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.function.LongSupplier;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.server.access.AccessControl;
import org.postchaise.engine.server.intake.Intake;
import org.postchaise.engine.server.resolve.PathParser;
import org.postchaise.engine.server.view.ClientRates;

/**
 * What all sessions of a listener share. Thread-safe.
 *
 * @param rules the listener's settings in their parsed form, normal or under stress
 * @param access access control
 * @param intake the intake of messages
 * @param paths the parser of addresses in commands
 * @param rates the counters of clients
 * @param events the listener of events, which also writes the log lines
 * @param nanoTime the monotonic clock, {@link System#nanoTime} outside tests
 */
public record SessionContext(
        SessionRules rules,
        AccessControl.Factory access,
        Intake.Factory intake,
        PathParser paths,
        ClientRates rates,
        EngineListener events,
        LongSupplier nanoTime) {

    private static final System.Logger LOG = LineLog.of(SessionContext.class.getName());

    /** Creates a context; a listener that throws is logged, since its failure must not change the reply to a mail. */
    public SessionContext {
        events = guarded(events);
    }

    private static EngineListener guarded(EngineListener listener) {
        return event -> {
            try {
                listener.on(event);
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "the listener of " + event.getClass().getSimpleName() + " failed",
                        e);
            }
        };
    }
}
