/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.spi.ConnectionRequestInfo;
import java.util.Optional;
import org.postchaise.engine.client.delivery.ConnectionKey;

/**
 * What a request for a connection asks of the pool: a connection whose session has this key. A container with a pool per
 * request info keeps one pool per destination. Equality is the key's (Jakarta Connectors 2.1, section 19.4).
 *
 * @param destination what a session to be reused must share; empty for mail that goes into an outbox, and is routed later
 */
public record MailConnectionRequestInfo(Optional<ConnectionKey> destination) implements ConnectionRequestInfo {
    /** For mail that goes into an outbox. */
    static final MailConnectionRequestInfo ROUTED_LATER = new MailConnectionRequestInfo(Optional.empty());

    /** For sessions with that key. */
    public MailConnectionRequestInfo(ConnectionKey key) {
        this(Optional.of(key));
    }
}
