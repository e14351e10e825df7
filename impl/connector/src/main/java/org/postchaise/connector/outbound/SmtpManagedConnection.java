/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.connector.delivery.OpenOutbox;
import org.postchaise.connector.transaction.LocalMailTransaction;
import org.postchaise.connector.transaction.StagedTransaction;
import org.postchaise.connector.transaction.TransactionRules;
import org.postchaise.engine.client.delivery.ConnectionKey;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.transaction.Mail;
import org.postchaise.engine.sasl.Credentials;

/**
 * A channel that the container pools: normally to one next hop, with one live session that is opened by the first
 * delivery and reused by later ones. It keeps a session for each key that its handles name, so that mail reaches its own
 * host whatever connection a container hands out.
 *
 * <p>One delivery or probe at a time, checked and never waited for: a second one is refused. No lock is held across I/O.
 *
 * <p>Events: "closed" when the application closes a handle; "error", once, when a delivery lost its session ({@link
 * LiveSessions.Use#loss}), so that the container evicts this connection. Equality is identity (Jakarta Connectors 2.1,
 * section 19.3). Source: sections 6.5.4 to 6.5.6, and 7.11.
 */
public final class SmtpManagedConnection implements ManagedConnection {
    private final SmtpManagedConnectionFactory factory;
    private final MailClient client;
    private final Optional<ConnectionKey> key;
    private final LiveSessions sessions = new LiveSessions();
    private final Set<MailConnectionHandle> handles = ConcurrentHashMap.newKeySet();
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();

    /** The thread whose delivery or probe is under way; empty when there is none. */
    private final AtomicReference<Optional<Thread>> user = new AtomicReference<>(Optional.empty());

    private final TransactionRules rules;
    private final LocalMailTransaction transaction;

    /** Where mail of transactions is kept; then {@link #transaction} is not used. */
    private final Optional<OpenOutbox> outbox;

    private final Optional<StagedTransaction> staged;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicBoolean destroyed = new AtomicBoolean();
    private volatile PrintWriter logWriter;

    /**
     * A connection without a session.
     *
     * @param key what it is made for; empty where the container did not say, as in recovery, and for mail routed later
     */
    SmtpManagedConnection(
            SmtpManagedConnectionFactory factory,
            MailClient client,
            Optional<ConnectionKey> key,
            TransactionRules rules,
            Optional<OpenOutbox> outbox) {
        this.factory = factory;
        this.client = client;
        this.key = key;
        this.rules = rules;
        this.transaction = new LocalMailTransaction(rules);
        this.outbox = outbox;
        this.staged = outbox.map(OpenOutbox::transaction);
    }

    /** The sign-on belongs to the handle, too, and its sessions are shared with no other. */
    @Override
    public MailConnectionHandle getConnection(Subject subject, ConnectionRequestInfo info) throws ResourceException {
        requireUsable();
        MailConnectionHandle handle = new MailConnectionHandle(request(subject, info), this);
        handles.add(handle);
        return handle;
    }

    private MailConnectionHandle.Request request(Subject subject, ConnectionRequestInfo info) throws ResourceException {
        if (MailConnectionRequestInfo.ROUTED_LATER.equals(info)) {
            return new MailConnectionHandle.Request(Optional.empty(), Optional.empty());
        }
        ConnectionKey asked = SmtpManagedConnectionFactory.key(info)
                .or(() -> key)
                .or(() -> client.defaultNextHop().map(client::key))
                .orElseThrow(SmtpManagedConnectionFactory::noNextHop);
        return new MailConnectionHandle.Request(Optional.of(asked), Optional.of(SignOn.of(asked, subject, factory)));
    }

    @Override
    public void associateConnection(Object connection) throws ResourceException {
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
     * Takes the handles away and keeps the sessions; what a transaction holds back still is dropped.
     *
     * @throws IllegalStateException when a delivery is under way in another thread; the container destroys this connection
     *     then, and the delivery ends in its own time
     */
    @Override
    public void cleanup() throws ResourceException {
        invalidateHandles("connection is closed; it was returned to the pool");
        Optional<Thread> busy = user.get();
        if (busy.isPresent()) {
            throw new IllegalStateException("a delivery is still under way in thread "
                    + busy.get().getName() + "; the connection cannot be pooled");
        }
        abandon();
    }

    private void abandon() {
        transaction.abandon();
        staged.ifPresent(StagedTransaction::abandon);
    }

    /** Ends the sessions with QUIT; that of a delivery under way ends with the delivery. */
    @Override
    public void destroy() {
        destroyed.set(true);
        invalidateHandles("connection is closed; it was removed from the pool");
        abandon();
        sessions.close();
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    /** @throws NotSupportedException unless {@code transaction_mode} is {@code outbox} */
    @Override
    public XAResource getXAResource() throws ResourceException {
        requireUsable();
        return staged.orElseThrow(() -> new NotSupportedException(
                        "this connection takes no part in XA transactions; expected transaction_mode = outbox"))
                .xaResource();
    }

    /** @throws NotSupportedException where {@code transaction_mode} is {@code none} */
    @Override
    public LocalTransaction getLocalTransaction() throws ResourceException {
        requireUsable();
        if (rules.level() == TransactionSupportLevel.NoTransaction) {
            throw new NotSupportedException("this connection takes no part in local transactions; expected"
                    + " transaction_mode = hold or outbox");
        }
        return staged.map(LocalTransaction.class::cast).orElse(transaction);
    }

    @Override
    public ManagedConnectionMetaData getMetaData() throws ResourceException {
        requireUsable();
        return new MetaData(
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

    /** Puts a mail into the outbox; nothing where this connection is in no transaction of that kind. */
    Optional<DeliveryReport> stage(MailConnectionHandle.Request to, Envelope envelope, MessageSource message)
            throws ResourceException {
        requireUsable();
        if (!staged.map(StagedTransaction::isActive).orElse(false)) {
            return Optional.empty();
        }
        begin();
        try {
            return Optional.of(outbox.orElseThrow()
                    .stage(staged.get(), Postings.of(to.asked(), envelope), message, rules.sizeLimit()));
        } catch (IOException e) {
            throw new ResourceException("mail was not taken into the transaction: " + e.getMessage(), e);
        } finally {
            user.set(Optional.empty());
        }
    }

    /** Delivers for a handle: at once, or, in a local transaction, up to the end of the content, or into the outbox. */
    DeliveryReport deliver(MailConnectionHandle.Request request, Envelope envelope, MessageSource message)
            throws ResourceException {
        Optional<DeliveryReport> kept = stage(request, envelope, message);
        return kept.isPresent()
                ? kept.get()
                : deliver(request.key().orElseThrow(SmtpManagedConnectionFactory::noNextHop), envelope, message);
    }

    private DeliveryReport deliver(ConnectionKey to, Envelope envelope, MessageSource message)
            throws ResourceException {
        if (transaction.isActive()) {
            transaction.requireRoom();
        }
        Mail mail = Mail.of(envelope, message);
        LiveSessions.Use use = sessions.use();
        Optional<DeliveryReport> report = Optional.empty();
        begin();
        try {
            report = Optional.of(
                    transaction.isActive()
                            ? transaction.hold(client.hold(to, mail, use, rules.holdTime()))
                            : client.deliver(to, mail, use));
            return report.get();
        } finally {
            user.set(Optional.empty());
            if (report.isEmpty()) {
                lost(to, "the delivery ended with an exception");
            } else if (report.get().recipients(RecipientOutcome.Kind.PENDING).isEmpty()) {
                // what is held back is still on its session
                use.loss(report.get()).ifPresent(failure -> lost(to, failure.text()));
            }
        }
    }

    /** The application has closed {@code handle}. */
    void closed(MailConnectionHandle handle) {
        if (handles.remove(handle)) {
            ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
            event.setConnectionHandle(handle);
            tell(listener -> listener.connectionClosed(event));
        }
    }

    /** Whether this connection was made for {@code wanted}. */
    boolean madeFor(Optional<ConnectionKey> wanted) {
        return usable() && key.equals(wanted);
    }

    /** Whether this connection was made for no particular key. */
    boolean madeForAny() {
        return usable() && key.isEmpty();
    }

    /**
     * Whether all sessions still answer; each is probed within {@code smtp_rset_timeout}. A connection without a session is
     * valid, and so is one in use.
     */
    boolean isValid() {
        if (!usable()) {
            return false;
        }
        if (!user.compareAndSet(Optional.empty(), Optional.of(Thread.currentThread()))) {
            return true;
        }
        try {
            for (ConnectionKey held : sessions.keys()) {
                // one that this side closed because it was idle for too long says nothing about the server
                Optional<Session> session = sessions.take(held).filter(Session::isOpen);
                if (session.isPresent() && !client.isAlive(session.get())) {
                    return false;
                }
                session.ifPresent(open -> sessions.keep(held, open));
            }
            return true;
        } finally {
            user.set(Optional.empty());
        }
    }

    private void begin() throws ResourceException {
        Optional<Thread> other = user.compareAndExchange(Optional.empty(), Optional.of(Thread.currentThread()));
        if (other.isPresent()) {
            throw new IllegalStateException("connection is in use by thread "
                    + other.get().getName() + "; a connection delivers one mail at a time");
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
        // containers log it with its stack trace, which would say where the network failed: nowhere in the code
        CommException reason = new CommException(text);
        reason.setStackTrace(new StackTraceElement[0]);
        ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED, reason);
        tell(listener -> listener.connectionErrorOccurred(event));
    }

    /** A listener that throws must not take the place of a delivery's report: the mail is out. */
    private void tell(Consumer<ConnectionEventListener> event) {
        for (ConnectionEventListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                System.getLogger(SmtpManagedConnection.class.getName())
                        .log(System.Logger.Level.WARNING, "a connection event listener failed", e);
            }
        }
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

    /**
     * Nothing of the greeting is known here but who sent it.
     *
     * @param user of the sign-on; empty: what the tables say
     */
    private record MetaData(String server, String user) implements ManagedConnectionMetaData {
        @Override
        public String getEISProductName() {
            return "SMTP";
        }

        @Override
        public String getEISProductVersion() {
            return server;
        }

        /** No limit that is known. */
        @Override
        public int getMaxConnections() {
            return 0;
        }

        @Override
        public String getUserName() {
            return user;
        }
    }
}
