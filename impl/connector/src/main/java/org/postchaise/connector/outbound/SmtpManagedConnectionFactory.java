/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.security.auth.Subject;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.connector.SmtpResourceAdapter;
import org.postchaise.connector.delivery.OutboxService;
import org.postchaise.connector.delivery.Outboxes;
import org.postchaise.connector.settings.FactoryProperties;
import org.postchaise.connector.transaction.TransactionRules;
import org.postchaise.engine.client.delivery.ConnectionKey;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.sasl.client.Credentials;

/**
 * The managed connection factory: creates managed connections and connection factories from the configuration properties.
 *
 * <p>All properties are checked together when the connection factory is made: a malformed value stops the deployment, or the
 * look-up in containers that make factories late, with an {@link InvalidPropertyException} that names the parameter, the value,
 * and the expected form. No method of this class contacts a mail server, except {@link #getInvalidConnections}, which probes open
 * sessions.
 *
 * <p>Source: Jakarta Connectors 2.1, section 6.5.3.
 */
@ConnectionDefinition(
        connectionFactory = MailConnectionFactory.class,
        connectionFactoryImpl = MailConnectionFactoryImpl.class,
        connection = MailConnection.class,
        connectionImpl = MailConnectionHandle.class)
public class SmtpManagedConnectionFactory extends FactoryProperties
        implements ManagedConnectionFactory,
                ValidatingManagedConnectionFactory,
                ResourceAdapterAssociation,
                TransactionSupport {
    private static final long serialVersionUID = 1L;

    /** The maximum time of {@link #getInvalidConnections}, plus the probes of one connection; connections after the limit are not probed. */
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(30);

    private volatile FactorySignOn signOn = FactorySignOn.NONE;

    /** The credentials of tokens that were looked up, cached since a container may make the object anew at each look-up. */
    private transient volatile Credentials found;

    private transient SmtpResourceAdapter adapter;
    private transient FactoryClient client;

    /** The outbox, or null before its first use. */
    private transient volatile Optional<OutboxService> outbox;

    private transient Outboxes ownOutboxes;
    private transient PrintWriter logWriter;

    /** Creates a factory with all properties empty. */
    public SmtpManagedConnectionFactory() {}

    public String getUserName() {
        return signOn.userName();
    }

    /** Sets the login name for connections without a sign-on of the container or the application; empty: determined by the tables. */
    @ConfigProperty(
            description =
                    "The login name where neither the container nor the application signs on. Default: what the tables say.")
    public void setUserName(String text) {
        signOn(new FactorySignOn(FactorySignOn.text(text), signOn.password(), signOn.tokens()));
    }

    /** Returns an empty string: the password is not disclosed. */
    public String getPassword() {
        return "";
    }

    /** Sets the password of {@link #setUserName}. */
    @ConfigProperty(description = "The password of userName. Default: none.", confidential = true)
    public void setPassword(String text) {
        signOn(new FactorySignOn(signOn.userName(), FactorySignOn.text(text), signOn.tokens()));
    }

    public String getTokens() {
        return signOn.tokens();
    }

    /** Sets the JNDI name of an administered object whose tokens are used in place of a password; empty: none. */
    @ConfigProperty(
            description =
                    "The JNDI name of an administered object OAuthTokens to log in with, in place of userName and password. Default: none.")
    public void setTokens(String text) {
        signOn(new FactorySignOn(signOn.userName(), signOn.password(), FactorySignOn.text(text)));
    }

    private void signOn(FactorySignOn other) {
        signOn = other;
        found = null;
    }

    /** Returns the credentials of the properties, if any. */
    Optional<Credentials> signOn() throws ResourceException {
        Credentials former = found;
        if (former != null) {
            return Optional.of(former);
        }
        Optional<Credentials> own = signOn.credentials();
        own.ifPresent(credentials -> found = credentials);
        return own;
    }

    @Override
    public MailConnectionFactory createConnectionFactory(ConnectionManager manager) throws ResourceException {
        signOn.check();
        client();
        MailConnectionFactoryImpl made = new MailConnectionFactoryImpl(this, manager);
        if (rules().outbox().isPresent()) {
            Optional<SmtpResourceAdapter> own = associated();
            if (own.isPresent()) {
                own.get().whenStarted(made);
            } else {
                made.adapterStarted();
            }
        }
        return made;
    }

    /** Creates a connection factory for use outside a container, with a small pool of its own ({@link PoolingConnectionManager}). */
    @Override
    public MailConnectionFactory createConnectionFactory() throws ResourceException {
        return createConnectionFactory(new PoolingConnectionManager());
    }

    /**
     * Creates a connection factory for use outside a container with a transaction manager: as {@link #createConnectionFactory()},
     * and connections that are obtained within a transaction take part in the transaction.
     *
     * @throws InvalidPropertyException unless {@code transaction_mode} supports XA transactions
     */
    public MailConnectionFactory createConnectionFactory(TransactionManager transactions) throws ResourceException {
        if (getTransactionSupport() != TransactionSupportLevel.XATransaction) {
            client();
            throw new InvalidPropertyException("the connection factory's connections take part in transactions as "
                    + getTransactionSupport() + "; expected transaction_mode = outbox: outside a container only XA"
                    + " resources are enlisted");
        }
        return createConnectionFactory(new EnlistingConnectionManager(new PoolingConnectionManager(), transactions));
    }

    /** Creates a managed connection without contacting a host; without request info the connection serves any next hop. */
    @Override
    public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info)
            throws ResourceException {
        FactoryClient own = client();
        Optional<ConnectionKey> key = signedOn(MailConnectionRequestInfo.key(info), subject);
        SmtpManagedConnection connection =
                new SmtpManagedConnection(this, own, key, new ConnectionTransactions(rules(), outbox()));
        connection.setLogWriter(getLogWriter());
        return connection;
    }

    /** Returns a connection made for the same key and sign-on, else a connection made for no key, else {@code null}. */
    @Override
    @SuppressWarnings("rawtypes")
    public ManagedConnection matchManagedConnections(Set candidates, Subject subject, ConnectionRequestInfo info)
            throws ResourceException {
        Optional<ConnectionKey> wanted = signedOn(MailConnectionRequestInfo.key(info), subject);
        List<SmtpManagedConnection> own = own(candidates);
        return own.stream()
                .filter(connection -> connection.madeFor(wanted))
                .findFirst()
                .or(() -> own.stream().filter(SmtpManagedConnection::madeForAny).findFirst())
                .orElse(null);
    }

    /** Returns the connections whose session does not answer RSET; see {@link SmtpManagedConnection#isValid}. */
    @Override
    @SuppressWarnings("rawtypes")
    public Set<ManagedConnection> getInvalidConnections(Set connections) {
        long start = System.nanoTime();
        Set<ManagedConnection> invalid = new HashSet<>();
        for (SmtpManagedConnection connection : own(connections)) {
            if (System.nanoTime() - start > PROBE_LIMIT.toNanos()) {
                break;
            }
            if (!connection.isValid()) {
                invalid.add(connection);
            }
        }
        return invalid;
    }

    /**
     * Returns the transaction support that {@code transaction_mode} selects, independent of the adapter's support (section 7.13).
     * Returns no transaction for malformed properties, which the creation of a connection reports.
     */
    @Override
    public TransactionSupportLevel getTransactionSupport() {
        try {
            return rules().level();
        } catch (ResourceException bad) {
            return TransactionSupportLevel.NoTransaction;
        }
    }

    private TransactionRules rules() throws InvalidPropertyException {
        try {
            return TransactionRules.from(settings());
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
    }

    /** Returns the outbox for the mail of transactions; empty unless {@code transaction_mode} is {@code outbox}. Opened on first use. */
    Optional<OutboxService> outbox() throws ResourceException {
        Optional<OutboxService> former = outbox;
        if (former != null && former.filter(OutboxService::isClosed).isEmpty()) {
            return former;
        }
        Optional<Path> directory = rules().outbox();
        if (directory.isEmpty()) {
            outbox = Optional.empty();
            return outbox;
        }
        try {
            Optional<OutboxService> opened = Optional.of(outboxes().open(directory.get()));
            outbox = opened;
            return opened;
        } catch (IOException e) {
            throw bad("parameter outbox_directory: " + e.getMessage());
        }
    }

    /** Returns the adapter's outboxes; without an adapter, this factory's own. */
    private synchronized Outboxes outboxes() throws ResourceException {
        if (adapter != null) {
            return adapter.outboxes();
        }
        if (ownOutboxes == null) {
            ownOutboxes = new Outboxes(Clock.systemUTC());
        }
        return ownOutboxes;
    }

    /** Returns an exception without stack trace. Containers log the trace, which is useless for a configuration error of the operator. */
    static InvalidPropertyException bad(String message) {
        InvalidPropertyException bad = new InvalidPropertyException(message);
        bad.setStackTrace(new StackTraceElement[0]);
        return bad;
    }

    @Override
    public synchronized ResourceAdapter getResourceAdapter() {
        return adapter;
    }

    /**
     * Associates this factory with a resource adapter.
     *
     * @throws ResourceException when {@code given} is not an adapter of this kind, or another adapter was set before
     */
    @Override
    @SuppressWarnings("ReferenceEquality") // equals compares configurations; this check is about the instance
    public synchronized void setResourceAdapter(ResourceAdapter given) throws ResourceException {
        if (!(given instanceof SmtpResourceAdapter own)) {
            throw new ResourceException("cannot be associated with "
                    + (given == null ? "no resource adapter" : given.getClass().getName()) + "; expected "
                    + SmtpResourceAdapter.class.getName());
        }
        if (adapter != null && adapter != own) {
            throw new IllegalStateException("the connection factory is associated with a resource adapter already");
        }
        if (adapter == null) {
            adapter = own;
            configurationChanged();
        }
    }

    /** Returns the adapter's settings; without an adapter the catalog's defaults. */
    @Override
    protected Settings inherited() {
        return associated().map(SmtpResourceAdapter::settings).orElseGet(Catalog::defaults);
    }

    /** Returns the configuration that distinguishes two factories, including their adapters' configuration. */
    @Override
    protected Map<String, String> configuration() {
        Map<String, String> all =
                associated().map(SmtpResourceAdapter::configuration).orElseGet(TreeMap::new);
        all.putAll(super.configuration());
        all.putAll(signOn.properties());
        return all;
    }

    private synchronized Optional<SmtpResourceAdapter> associated() {
        return Optional.ofNullable(adapter);
    }

    @Override
    public synchronized void setLogWriter(PrintWriter out) {
        logWriter = out;
    }

    @Override
    public synchronized PrintWriter getLogWriter() {
        return logWriter;
    }

    /** Discards the client and the outbox. Connections made before keep the client of the former settings. */
    @Override
    protected synchronized void configurationChanged() {
        client = null;
        outbox = null;
    }

    /**
     * Returns the client of all connections of this factory, made on first use and closed by the adapter's stop.
     *
     * @throws InvalidPropertyException for a malformed configuration property
     */
    FactoryClient client() throws ResourceException {
        Optional<FactoryClient> former = current();
        return former.isPresent() ? former.get() : make();
    }

    private synchronized Optional<FactoryClient> current() {
        return Optional.ofNullable(client);
    }

    /** Makes the client outside the lock, since this host's name may be looked up, and a file read. */
    private FactoryClient make() throws ResourceException {
        Optional<SmtpResourceAdapter> own = associated();
        try {
            Settings settings = settings();
            FactoryClient made = FactoryClient.of(settings, own);
            FactoryClient installed = install(made, settings);
            if (installed.equals(made)) {
                FactoryClient.warn(settings, own);
            }
            return installed;
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
    }

    /** Stores the first client made and returns it; a second client made concurrently is dropped, which has opened nothing yet. */
    private synchronized FactoryClient install(FactoryClient made, Settings settings) throws ResourceException {
        if (client == null) {
            if (adapter != null) {
                adapter.register(made.mail(), settings);
            }
            client = made;
        }
        return client;
    }

    private Optional<ConnectionKey> signedOn(Optional<ConnectionKey> key, Subject subject) throws ResourceException {
        return key.isEmpty() ? key : Optional.of(SignOn.of(key.get(), subject, this));
    }

    private static List<SmtpManagedConnection> own(Set<?> connections) {
        return connections.stream()
                .filter(SmtpManagedConnection.class::isInstance)
                .map(SmtpManagedConnection.class::cast)
                .toList();
    }
}
