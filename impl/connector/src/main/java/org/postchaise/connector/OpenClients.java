/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.IllegalStateException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.postchaise.connector.container.AdapterPart;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.config.Settings;

/**
 * The mail clients of an adapter's connection factories, which may register before the adapter's start. Clients are held weakly,
 * since a container may drop a connection factory at any time without notice. Thread-safe.
 */
final class OpenClients implements AdapterPart {
    private final Map<MailClient, Settings> clients = new WeakHashMap<>();
    private boolean stopped;

    @Override
    public synchronized void start(Optional<BootstrapContext> container, Settings settings) {
        stopped = false;
    }

    /** Closes the clients, and so ends their sessions; refuses new clients until the next start. */
    @Override
    public void stop() {
        List<MailClient> open;
        synchronized (this) {
            stopped = true;
            open = List.copyOf(clients.keySet());
            clients.clear();
        }
        // outside the lock: closing is I/O
        open.forEach(MailClient::close);
    }

    /**
     * Adds a client and its settings.
     *
     * @throws IllegalStateException after the stop; the client must not be used in that case
     */
    synchronized void add(MailClient client, Settings settings) throws IllegalStateException {
        if (stopped) {
            throw new IllegalStateException("the resource adapter is stopped; no new connection can be made");
        }
        clients.put(client, settings);
    }

    /** Returns the settings of all clients, without duplicates. */
    synchronized Set<Settings> settings() {
        return new LinkedHashSet<>(clients.values());
    }
}
