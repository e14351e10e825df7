/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import jakarta.resource.ResourceException;

/**
 * A connection to one next hop: a handle on a managed connection of the container's pool.
 *
 * <p>The SMTP session behind it is opened by the first delivery and reused by later ones, also by those of other handles
 * that get it from the pool. Not thread-safe: one thread at a time. Source: Jakarta Connectors 2.1, section 6.5.4.
 */
public interface MailConnection extends AutoCloseable {

    /**
     * Delivers one message to the recipients of {@code envelope} at this connection's next hop.
     *
     * <p>What the network or the server does wrong is an outcome, not an exception.
     *
     * @return exactly one outcome for each recipient, in the envelope's order
     * @throws ResourceException when this handle is closed, or in use by another thread
     */
    DeliveryReport deliver(Envelope envelope, MessageSource message) throws ResourceException;

    /** Gives the connection back to the pool; a second call does nothing. */
    @Override
    void close();
}
