/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.io.Serializable;
import java.util.Map;
import org.postchaise.engine.client.route.NextHop;

/**
 * What two deliveries must share to share a session: a named set of attributes, so that false sharing can be checked for.
 * Credentials, TLS level and protocol join it with their own issues.
 *
 * @param nextHop where the session leads
 * @param settings what the request set for itself, main.cf name to text
 */
public record ConnectionKey(NextHop nextHop, Map<String, String> settings) implements Serializable {

    /** A copy of the map. */
    public ConnectionKey {
        settings = Map.copyOf(settings);
    }

    /** Without settings of its own. */
    public ConnectionKey(NextHop nextHop) {
        this(nextHop, Map.of());
    }
}
