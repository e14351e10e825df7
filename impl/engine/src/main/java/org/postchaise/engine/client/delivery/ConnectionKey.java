/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.util.Map;
import org.postchaise.api.Peer;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.sasl.client.Identity;

/**
 * The attributes that two deliveries must have in common to share a session: a named set, so that false sharing can be checked
 * for.
 *
 * @param nextHop the next hop
 * @param protocol the protocol; for a unix-domain socket always LMTP
 * @param settings the settings of the request, main.cf name to text
 * @param identity the identity for the login
 */
public record ConnectionKey(NextHop nextHop, Protocol protocol, Map<String, String> settings, Identity identity) {

    /** Creates a key with a copy of the map. */
    public ConnectionKey {
        protocol = nextHop instanceof NextHop.UnixPath ? Protocol.LMTP : protocol;
        settings = Map.copyOf(settings);
    }

    /**
     * Returns true if mail for {@code other} may be sent on a session to {@code peer} that was opened for this key. A session with
     * TLS is only for its own next hop, since the requirements on the server's certificate may depend on the next hop. Where
     * credentials may depend on next hop and host name, both must be equal too, even if the session has not logged in.
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

    /** Creates a key without an identity. */
    public ConnectionKey(NextHop nextHop, Protocol protocol, Map<String, String> settings) {
        this(nextHop, protocol, settings, Identity.ANYONE);
    }

    /** Creates a key for SMTP, without settings of the request. */
    public ConnectionKey(NextHop nextHop) {
        this(nextHop, Protocol.SMTP, Map.of());
    }

    /** Returns this key with the identity {@code other}. */
    public ConnectionKey as(Identity other) {
        return new ConnectionKey(nextHop, protocol, settings, other);
    }
}
