/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.io.Serializable;
import java.util.Map;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.Protocol;

/**
 * What two deliveries must share to share a session: a named set of attributes, so that false sharing can be checked for.
 * Credentials and TLS level join it with their own issues.
 *
 * @param nextHop where the session leads
 * @param protocol what is spoken; to a unix-domain socket always LMTP
 * @param settings what the request set for itself, main.cf name to text
 */
public record ConnectionKey(NextHop nextHop, Protocol protocol, Map<String, String> settings) implements Serializable {

    /** A copy of the map. */
    public ConnectionKey {
        protocol = nextHop instanceof NextHop.UnixPath ? Protocol.LMTP : protocol;
        settings = Map.copyOf(settings);
    }

    /** For SMTP, without settings of its own. */
    public ConnectionKey(NextHop nextHop) {
        this(nextHop, Protocol.SMTP, Map.of());
    }
}
