/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.postchaise.connector.admin.ManagedDoctor;
import org.postchaise.connector.admin.ManagedTlsReports;
import org.postchaise.connector.container.AdapterPart;
import org.postchaise.connector.delivery.Outboxes;
import org.postchaise.engine.config.Settings;

/**
 * The runtime state of an adapter, as opposed to its configuration: the parts, which run from the adapter's start to its stop, and
 * the listeners for the start. Thread-safe; parts and listeners are called without a lock.
 */
final class Lifecycle {
    private final OpenClients clients = new OpenClients();
    private final Set<AdapterListener> listeners = Collections.newSetFromMap(new WeakHashMap<>());
    private Optional<Started> started = Optional.empty();

    /**
     * A started adapter.
     *
     * @param parts all parts, in the order of their start
     */
    record Started(
            Optional<BootstrapContext> container,
            Settings settings,
            Outboxes outboxes,
            ManagedTlsReports tlsReports,
            List<AdapterPart> parts) {

        static Started of(Optional<BootstrapContext> container, Settings settings, OpenClients clients) {
            Clock clock = Clock.systemUTC();
            Outboxes outboxes = new Outboxes(clock);
            ManagedTlsReports tlsReports = new ManagedTlsReports(clock);
            ManagedDoctor doctor = new ManagedDoctor(clients::settings);
            // at the stop, deliveries end before their connections are closed, and the outboxes are closed last
            List<AdapterPart> parts = List.of(outboxes, tlsReports, doctor, clients, outboxes.deliveries());
            return new Started(container, settings, outboxes, tlsReports, parts);
        }
    }

    /**
     * Starts the parts, and calls the listeners.
     *
     * @throws ResourceException when a part or a listener failed; all parts are stopped in that case
     */
    void start(Optional<BootstrapContext> container, Settings settings) throws ResourceException {
        Started next = Started.of(container, settings, clients);
        boolean complete = false;
        try {
            for (AdapterPart part : next.parts()) {
                part.start(container, settings);
            }
            for (AdapterListener listener : enter(next)) {
                listener.adapterStarted();
            }
            complete = true;
        } finally {
            if (!complete) {
                stop(next.parts());
            }
        }
    }

    /** Makes the state known to others; returns the listeners, whose later registrations meet a started adapter. */
    private synchronized List<AdapterListener> enter(Started next) {
        started = Optional.of(next);
        return List.copyOf(listeners);
    }

    /** Stops the parts; without a start, the clients alone. */
    void stop() {
        stop(started().map(Started::parts).orElse(List.of(clients)));
    }

    private void stop(List<AdapterPart> parts) {
        List<AdapterPart> reversed = new ArrayList<>(parts);
        Collections.reverse(reversed);
        reversed.forEach(AdapterPart::stop);
        synchronized (this) {
            started = Optional.empty();
        }
    }

    /** Returns the state of the adapter; empty if the adapter is not started. */
    synchronized Optional<Started> started() {
        return started;
    }

    OpenClients clients() {
        return clients;
    }

    /** Adds a listener; returns true if the adapter is started, so that the listener has missed the start. */
    synchronized boolean register(AdapterListener listener) {
        listeners.add(listener);
        return started.isPresent();
    }
}
