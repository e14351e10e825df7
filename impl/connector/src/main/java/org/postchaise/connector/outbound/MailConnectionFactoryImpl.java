/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.naming.Reference;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.DeliveryTicket;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatusListener;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.spi.ConcurrencyPolicy;
import org.postchaise.api.spi.QueueTransport;
import org.postchaise.connector.AdapterListener;
import org.postchaise.connector.delivery.OutboxService;
import org.postchaise.connector.outbox.OutboxSubmission;
import org.postchaise.engine.client.delivery.ConnectionKey;
import org.postchaise.engine.config.catalog.TransactionSupport;

/**
 * The connection factory that applications look up: requests connections from the container's or the adapter's own
 * connection manager.
 *
 * <p>Source: Jakarta Connectors 2.1, sections 6.5.1 and 20.6.
 */
public final class MailConnectionFactoryImpl implements MailConnectionFactory, QueueTransport, AdapterListener {
    private static final long serialVersionUID = 1L;

    private final SmtpManagedConnectionFactory factory;
    private final ConnectionManager manager;
    private volatile Reference reference;

    /** Creates a factory; called by {@link SmtpManagedConnectionFactory#createConnectionFactory(ConnectionManager)}. */
    MailConnectionFactoryImpl(SmtpManagedConnectionFactory factory, ConnectionManager manager) {
        this.factory = factory;
        this.manager = manager;
    }

    @Override
    public MailConnection getConnection() throws ResourceException {
        return allocate(factory.client().defaultKey());
    }

    @Override
    public MailConnection getConnection(String nextHop) throws ResourceException {
        return allocate(factory.client().keyOf(nextHop));
    }

    @Override
    public MailConnection getConnection(String nextHop, Map<String, String> settings) throws ResourceException {
        return allocate(factory.client().keyOf(nextHop, settings));
    }

    @Override
    public MailConnection getConnection(String nextHop, String userName, char[] password) throws ResourceException {
        return allocate(SignOn.of(factory.client().keyOf(nextHop), userName, password));
    }

    @Override
    public DeliveryReport deliver(
            Envelope envelope, MessageSource message, DeliveryOptions options, Consumer<DeliveryReport> parts)
            throws ResourceException {
        return deliver(envelope, message, options, ConcurrencyPolicy.APPLICATION, parts);
    }

    @Override
    public DeliveryReport deliver(
            Envelope envelope,
            MessageSource message,
            DeliveryOptions options,
            ConcurrencyPolicy policy,
            Consumer<DeliveryReport> parts)
            throws ResourceException {
        if (factory.outbox().isPresent()) {
            try (MailConnectionHandle connection = handle(MailConnectionRequestInfo.ROUTED_LATER)) {
                Optional<DeliveryReport> kept = connection.stage(envelope, message, options);
                if (kept.isPresent()) {
                    return kept.get();
                }
            }
        }
        return route(envelope, message, options, policy, parts, outcome -> {});
    }

    /** Opens the outbox, and starts the delivery of its mail. */
    @Override
    public void adapterStarted() throws ResourceException {
        try {
            int workers = Math.toIntExact(factory.settings().get(TransactionSupport.OUTBOX_PROCESS_LIMIT));
            ConcurrencyPolicy policy = ConcurrencyPolicy.ofQueue(workers);
            requireOutbox()
                    .deliverBy(
                            (submission, envelope, message, record) ->
                                    deliver(submission, envelope, message, policy, record),
                            factory.settings());
        } catch (IllegalArgumentException e) {
            throw SmtpManagedConnectionFactory.bad(e.getMessage());
        }
    }

    /** Delivers a mail of the outbox. */
    DeliveryReport deliver(
            OutboxSubmission submission,
            Envelope envelope,
            MessageSource message,
            ConcurrencyPolicy policy,
            Consumer<RecipientOutcome> record)
            throws ResourceException {
        Optional<ConnectionKey> to;
        try {
            to = SubmissionAttributes.key(submission, factory.client().mail());
        } catch (IllegalArgumentException e) {
            throw new InvalidPropertyException(e.getMessage(), e);
        }
        if (to.isEmpty()) {
            return route(envelope, message, submission.options(), policy, part -> {}, record);
        }
        try (MailConnectionHandle connection = allocate(to.get())) {
            return connection.deliver(envelope, message, submission.options(), record);
        }
    }

    @Override
    public Optional<MailStatus> status(DeliveryTicket ticket) throws ResourceException {
        return requireOutbox().status(ticket);
    }

    @Override
    public Registration addStatusListener(MailStatusListener listener) throws ResourceException {
        return requireOutbox().addStatusListener(listener);
    }

    private OutboxService requireOutbox() throws ResourceException {
        return factory.outbox()
                .orElseThrow(() -> new NotSupportedException(
                        "this connection factory keeps no outbox; expected transaction_mode = outbox"));
    }

    private DeliveryReport route(
            Envelope envelope,
            MessageSource message,
            DeliveryOptions options,
            ConcurrencyPolicy policy,
            Consumer<DeliveryReport> parts,
            Consumer<RecipientOutcome> record)
            throws ResourceException {
        factory.client().requireDeliverable(envelope);
        List<ResourceException> refusals = new ArrayList<>();
        AtomicBoolean delivered = new AtomicBoolean();
        DeliveryReport report = factory.client().mail().dispatch(envelope, options, policy, (key, part, own) -> {
            try (MailConnectionHandle connection = allocate(key)) {
                DeliveryReport some = connection.deliver(part, message, own, record);
                delivered.set(true);
                parts.accept(some);
                return some;
            } catch (ResourceException e) {
                refusals.add(e);
                return unavailable(part, e);
            }
        });
        if (!refusals.isEmpty() && !delivered.get()) {
            throw refusals.get(0);
        }
        return report;
    }

    /** Returns a deferral for recipients without a connection, since other recipients of the mail may have been delivered already. */
    private static DeliveryReport unavailable(Envelope part, ResourceException reason) {
        return DeliveryReport.failed(
                part.recipients(),
                Failure.local(EnhancedStatus.of("4.3.0"), "mail transport unavailable: " + reason.getMessage()));
    }

    @Override
    public void setReference(Reference given) {
        reference = given;
    }

    @Override
    public Reference getReference() {
        return reference;
    }

    /**
     * Allocates a handle and checks that its key, apart from the identity that the container adds, is the requested key:
     * mail to the wrong host is worse than no mail.
     */
    private MailConnectionHandle allocate(ConnectionKey key) throws ResourceException {
        MailConnectionHandle handle = handle(new MailConnectionRequestInfo(key));
        boolean right = handle.key()
                .map(given -> given.as(key.identity()))
                .filter(key::equals)
                .isPresent();
        if (!right) {
            handle.close();
            throw new ResourceAdapterInternalException("the connection manager "
                    + manager.getClass().getName() + " gave a connection to "
                    + handle.key().map(given -> given.nextHop().toString()).orElse("any next hop")
                    + "; asked for one to "
                    + key.nextHop());
        }
        return handle;
    }

    private MailConnectionHandle handle(MailConnectionRequestInfo info) throws ResourceException {
        Object connection = manager.allocateConnection(factory, info);
        if (!(connection instanceof MailConnectionHandle handle)) {
            throw new ResourceAdapterInternalException("the connection manager "
                    + manager.getClass().getName() + " gave no handle of this resource adapter");
        }
        handle.allocatedBy(new Allocation(manager, factory, info));
        return handle;
    }
}
