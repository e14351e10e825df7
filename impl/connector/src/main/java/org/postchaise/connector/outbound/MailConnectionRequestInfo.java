/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import java.util.Optional;
import org.postchaise.engine.client.delivery.ConnectionKey;

/**
 * The request info of a connection: the key of the session that the connection is for. A container with a pool per
 * request info keeps one pool per destination. Equality is the key's (Jakarta Connectors 2.1, section 19.4).
 *
 * @param destination the attributes that a reusable session must share; empty for mail that goes into an outbox, and is
 *     routed later
 */
public record MailConnectionRequestInfo(Optional<ConnectionKey> destination) implements ConnectionRequestInfo {
    /** The request info for mail that goes into an outbox. */
    static final MailConnectionRequestInfo ROUTED_LATER = new MailConnectionRequestInfo(Optional.empty());

    /** Creates a request info for sessions with the given key. */
    public MailConnectionRequestInfo(ConnectionKey key) {
        this(Optional.of(key));
    }

    /** Returns the key that {@code info} requests; empty for null, which containers pass in recovery. */
    static Optional<ConnectionKey> key(ConnectionRequestInfo info) throws ResourceException {
        if (info == null) {
            return Optional.empty();
        }
        if (info instanceof MailConnectionRequestInfo request) {
            return request.destination();
        }
        throw new ResourceException("request info is a " + info.getClass().getName() + "; expected "
                + MailConnectionRequestInfo.class.getName());
    }
}
