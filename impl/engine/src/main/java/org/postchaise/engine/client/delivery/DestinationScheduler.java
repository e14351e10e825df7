/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.util.Map;
import java.util.stream.Collectors;
import org.postchaise.api.spi.ConcurrencyPolicy;
import org.postchaise.engine.client.route.NamedTransports;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Queue;

/**
 * The scheduling of a client's deliveries: the rules of each transport, and the windows of all destinations.
 *
 * @param named the transports
 * @param transports the rules by transport name
 * @param windows the concurrency windows by destination
 */
record DestinationScheduler(
        NamedTransports named, Map<String, TransportRules> transports, DestinationWindows<ConcurrencyKey> windows) {

    /**
     * The key of a concurrency window, like a queue of Postfix's qmgr(8).
     *
     * @param transport the name of the transport
     * @param connection the next hop, protocol and settings
     * @param recipient the recipient, if deliveries have one recipient only; else empty
     */
    record ConcurrencyKey(String transport, ConnectionKey connection, String recipient) {}

    static DestinationScheduler from(Settings settings) {
        NamedTransports named = NamedTransports.of(settings);
        return new DestinationScheduler(
                named,
                named.names().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                name -> name, name -> TransportRules.from(settings, name, named.processLimit(name)))),
                new DestinationWindows<>(settings.get(Queue.MINIMAL_BACKOFF_TIME), System::nanoTime));
    }

    /** Returns the rules of {@code transport}, one of {@link NamedTransports}. */
    TransportRules rules(String transport) {
        return transports.get(transport);
    }

    /**
     * Asks to begin a delivery on {@code key}, and waits for at most as long as {@code policy} says.
     *
     * @return the permission or the refusal
     */
    DestinationWindows.Admission enter(ConcurrencyKey key, ConcurrencyPolicy policy) {
        return windows.enter(key, rules(key.transport()), policy);
    }
}
