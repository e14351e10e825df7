/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.security.auth.Subject;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.delivery.ConnectionKey;

/**
 * The connection handle of an application, which refers to a managed connection.
 *
 * <p>The key, and with it the next hop, belongs to the handle: containers were seen to return, inside a transaction, a
 * managed connection that was created for another next hop. A dissociated handle is associated with another managed
 * connection at its next use, if its connection manager supports lazy association. Source: Jakarta Connectors 2.1,
 * sections 6.5.4, 7.11 and 7.16.
 */
public final class MailConnectionHandle implements MailConnection {
    /** The maximum number of attempts to use a handle that the container dissociates in the meantime. */
    private static final int ATTEMPTS = 3;

    private static final Target CLOSED = Target.none("connection is closed");
    private static final Target DISSOCIATED =
            Target.none("the container has taken its managed connection away, and gave no other one");
    private static final Target ASSOCIATING =
            Target.none("another thread is about to use it; a connection delivers one mail at a time");

    private final Request request;
    private final AtomicReference<Target> target;

    /** The origin of this handle; empty until the connection manager has returned the handle. */
    private volatile Optional<Allocation> allocation = Optional.empty();

    /** True if the connection manager is neither allocating this handle nor associating the handle with another managed connection. */
    private volatile boolean allocated;

    MailConnectionHandle(Request request, SmtpManagedConnection managed) {
        this.request = request;
        this.target = new AtomicReference<>(new Target(Optional.of(managed), ""));
    }

    /** Creates a handle that is associated with a managed connection at its first use. */
    MailConnectionHandle(Request request) {
        this.request = request;
        this.target = new AtomicReference<>(DISSOCIATED);
    }

    /**
     * The request by which a handle was allocated.
     *
     * @param asked the key that the application requested; empty: routed later
     * @param key the requested key with the sign-on of the container or the factory
     */
    record Request(Optional<ConnectionKey> asked, Optional<ConnectionKey> key) {
        /**
         * Returns the request that {@code info} describes; if {@code info} has no key, the request is for {@code made},
         * else for the factory's own next hop.
         */
        static Request of(
                SmtpManagedConnectionFactory factory,
                Optional<ConnectionKey> made,
                Subject subject,
                ConnectionRequestInfo info)
                throws ResourceException {
            if (MailConnectionRequestInfo.ROUTED_LATER.equals(info)) {
                return new Request(Optional.empty(), Optional.empty());
            }
            Optional<ConnectionKey> said = MailConnectionRequestInfo.key(info).or(() -> made);
            ConnectionKey asked =
                    said.isPresent() ? said.get() : factory.client().defaultKey();
            return new Request(Optional.of(asked), Optional.of(SignOn.of(asked, subject, factory)));
        }

        @Override
        public String toString() {
            return key.map(known -> known.nextHop().toString()).orElse("any next hop");
        }
    }

    @Override
    public DeliveryReport deliver(Envelope envelope, MessageSource message, DeliveryOptions options)
            throws ResourceException {
        return deliver(envelope, message, options, outcome -> {});
    }

    /**
     * Delivers as {@link #deliver(Envelope, MessageSource, DeliveryOptions)} does, and hands each final outcome of a delivery at
     * once to {@code record}.
     */
    DeliveryReport deliver(
            Envelope envelope, MessageSource message, DeliveryOptions options, Consumer<RecipientOutcome> record)
            throws ResourceException {
        return entered().deliver(request, envelope, message, options, record);
    }

    /** Puts a mail into the outbox, if this connection is in a transaction; empty otherwise. */
    Optional<DeliveryReport> stage(Envelope envelope, MessageSource message, DeliveryOptions options)
            throws ResourceException {
        return entered().stage(request, envelope, message, options);
    }

    private SmtpManagedConnection entered() throws ResourceException {
        for (int i = 0; i < ATTEMPTS; i++) {
            associate();
            Target now = target.get();
            try {
                if (now.managed().isPresent() && now.managed().get().enter(this)) {
                    return now.managed().get();
                }
            } catch (ResourceException e) {
                // the container has dissociated the handle in place of enlisting: the handle can be associated again
                if (!target.get().equals(DISSOCIATED)) {
                    throw e;
                }
            }
            if (now.managed().isEmpty() && !now.equals(DISSOCIATED)) {
                throw unusable(now);
            }
        }
        throw unusable(DISSOCIATED);
    }

    private IllegalStateException unusable(Target why) {
        return new IllegalStateException("connection to " + request + " is unusable: " + why.why());
    }

    /** Asks the connection manager for a managed connection if this handle is dissociated. */
    private void associate() throws ResourceException {
        if (allocation.isPresent() && target.compareAndSet(DISSOCIATED, ASSOCIATING)) {
            allocated = false;
            try {
                allocation.get().associate(this);
            } finally {
                allocated = true;
                target.compareAndSet(ASSOCIATING, DISSOCIATED);
            }
        }
    }

    /** Returns true if the connection manager has returned this handle and is not about to associate it with another managed connection. */
    boolean isAllocated() {
        return allocated;
    }

    /** Sets the origin of this handle, after its allocation. */
    void allocatedBy(Allocation given) {
        allocation = Optional.of(given);
        allocated = true;
    }

    /** Asks a lazily enlisting container to enlist {@code managed} in the transaction of this thread. */
    void enlist(SmtpManagedConnection managed) throws ResourceException {
        if (allocation.isPresent()) {
            allocation.get().enlist(managed);
        }
    }

    @Override
    public void close() {
        Target former = target.getAndSet(CLOSED);
        former.managed().ifPresent(managed -> managed.closed(this));
        if (former.equals(DISSOCIATED) || former.equals(ASSOCIATING)) {
            allocation.ifPresent(given -> given.closedInactive(this));
        }
    }

    /** Returns the key of this handle; empty if the mail is routed later. */
    Optional<ConnectionKey> key() {
        return request.key();
    }

    /** Returns the managed connection of this handle; empty after close or cleanup, and while dissociated. */
    Optional<SmtpManagedConnection> managed() {
        return target.get().managed();
    }

    /** Associates this handle with {@code managed}, unless the application has closed the handle. */
    void associate(SmtpManagedConnection managed) throws ResourceException {
        Target now = target.get();
        if (now.equals(CLOSED) || !target.compareAndSet(now, new Target(Optional.of(managed), ""))) {
            throw new IllegalStateException(CLOSED.why() + "; it cannot be associated with another managed connection");
        }
    }

    /** Removes the managed connection permanently; a later use fails with {@code why}. */
    void invalidate(String why) {
        target.updateAndGet(now -> now.managed().isEmpty() ? now : Target.none(why));
    }

    /** Removes the managed connection until the next use. */
    void dissociate() {
        target.updateAndGet(now -> now.managed().isEmpty() ? now : DISSOCIATED);
    }

    @Override
    public String toString() {
        return "MailConnection to " + request;
    }

    private record Target(Optional<SmtpManagedConnection> managed, String why) {
        static Target none(String why) {
            return new Target(Optional.empty(), why);
        }
    }
}
