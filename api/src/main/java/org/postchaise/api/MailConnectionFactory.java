/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The connection factory that an application looks up (Jakarta Connectors 2.1, section 6.5.1). The factory returns connections to next
 * hops, pooled by the container, and delivers mail through such connections.
 *
 * <p>A <em>next hop</em> is written as Postfix writes it: {@code domain}, {@code domain:port}, {@code [host]}, {@code [host]:port}, {@code
 * unix:/path}, or several of them in order; without a port it is 25 (LMTP: 24). A transport may stand before it: {@code lmtp:[host]:24}.
 * The factory's own next hop is its configuration property {@code relayhost} (Postfix parameter of the same name).
 *
 * <p>Thread-safe.
 */
public interface MailConnectionFactory extends Serializable, Referenceable {

    /**
     * Returns a connection to the configured next hop.
     *
     * @throws ResourceException when no next hop is configured, or the pool has no connection within its time limit
     */
    MailConnection getConnection() throws ResourceException;

    /**
     * Returns a connection to {@code nextHop}. No host is contacted before the first delivery.
     *
     * @param nextHop such as {@code [host]:port} or {@code lmtp:unix:/path}
     * @throws ResourceException when {@code nextHop} is malformed (the message names it), or the pool has no connection within its time
     *     limit
     */
    MailConnection getConnection(String nextHop) throws ResourceException;

    /**
     * Returns a connection to {@code nextHop} with its own settings, which take precedence over the settings of the factory. Connections
     * are shared only among requests with the same settings, so an application should use few distinct sets of settings.
     *
     * @param settings name and value of Postfix parameters as main.cf writes them: {@code smtp_connect_timeout}, {@code 5s}
     * @throws ResourceException as {@link #getConnection(String)}, and when a name is unknown, a value is malformed, or a parameter has no
     *     effect on a connection (the message names the parameter)
     */
    MailConnection getConnection(String nextHop, Map<String, String> settings) throws ResourceException;

    /**
     * Returns a connection to {@code nextHop} that logs in as {@code userName} (RFC 4954), regardless of the tables of {@code
     * smtp_sasl_password_maps}. With container-managed sign-on, the container's credentials are used instead (Connectors 2.1, section 9.1).
     * The connection logs in when the server offers AUTH; {@code smtp_sasl_security_options} limits the mechanisms.
     *
     * @throws ResourceException as {@link #getConnection(String)}, and when the user name is blank or the password is null
     */
    MailConnection getConnection(String nextHop, String userName, char[] password) throws ResourceException;

    /**
     * Routes each recipient, delivers through as many connections as necessary, and merges the reports. As in Postfix, the next hop is
     * determined by {@code transport_maps}, then by the maps by sender, {@code default_transport} and {@code relayhost}, then by the
     * recipient's domain. A recipient for whom the pool has no connection is deferred (4.3.0). At a busy destination, whose concurrency or
     * rate limit is reached, the delivery waits for up to 30 s in all; then the recipient is {@linkplain RecipientOutcome.NotTried not tried}.
     *
     * @return exactly one outcome for each recipient of {@code envelope}, in its order
     * @throws ResourceException when the pool has no connection for any recipient, or the envelope's VERP delimiters are not in {@code
     *     verp_delimiter_filter}; no mail was sent in that case
     */
    default DeliveryReport deliver(Envelope envelope, MessageSource message) throws ResourceException {
        return deliver(envelope, message, DeliveryOptions.NONE);
    }

    /** Delivers as {@link #deliver(Envelope, MessageSource)} does, with options. */
    default DeliveryReport deliver(Envelope envelope, MessageSource message, DeliveryOptions options)
            throws ResourceException {
        return deliver(envelope, message, options, part -> {});
    }

    /**
     * Delivers as {@link #deliver(Envelope, MessageSource, DeliveryOptions)} does, and reports the outcome of each group of recipients as soon as that
     * outcome is known, while the delivery to other recipients may still be in progress. For callers that must record which recipients have
     * the mail in case the delivery is interrupted. A mail that waits for a commit is reported only by the return value.
     *
     * @param parts the consumer of partial reports, called on the caller's thread before this method returns; an exception of the consumer
     *     ends the delivery
     */
    DeliveryReport deliver(
            Envelope envelope, MessageSource message, DeliveryOptions options, Consumer<DeliveryReport> parts)
            throws ResourceException;

    /**
     * Returns the status of a mail that a transaction has put into the outbox of this factory. Empty while the transaction is not
     * committed, after its rollback, and for a mail that was finished long ago: the last 10,000 finished mails are remembered until the
     * server stops.
     *
     * @throws ResourceException when this factory has no outbox ({@code transaction_mode})
     */
    Optional<MailStatus> status(DeliveryTicket ticket) throws ResourceException;

    /**
     * Registers {@code listener} for all mails of this factory's outbox. The listener is called after each delivery attempt, until the
     * returned registration is closed. An application must close the registration before the application stops.
     *
     * @throws ResourceException when this factory has no outbox ({@code transaction_mode})
     */
    Registration addStatusListener(MailStatusListener listener) throws ResourceException;

    /** The registration of a listener, which {@link #close} ends. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
