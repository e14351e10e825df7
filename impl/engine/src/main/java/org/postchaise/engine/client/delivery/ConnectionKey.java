/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.io.Serializable;
import java.util.Map;
import org.postchaise.api.Peer;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.config.Protocol;

/**
 * What two deliveries must share to share a session: a named set of attributes, so that false sharing can be checked for.
 * Credentials join it with their own issue.
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

    /**
     * Whether mail for {@code other} may go out on a session to {@code peer} that was opened for this. One with TLS is for its own
     * next hop: what was asked of the server's certificate may depend on it.
     */
    public boolean serves(ConnectionKey other, Peer peer, Session session) {
        return protocol == other.protocol
                && settings.equals(other.settings)
                && (session.secured().isEmpty() || nextHop.equals(other.nextHop))
                && session.peer().address().equals(peer.address())
                && session.peer().port() == peer.port();
    }

    /** For SMTP, without settings of its own. */
    public ConnectionKey(NextHop nextHop) {
        this(nextHop, Protocol.SMTP, Map.of());
    }
}
