/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.spi.ConnectionRequestInfo;
import org.postchaise.engine.client.delivery.ConnectionKey;

/**
 * What a request for a connection asks of the pool: a connection whose session has this key. A container with a pool per
 * request info keeps one pool per destination. Equality is the key's (Jakarta Connectors 2.1, section 19.4).
 *
 * @param key what a session to be reused must share
 */
public record MailConnectionRequestInfo(ConnectionKey key) implements ConnectionRequestInfo {}
