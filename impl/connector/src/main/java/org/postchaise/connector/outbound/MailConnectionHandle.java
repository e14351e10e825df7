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

    private final ConnectionKey key;
    private final AtomicReference<Target> target;

    MailConnectionHandle(ConnectionKey key, SmtpManagedConnection managed) {
        this.key = key;
        this.target = new AtomicReference<>(new Target(Optional.of(managed), ""));
    }

    @Override
    public DeliveryReport deliver(Envelope envelope, MessageSource message) throws ResourceException {
        Target now = target.get();
        if (now.managed().isEmpty()) {
            throw new IllegalStateException("connection to " + key.nextHop() + " is unusable: " + now.why());
        }
        return now.managed().get().deliver(key, envelope, message);
    }

    @Override
    public void close() {
        target.getAndSet(new Target(Optional.empty(), CLOSED)).managed().ifPresent(managed -> managed.closed(this));
    }

    /** Where this handle leads. */
    ConnectionKey key() {
        return key;
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
        return "MailConnection to " + key.nextHop();
    }

    private record Target(Optional<SmtpManagedConnection> managed, String why) {}
}
