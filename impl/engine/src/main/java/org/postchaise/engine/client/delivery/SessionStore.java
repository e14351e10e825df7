/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.util.Optional;
import org.postchaise.api.Peer;
import org.postchaise.engine.client.session.Session;

/**
 * Where a delivery finds a live session and leaves it for the next one. The connector's managed connection is one; {@link
 * #none()} is for a single delivery.
 *
 * <p>A session belongs to one delivery at a time: {@link #take} removes it, {@link #keep} gives it back, in the same
 * thread. The store closes what it does not keep.
 */
public interface SessionStore {

    /** Removes and returns the session for {@code key}, if there is one. */
    Optional<Session> take(ConnectionKey key);

    /**
     * Removes and returns a session with the server at the address and port of {@code peer}, whatever its next hop was, if
     * there is one that shares the rest of {@code key}. Without this method a session is found by its next hop only.
     */
    default Optional<Session> take(ConnectionKey key, Peer peer) {
        return Optional.empty();
    }

    /** Whether a session for {@code key} would be kept: if not, it ends with its mail. */
    boolean wants(ConnectionKey key);

    /** Keeps a session that can be used again. */
    void keep(ConnectionKey key, Session session);

    /** Keeps nothing. */
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
