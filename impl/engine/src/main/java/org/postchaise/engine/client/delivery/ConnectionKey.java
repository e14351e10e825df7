/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.util.Map;
import org.postchaise.api.Peer;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.sasl.Identity;

/**
 * What two deliveries must share to share a session: a named set of attributes, so that false sharing can be checked for.
 *
 * @param nextHop where the session leads
 * @param protocol what is spoken; to a unix-domain socket always LMTP
 * @param settings what the request set for itself, main.cf name to text
 * @param identity on whose behalf it is opened
 */
public record ConnectionKey(NextHop nextHop, Protocol protocol, Map<String, String> settings, Identity identity) {

    /** A copy of the map. */
    public ConnectionKey {
        protocol = nextHop instanceof NextHop.UnixPath ? Protocol.LMTP : protocol;
        settings = Map.copyOf(settings);
    }

    /**
     * Whether mail for {@code other} may go out on a session to {@code peer} that was opened for this. One with TLS is for its own
     * next hop: what was asked of the server's certificate may depend on it. Where credentials may depend on next hop and host
     * name these must be the same too, whether the session has logged in or not.
     */
    public boolean serves(ConnectionKey other, Peer peer, Session session) {
        return protocol == other.protocol
                && settings.equals(other.settings)
                && identity.equals(other.identity)
                && (!session.isPersonal()
                        || (nextHop.equals(other.nextHop)
                                && session.peer().host().equals(peer.host())))
                && (session.secured().isEmpty() || nextHop.equals(other.nextHop))
                && session.peer().address().equals(peer.address())
                && session.peer().port() == peer.port();
    }

    /** For whoever the sender is. */
    public ConnectionKey(NextHop nextHop, Protocol protocol, Map<String, String> settings) {
        this(nextHop, protocol, settings, Identity.ANYONE);
    }

    /** For SMTP, without settings of its own. */
    public ConnectionKey(NextHop nextHop) {
        this(nextHop, Protocol.SMTP, Map.of());
    }

    /** The same for {@code other}. */
    public ConnectionKey as(Identity other) {
        return new ConnectionKey(nextHop, protocol, settings, other);
    }
}
