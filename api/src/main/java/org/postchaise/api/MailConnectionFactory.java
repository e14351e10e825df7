/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The managed resource that an application looks up: hands out connections to next hops, pooled by the container, and
 * delivers mail through them.
 *
 * <p>A <em>next hop</em> is written as Postfix writes it: {@code domain}, {@code domain:port}, {@code [host]}, {@code
 * [host]:port}, {@code unix:/path}, or several of them in order; without a port it is 25 (LMTP: 24). A transport may stand
 * before it: {@code lmtp:[host]:24}. The factory's own next hop is its configuration property {@code relayhost} (Postfix
 * parameter of the same name).
 *
 * <p>Thread-safe. Source: Jakarta Connectors 2.1, section 6.5.1.
 */
public interface MailConnectionFactory extends Serializable, Referenceable {

    /**
     * A connection to the configured next hop.
     *
     * @throws ResourceException when no next hop is configured, or the pool has no connection within its time limit
     */
    MailConnection getConnection() throws ResourceException;

    /**
     * A connection to {@code nextHop}. No host is contacted before the first delivery.
     *
     * @param nextHop such as {@code [host]:port} or {@code lmtp:unix:/path}
     * @throws ResourceException when {@code nextHop} is malformed (the message names it), or the pool has no connection
     *     within its time limit
     */
    MailConnection getConnection(String nextHop) throws ResourceException;

    /**
     * A connection to {@code nextHop} with settings of its own, which win over those of the factory. Connections are shared
     * among requests with the same settings only, so an application should use few different ones.
     *
     * @param settings name and value of Postfix parameters as main.cf writes them: {@code smtp_connect_timeout}, {@code 5s}
     * @throws ResourceException as above, and when a name is unknown, a value is bad, or a parameter has no effect on a
     *     connection (the message names it)
     */
    MailConnection getConnection(String nextHop, Map<String, String> settings) throws ResourceException;

    /**
     * A connection to {@code nextHop} that logs in as {@code userName} (RFC 4954), whatever the tables of {@code
     * smtp_sasl_password_maps} say; where the container signs on, its credentials count instead (Connectors 2.1, section 9.1).
     * A login takes place when the server offers it; which mechanisms are good enough {@code smtp_sasl_security_options} says.
     *
     * @throws ResourceException as above, and when the user name is blank or the password is null
     */
    MailConnection getConnection(String nextHop, String userName, char[] password) throws ResourceException;

    /**
     * Routes each recipient, delivers through as many connections as that needs, and merges the reports. As in Postfix,
     * {@code transport_maps} says where to, then the maps by sender, {@code default_transport} and {@code relayhost}, then
     * the recipient's domain. A recipient whose connection could not be had is deferred (4.3.0).
     *
     * @return exactly one outcome for each recipient of {@code envelope}, in its order
     * @throws ResourceException when no connection at all could be had, or the envelope's VERP delimiters are none of {@code
     *     verp_delimiter_filter}; nothing was sent then
     */
    default DeliveryReport deliver(Envelope envelope, MessageSource message) throws ResourceException {
        return deliver(envelope, message, part -> {});
    }

    /**
     * As {@link #deliver(Envelope, MessageSource)}, and tells the outcome of each part of the recipients as soon as it is known, while others
     * of them may be on their way: for a caller that keeps who has the mail should it be cut short. A mail that waits for a commit has no
     * parts.
     *
     * @param parts told on the caller's thread, before this method returns; what it throws ends the delivery
     */
    DeliveryReport deliver(Envelope envelope, MessageSource message, Consumer<DeliveryReport> parts)
            throws ResourceException;

    /**
     * How far a mail has come that a transaction put into the outbox of this factory; empty while the transaction is not
     * committed, after its rollback, and for a mail that was finished long ago: the last 10,000 are remembered until the
     * server ends.
     *
     * @throws ResourceException when this factory has no outbox ({@code transaction_mode})
     */
    Optional<MailStatus> status(DeliveryTicket ticket) throws ResourceException;

    /**
     * Has {@code listener} told of every mail of this factory's outbox after each attempt to deliver it, until the returned
     * registration is closed. An application closes it before it ends.
     *
     * @throws ResourceException when this factory has no outbox ({@code transaction_mode})
     */
    Registration addStatusListener(MailStatusListener listener) throws ResourceException;

    /** Ends with {@link #close}. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
