/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import jakarta.resource.spi.BootstrapContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postchaise.connector.container.AdapterPart;
import org.postchaise.engine.config.Settings;

/**
 * The outboxes in use by one adapter, one for each directory. Thread-safe.
 *
 * <p>The stop has two steps: first {@link #deliveries()} stop, then, after the connections are closed, the outboxes, so that no
 * delivery waits for a server.
 */
public final class Outboxes implements AdapterPart {
    /**
     * The maximum time in seconds that a caller waits while another caller opens the same directory, which reads the
     * whole directory.
     */
    private static final long PATIENCE = 120;

    private final Clock clock;
    private final Map<Path, CompletableFuture<OutboxService>> open = new HashMap<>();
    private volatile Optional<BootstrapContext> container = Optional.empty();
    private boolean stopped;

    /** Creates an empty set of outboxes, whose threads are their own until a container starts the set. */
    public Outboxes(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void start(Optional<BootstrapContext> given, Settings settings) {
        container = given;
    }

    /**
     * Returns the outbox in {@code directory}, and opens the outbox if necessary.
     *
     * @throws IOException when the directory can't be used; the message is one line
     */
    public OutboxService open(Path directory) throws IOException {
        CompletableFuture<OutboxService> own = new CompletableFuture<>();
        CompletableFuture<OutboxService> first = enter(directory, own);
        if (first == own) {
            begin(directory, own);
        }
        return await(directory, first);
    }

    private synchronized CompletableFuture<OutboxService> enter(Path directory, CompletableFuture<OutboxService> own)
            throws IOException {
        if (stopped) {
            throw new IOException(stopped(directory));
        }
        CompletableFuture<OutboxService> former = open.putIfAbsent(directory, own);
        return former == null ? own : former;
    }

    /** Opens the outbox outside the lock, since opening reads the directory. */
    private void begin(Path directory, CompletableFuture<OutboxService> own) {
        try {
            OutboxService service = OutboxService.open(directory, container, clock);
            if (!finish(own, service)) {
                service.close();
                own.completeExceptionally(new IOException(stopped(directory)));
            }
        } catch (IOException | RuntimeException e) {
            synchronized (this) {
                open.remove(directory, own);
            }
            own.completeExceptionally(e);
        }
    }

    /** Hands an opened outbox out; returns false if the adapter was stopped meanwhile. */
    private synchronized boolean finish(CompletableFuture<OutboxService> own, OutboxService service) {
        return !stopped && own.complete(service);
    }

    private static String stopped(Path directory) {
        return "outbox directory " + directory + " is not opened: the resource adapter is stopped";
    }

    private static OutboxService await(Path directory, CompletableFuture<OutboxService> opening) throws IOException {
        try {
            return opening.get(PATIENCE, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("outbox directory " + directory + " is still being read by another thread", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while outbox directory " + directory + " is being read", e);
        }
    }

    /** Closes all outboxes; none can be opened afterwards. Their mail stays on disk for the next start. */
    @Override
    public void stop() {
        List<OutboxService> last;
        synchronized (this) {
            stopped = true;
            last = all();
            open.clear();
        }
        last.forEach(OutboxService::close);
    }

    /** Returns the deliveries of all outboxes as a part of the adapter. */
    public AdapterPart deliveries() {
        return new Deliveries();
    }

    /** The deliveries of all outboxes. They start when a connection factory opens an outbox. */
    private final class Deliveries implements AdapterPart {
        @Override
        public void start(Optional<BootstrapContext> given, Settings settings) {}

        /**
         * Stops starting deliveries, and waits a limited time for deliveries in progress. Open transactions can still be
         * decided.
         */
        @Override
        public void stop() {
            all().forEach(OutboxService::stop);
        }
    }

    private synchronized List<OutboxService> all() {
        return open.values().stream()
                .filter(one -> one.isDone() && !one.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .toList();
    }
}
