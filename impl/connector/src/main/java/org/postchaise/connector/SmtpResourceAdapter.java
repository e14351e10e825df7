/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import javax.transaction.xa.XAResource;
import org.postchaise.engine.client.delivery.MailClient;

/**
 * The adapter's lifecycle, and nothing else.
 *
 * <p>Several instances in one server are normal (WildFly starts one more for each {@code @ConnectionFactoryDefinition}):
 * {@link #start} takes no socket, lock or singleton. {@link #stop} ends the sessions of all connection factories that are
 * associated with this adapter; it waits for nothing.
 *
 * <p>Source: Jakarta Connectors 2.1, sections 5.3 and 19.3.
 */
@Connector(
        displayName = "Postchaise",
        description = "Pooled SMTP connections as managed resources.",
        vendorName = "Postchaise",
        eisType = "SMTP",
        version = "0.1",
        licenseDescription = "Apache License 2.0",
        reauthenticationSupport = false,
        transactionSupport = TransactionSupportLevel.NoTransaction)
public class SmtpResourceAdapter implements ResourceAdapter, Serializable {
    private static final long serialVersionUID = 1L;

    private final transient Lifecycle lifecycle = new Lifecycle();

    /** Not started. */
    public SmtpResourceAdapter() {}

    @Override
    public void start(BootstrapContext context) {
        lifecycle.start(context);
    }

    @Override
    public void stop() {
        // outside any lock: closing is I/O
        lifecycle.stop().forEach(MailClient::close);
    }

    /**
     * Enters a client that {@link #stop} is to close; it is held weakly, since a container may drop a connection factory
     * at any time without a word.
     *
     * @throws IllegalStateException when this adapter was stopped; the client is of no use then
     */
    public void register(MailClient client) throws IllegalStateException {
        lifecycle.register(client);
    }

    /** What the container gave at start: its work manager, timer and transaction registry. Empty while not started. */
    public Optional<BootstrapContext> bootstrapContext() {
        return lifecycle.context();
    }

    /**
     * Inbound mail comes with an issue of its own.
     *
     * @throws NotSupportedException always
     */
    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        throw new NotSupportedException(
                "Postchaise does not receive mail yet: no message endpoint can be activated; only outbound connections"
                        + " are supported");
    }

    /** Does nothing: no endpoint was ever activated. */
    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {}

    /** No inbound transaction is ever in need of recovery. */
    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return new XAResource[0];
    }

    /** By configuration, and there is none yet. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SmtpResourceAdapter;
    }

    @Override
    public int hashCode() {
        return SmtpResourceAdapter.class.hashCode();
    }

    /** A copy is a bean that was not started. */
    private Object readResolve() {
        return new SmtpResourceAdapter();
    }

    /** What a started adapter has and a configured bean has not. */
    private static final class Lifecycle {
        private final Set<MailClient> clients = Collections.newSetFromMap(new WeakHashMap<>());
        private BootstrapContext context;
        private boolean stopped;

        synchronized void start(BootstrapContext given) {
            context = given;
            stopped = false;
        }

        synchronized Optional<BootstrapContext> context() {
            return Optional.ofNullable(context);
        }

        synchronized List<MailClient> stop() {
            List<MailClient> open = new ArrayList<>(clients);
            clients.clear();
            context = null;
            stopped = true;
            return open;
        }

        synchronized void register(MailClient client) throws IllegalStateException {
            if (stopped) {
                throw new IllegalStateException("the resource adapter is stopped; no new connection can be made");
            }
            clients.add(client);
        }
    }
}
