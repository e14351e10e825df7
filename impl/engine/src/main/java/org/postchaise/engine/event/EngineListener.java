/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

/**
 * A listener of the engine's events, called after each event on the thread of the delivery or session. An implementation
 * returns soon and does not throw. It ignores events that it does not know; a decorator passes every event on.
 */
@FunctionalInterface
public interface EngineListener {
    /** The listener that ignores all events. */
    EngineListener NONE = event -> {};

    /** Reports {@code event}. */
    void on(Event event);
}
