/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.util.Optional;
import org.postchaise.api.Peer;
import org.postchaise.engine.client.session.Session;

/**
 * The store from which a delivery takes a kept session and to which it gives a session for the next delivery. The
 * connector's managed connection is a store; {@link #none()} is for a single delivery.
 *
 * <p>A session belongs to one delivery at a time: {@link #take} removes the session, {@link #keep} returns it, on the same
 * thread. The store closes sessions that it does not keep.
 */
public interface SessionStore {

    /** Removes and returns the session for {@code key}, if there is one. */
    Optional<Session> take(ConnectionKey key);

    /**
     * Removes and returns a session with the server at the address and port of {@code peer}, opened for any next hop, if
     * there is one that has the rest of {@code key} in common. A store without this method finds sessions by their next
     * hop only.
     */
    default Optional<Session> take(ConnectionKey key, Peer peer) {
        return Optional.empty();
    }

    /** Returns true if a session for {@code key} would be kept; otherwise the session ends with its mail. */
    boolean wants(ConnectionKey key);

    /** Keeps a session that can be reused. */
    void keep(ConnectionKey key, Session session);

    /** Returns a store that keeps no sessions. */
    static SessionStore none() {
        return new SessionStore() {
            @Override
            public Optional<Session> take(ConnectionKey key) {
                return Optional.empty();
            }

            @Override
            public boolean wants(ConnectionKey key) {
                return false;
            }

            @Override
            public void keep(ConnectionKey key, Session session) {
                session.quit();
            }
        };
    }
}
