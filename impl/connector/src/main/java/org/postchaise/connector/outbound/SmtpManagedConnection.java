/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.LazyEnlistableManagedConnection;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.delivery.ConnectionKey;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.sasl.client.Credentials;

/**
 * A managed connection in the container's pool: normally to one next hop, with one live session that the first delivery opens
 * and later deliveries reuse. The connection keeps a session for each key that its handles name, so that mail reaches the
 * handle's host even if a container returns a connection made for another.
 *
 * <p>One delivery or probe at a time: a second one is refused ({@link Occupancy}). No lock is held across I/O. Before the first
 * delivery in a transaction, a lazily enlisting container is asked to enlist the connection. Between deliveries the container
 * may dissociate the handles, which are associated with a managed connection again at their next use ({@link
 * MailConnectionHandle}).
 *
 * <p>Events: "closed" when the application closes a handle; "error", once, when a delivery lost its session ({@link
 * LiveSessions.Use#loss}), so that the container evicts this connection. Equality is identity (Jakarta Connectors 2.1, section
 * 19.3). Source: sections 6.5.4 to 6.5.6, 7.11 and 7.16.
 */
public final class SmtpManagedConnection
        implements ManagedConnection, LazyEnlistableManagedConnection, DissociatableManagedConnection {
    private final SmtpManagedConnectionFactory factory;
    private final FactoryClient client;
    private final Optional<ConnectionKey> key;
    private final LiveSessions sessions = new LiveSessions();
    private final Set<MailConnectionHandle> handles = ConcurrentHashMap.newKeySet();
    private final ConnectionEvents events = new ConnectionEvents(this);
    private final Occupancy occupancy = new Occupancy();
    private final ConnectionTransactions transactions;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicBoolean destroyed = new AtomicBoolean();

    /** True if the container called {@link #dissociateConnections()} while this connection was being handed to another thread. */
    private volatile boolean contested;

    private volatile PrintWriter logWriter;

    /**
     * Creates a connection without a session.
     *
     * @param key the key that the connection is made for; empty if the container gave none, as in recovery, and for mail routed
     *     later
     */
    SmtpManagedConnection(
            SmtpManagedConnectionFactory factory,
            FactoryClient client,
            Optional<ConnectionKey> key,
            ConnectionTransactions transactions) {
        this.factory = factory;
        this.client = client;
        this.key = key;
        this.transactions = transactions;
    }

    /** Returns a new handle. The sign-on is part of the handle's key, so sessions are never shared between different sign-ons. */
    @Override
    public MailConnectionHandle getConnection(Subject subject, ConnectionRequestInfo info) throws ResourceException {
        MailConnectionHandle.Request asked = MailConnectionHandle.Request.of(factory, key, subject, info);
        if (contested && !usable()) {
            return new MailConnectionHandle(asked);
        }
        requireUsable();
        MailConnectionHandle handle = new MailConnectionHandle(asked, this);
        handles.add(handle);
        return handle;
    }

    @Override
    public void associateConnection(Object connection) throws ResourceException {
        if (contested && !usable()) {
            return; // the handle is still without a managed connection, and asks for another one
        }
        requireUsable();
        if (!(connection instanceof MailConnectionHandle handle)) {
            throw new ResourceException("cannot associate a "
                    + connection.getClass().getName() + "; expected a handle of this resource adapter");
        }
        Optional<SmtpManagedConnection> former = handle.managed();
        handle.associate(this);
        former.ifPresent(managed -> managed.handles.remove(handle));
        handles.add(handle);
    }

    /**
     * Dissociates the handles, which are associated with a managed connection again at their next use; the sessions are kept.
     *
     * @throws IllegalStateException when a delivery is in progress, whose handle stays associated; when the connection is being
     *     handed out by another thread, as WildFly's exhausted pools request, and then count its handles wrong; and within the
     *     enlistment, where WildFly would do so, too. WildFly destroys a connection that refuses, and the handles get another
     *     one
     */
    @Override
    public void dissociateConnections() throws ResourceException {
        boolean enlisting = occupancy.isMine();
        refuse("its handles cannot be taken away", occupancy.end(() -> {
            contested = handles.isEmpty() || !handles.stream().allMatch(MailConnectionHandle::isAllocated);
            if (!contested) {
                handles.forEach(MailConnectionHandle::dissociate);
                handles.clear();
            }
        }));
        if (enlisting || contested) {
            throw new IllegalStateException("the connection is being " + (enlisting ? "enlisted" : "handed out")
                    + "; its handles cannot be taken away");
        }
    }

    /**
     * Invalidates the handles and keeps the sessions. Mail that a local transaction still holds back is dropped; mail of an XA
     * branch is left to its transaction manager.
     *
     * @throws IllegalStateException when a delivery is in progress, or this connection is still associated with an XA branch;
     *     the container destroys the connection then, and the delivery in progress continues to its end
     */
    @Override
    public void cleanup() throws ResourceException {
        contested = false;
        invalidateHandles("connection is closed; it was returned to the pool");
        refuse("the connection cannot be pooled", occupancy.end(() -> {}));
        transactions.abandon();
        if (transactions.isActive()) {
            throw new IllegalStateException(
                    "the connection still works in a transaction branch; it cannot be pooled before the branch's end");
        }
    }

    private static void refuse(String consequence, Optional<Thread> busy) throws IllegalStateException {
        if (busy.isPresent()) {
            throw new IllegalStateException(
                    "a delivery is still under way in thread " + busy.get().getName() + "; " + consequence);
        }
    }

    /** Ends the sessions with QUIT; the session of a delivery in progress is ended after the delivery. */
    @Override
    public void destroy() {
        destroyed.set(true);
        if (contested) {
            handles.forEach(MailConnectionHandle::dissociate);
        }
        invalidateHandles("connection is closed; it was removed from the pool");
        transactions.abandon();
        sessions.close();
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        events.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        events.remove(listener);
    }

    /**
     * Returns the XA resource.
     *
     * @throws NotSupportedException unless {@code transaction_mode} is {@code outbox}
     */
    @Override
    public XAResource getXAResource() throws ResourceException {
        requireUsable();
        return transactions.xaResource();
    }

    /**
     * Returns the local transaction.
     *
     * @throws NotSupportedException if {@code transaction_mode} is {@code none}
     */
    @Override
    public LocalTransaction getLocalTransaction() throws ResourceException {
        requireUsable();
        return transactions.local();
    }

    @Override
    public ManagedConnectionMetaData getMetaData() throws ResourceException {
        requireUsable();
        return new ServerMetaData(
                sessions.any().map(session -> session.peer().toString()).orElse("unknown"),
                key.flatMap(made -> made.identity().signOn())
                        .map(Credentials::user)
                        .orElse(""));
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        logWriter = out;
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    /**
     * Begins a use by {@code handle}, in the transaction of this thread; {@link #stage} or {@link #deliver} ends the use. The
     * enlistment comes first, since the connection learns of a transaction only by the start of a branch or a local begin.
     *
     * @return false if the container has dissociated the handle in the meantime
     */
    boolean enter(MailConnectionHandle handle) throws ResourceException {
        requireUsable();
        BooleanSupplier here = () -> handle.managed().filter(this::equals).isPresent();
        if (!occupancy.begin(here)) {
            return false;
        }
        boolean entered = false;
        try {
            if (transactions.areSupported() && !transactions.isActive()) {
                handle.enlist(this);
                requireUsable();
            }
            entered = occupancy.work(here);
            return entered;
        } finally {
            if (!entered) {
                occupancy.end();
            }
        }
    }

    /** Puts a mail into the outbox; empty if this connection is in no transaction with an outbox. */
    Optional<DeliveryReport> stage(
            MailConnectionHandle.Request to, Envelope envelope, MessageSource message, DeliveryOptions options)
            throws ResourceException {
        try {
            client.requireDeliverable(envelope);
            return transactions.stage(to, envelope, message, options);
        } finally {
            occupancy.end();
        }
    }

    /**
     * Delivers for a handle: at once; up to the end of the content in a local transaction; or into the outbox.
     *
     * @param record the consumer of the final outcomes of a delivery at once
     */
    DeliveryReport deliver(
            MailConnectionHandle.Request request,
            Envelope envelope,
            MessageSource message,
            DeliveryOptions options,
            Consumer<RecipientOutcome> record)
            throws ResourceException {
        try {
            client.requireDeliverable(envelope);
            Optional<DeliveryReport> staged = transactions.stage(request, envelope, message, options);
            if (staged.isPresent()) {
                return staged.get();
            }
            transactions.requireRoom();
            ConnectionKey to = request.key().orElseThrow(FactoryClient::noNextHop);
            return send(to, DeliveryRequest.of(envelope, message), options, record);
        } finally {
            occupancy.end();
        }
    }

    private DeliveryReport send(
            ConnectionKey to, DeliveryRequest mail, DeliveryOptions options, Consumer<RecipientOutcome> record) {
        LiveSessions.Use use = sessions.use();
        Optional<DeliveryReport> report = Optional.empty();
        try {
            report = Optional.of(transactions.send(client.mail(), to, mail, options, use, record));
            return report.get();
        } finally {
            // before the container is notified, which may clean this connection up at once
            occupancy.end();
            if (report.isEmpty()) {
                lost(to, "the delivery ended with an exception");
            } else if (report.get().recipients(RecipientOutcome.Kind.PENDING).isEmpty()) {
                // a delivery that is held back keeps its session in use
                use.loss(report.get()).ifPresent(failure -> lost(to, failure.text()));
            }
        }
    }

    /** Handles the close of {@code handle} by the application. */
    void closed(MailConnectionHandle handle) {
        if (handles.remove(handle)) {
            events.closed(handle);
        }
    }

    /** Returns true if this connection was made for {@code wanted}. */
    boolean madeFor(Optional<ConnectionKey> wanted) {
        return usable() && key.equals(wanted);
    }

    /** Returns true if this connection was made for no particular key. */
    boolean madeForAny() {
        return usable() && key.isEmpty();
    }

    /**
     * Returns true if all sessions still answer; each is probed within {@code smtp_rset_timeout}. A connection without a
     * session is valid, and so is a connection in use.
     */
    boolean isValid() {
        if (!usable()) {
            return false;
        }
        if (!occupancy.tryWork()) {
            return true;
        }
        try {
            for (ConnectionKey held : sessions.keys()) {
                // a session that this client closed after its idle limit shows no failure of the server
                Optional<Session> session = sessions.take(held).filter(Session::isOpen);
                if (session.isPresent() && !client.mail().isAlive(session.get())) {
                    return false;
                }
                session.ifPresent(open -> sessions.keep(held, open));
            }
            return true;
        } finally {
            occupancy.end();
        }
    }

    private void lost(ConnectionKey to, String why) {
        if (!lost.compareAndSet(false, true)) {
            return;
        }
        String text = "connection to " + to.nextHop() + " was lost: " + why;
        PrintWriter out = logWriter;
        if (out != null) {
            out.println(text);
        }
        invalidateHandles(text);
        events.failed(text);
    }

    private void invalidateHandles(String why) {
        handles.forEach(handle -> handle.invalidate(why));
        handles.clear();
    }

    private boolean usable() {
        return !destroyed.get() && !lost.get();
    }

    private void requireUsable() throws ResourceException {
        if (!usable()) {
            throw new IllegalStateException("connection is closed; the managed connection was lost or destroyed");
        }
    }

    @Override
    public String toString() {
        return "SmtpManagedConnection for "
                + key.map(made -> made.nextHop().toString()).orElse("any next hop");
    }
}
