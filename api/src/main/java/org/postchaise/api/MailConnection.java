/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import jakarta.resource.ResourceException;

/**
 * A connection to one next hop: an application-level handle on a managed connection of the container's pool (Jakarta
 * Connectors 2.1, section 6.5.4).
 *
 * <p>The first delivery opens the SMTP session of the managed connection; later deliveries reuse the session, including
 * deliveries of other handles that get the managed connection from the pool. Not thread-safe: one thread at a time.
 */
public interface MailConnection extends AutoCloseable {

    /**
     * Delivers one message to the recipients of {@code envelope} at this connection's next hop.
     *
     * <p>Errors of the network or the server are outcomes, not exceptions.
     *
     * @return exactly one outcome for each recipient, in the envelope's order
     * @throws ResourceException when this handle is closed, or in use by another thread
     */
    default DeliveryReport deliver(Envelope envelope, MessageSource message) throws ResourceException {
        return deliver(envelope, message, DeliveryOptions.NONE);
    }

    /** Delivers as {@link #deliver(Envelope, MessageSource)} does, with options. */
    DeliveryReport deliver(Envelope envelope, MessageSource message, DeliveryOptions options) throws ResourceException;

    /** Returns the connection to the pool; a second call does nothing. */
    @Override
    void close();
}
