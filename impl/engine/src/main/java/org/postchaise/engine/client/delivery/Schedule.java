/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.util.Map;
import java.util.stream.Collectors;
import org.postchaise.api.Turn;
import org.postchaise.engine.client.route.NamedTransports;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Queue;

/**
 * When a client's deliveries take place: the rules of each transport, and what is under way.
 *
 * @param named the transports
 * @param transports the rules, by name
 * @param windows of all destinations
 */
record Schedule(NamedTransports named, Map<String, TransportRules> transports, DestinationWindows<Lane> windows) {

    /**
     * What a window is about: Postfix's queue.
     *
     * @param transport by which it is reached
     * @param key where it is
     * @param recipient whose mail alone it takes; empty unless a delivery has one recipient only
     */
    record Lane(String transport, ConnectionKey key, String recipient) {}

    static Schedule from(Settings settings) {
        NamedTransports named = NamedTransports.of(settings);
        return new Schedule(
                named,
                named.names().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                name -> name, name -> TransportRules.from(settings, name))),
                new DestinationWindows<>(settings.get(Queue.MINIMAL_BACKOFF_TIME), System::nanoTime));
    }

    /** The rules of {@code transport}, one of {@link NamedTransports}. */
    TransportRules rules(String transport) {
        return transports.get(transport);
    }

    /** Whether a delivery on {@code lane} may begin. */
    DestinationWindows.Admission enter(Lane lane, Turn turn) {
        return windows.enter(lane, rules(lane.transport()), turn);
    }
}
