/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.Subject;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.client.delivery.ConnectionKey;

/**
 * The application's connection: a handle on a managed connection.
 *
 * <p>The key, and with it the next hop, belongs to the handle: containers were seen to hand out, inside a transaction, a
 * managed connection that was made for another next hop. A handle whose managed connection was taken away gets another one
 * at its next use, where its connection manager does that. Source: Jakarta Connectors 2.1, sections 6.5.4, 7.11 and 7.16.
 */
public final class MailConnectionHandle implements MailConnection {
    /** How often the container may take the managed connection away before a use. */
    private static final int ATTEMPTS = 3;

    private static final Target CLOSED = Target.none("connection is closed");
    private static final Target DISSOCIATED =
            Target.none("the container has taken its managed connection away, and gave no other one");
    private static final Target ASSOCIATING =
            Target.none("another thread is about to use it; a connection delivers one mail at a time");

    private final Request request;
    private final AtomicReference<Target> target;

    /** Empty in the hands of a connection manager that has not given this handle out yet. */
    private volatile Optional<Allocation> allocation = Optional.empty();

    /** Whether the connection manager is done with handing it out, or with giving it another managed connection. */
    private volatile boolean allocated;

    MailConnectionHandle(Request request, SmtpManagedConnection managed) {
        this.request = request;
        this.target = new AtomicReference<>(new Target(Optional.of(managed), ""));
    }

    /** A handle that gets a managed connection at its first use. */
    MailConnectionHandle(Request request) {
        this.request = request;
        this.target = new AtomicReference<>(DISSOCIATED);
    }

    /**
     * What this handle was asked for.
     *
     * @param asked as the application said; empty: routed later
     * @param key the same with the sign-on of the container or the factory
     */
    record Request(Optional<ConnectionKey> asked, Optional<ConnectionKey> key) {
        /** What {@code info} asks for; where it says nothing, {@code made}, else the factory's own next hop. */
        static Request of(
                SmtpManagedConnectionFactory factory,
                Optional<ConnectionKey> made,
                Subject subject,
                ConnectionRequestInfo info)
                throws ResourceException {
            if (MailConnectionRequestInfo.ROUTED_LATER.equals(info)) {
                return new Request(Optional.empty(), Optional.empty());
            }
            Optional<ConnectionKey> said =
                    SmtpManagedConnectionFactory.key(info).or(() -> made);
            ConnectionKey asked = said.isPresent() ? said.get() : factory.defaultKey();
            return new Request(Optional.of(asked), Optional.of(SignOn.of(asked, subject, factory)));
        }

        @Override
        public String toString() {
            return key.map(known -> known.nextHop().toString()).orElse("any next hop");
        }
    }

    @Override
    public DeliveryReport deliver(Envelope envelope, MessageSource message) throws ResourceException {
        return entered().deliver(request, envelope, message);
    }

    /** Puts a mail into the outbox, if this connection is in a transaction. */
    Optional<DeliveryReport> stage(Envelope envelope, MessageSource message) throws ResourceException {
        return entered().stage(request, envelope, message);
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
                // the container has taken the handle away instead of enlisting: there is another connection for it
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

    /** Gets a managed connection, if it was taken away. */
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

    /** Whether the connection manager has given it out, and is not about to change it. */
    boolean isAllocated() {
        return allocated;
    }

    /** Who has given this handle out. */
    void allocatedBy(Allocation given) {
        allocation = Optional.of(given);
        allocated = true;
    }

    /** Has {@code managed} enlisted in the transaction of this thread, by a container that leaves that to us. */
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

    /** Where this handle leads; empty where that is found out later. */
    Optional<ConnectionKey> key() {
        return request.key();
    }

    /** The managed connection behind this handle; none after close or cleanup, and while it is dissociated. */
    Optional<SmtpManagedConnection> managed() {
        return target.get().managed();
    }

    /** Moves this handle to {@code managed}, unless the application has closed it. */
    void associate(SmtpManagedConnection managed) throws ResourceException {
        Target now = target.get();
        if (now.equals(CLOSED) || !target.compareAndSet(now, new Target(Optional.of(managed), ""))) {
            throw new IllegalStateException(CLOSED.why() + "; it cannot be associated with another managed connection");
        }
    }

    /** Takes the managed connection away for good; the reason is what a later use reports. */
    void invalidate(String why) {
        target.updateAndGet(now -> now.managed().isEmpty() ? now : Target.none(why));
    }

    /** Takes the managed connection away until the next use. */
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
