/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.IllegalStateException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.client.delivery.ConnectionKey;

/**
 * The application's connection: a handle on a managed connection.
 *
 * <p>The key, and with it the next hop, belongs to the handle: containers were seen to hand out, inside a transaction, a
 * managed connection that was made for another next hop. Source: Jakarta Connectors 2.1, sections 6.5.4 and 7.11.
 */
public final class MailConnectionHandle implements MailConnection {
    private static final String CLOSED = "connection is closed";

    private final Request request;
    private final AtomicReference<Target> target;

    MailConnectionHandle(Request request, SmtpManagedConnection managed) {
        this.request = request;
        this.target = new AtomicReference<>(new Target(Optional.of(managed), ""));
    }

    /**
     * What this handle was asked for.
     *
     * @param asked as the application said; empty: routed later
     * @param key the same with the sign-on of the container or the factory
     */
    record Request(Optional<ConnectionKey> asked, Optional<ConnectionKey> key) {
        @Override
        public String toString() {
            return key.map(known -> known.nextHop().toString()).orElse("any next hop");
        }
    }

    @Override
    public DeliveryReport deliver(Envelope envelope, MessageSource message) throws ResourceException {
        return usable().deliver(request, envelope, message);
    }

    /** Puts a mail into the outbox, if this connection is in a transaction. */
    Optional<DeliveryReport> stage(Envelope envelope, MessageSource message) throws ResourceException {
        return usable().stage(request, envelope, message);
    }

    private SmtpManagedConnection usable() throws ResourceException {
        Target now = target.get();
        return now.managed()
                .orElseThrow(
                        () -> new IllegalStateException("connection to " + request + " is unusable: " + now.why()));
    }

    @Override
    public void close() {
        target.getAndSet(new Target(Optional.empty(), CLOSED)).managed().ifPresent(managed -> managed.closed(this));
    }

    /** Where this handle leads; empty where that is found out later. */
    Optional<ConnectionKey> key() {
        return request.key();
    }

    /** The managed connection behind this handle; none after close or cleanup. */
    Optional<SmtpManagedConnection> managed() {
        return target.get().managed();
    }

    /** Moves this handle to {@code managed}, unless the application has closed it. */
    void associate(SmtpManagedConnection managed) throws ResourceException {
        Target now = target.get();
        if (now.why().equals(CLOSED) || !target.compareAndSet(now, new Target(Optional.of(managed), ""))) {
            throw new IllegalStateException(CLOSED + "; it cannot be associated with another managed connection");
        }
    }

    /** Takes the managed connection away; the reason is what a later use reports. */
    void invalidate(String why) {
        target.updateAndGet(now -> now.managed().isEmpty() ? now : new Target(Optional.empty(), why));
    }

    @Override
    public String toString() {
        return "MailConnection to " + request;
    }

    private record Target(Optional<SmtpManagedConnection> managed, String why) {}
}
