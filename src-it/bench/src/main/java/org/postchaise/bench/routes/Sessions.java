/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.routes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.postchaise.engine.client.delivery.ConnectionKey;
import org.postchaise.engine.client.delivery.SessionStore;
import org.postchaise.engine.client.session.Session;

/** Store of idle sessions, by destination: a container's pool as a map. */
final class Sessions implements SessionStore {
    private final Map<ConnectionKey, Deque<Session>> idle = new HashMap<>();

    @Override
    public synchronized Optional<Session> take(ConnectionKey key) {
        return Optional.ofNullable(idle.get(key)).map(Deque::pollLast);
    }

    @Override
    public boolean wants(ConnectionKey key) {
        return true;
    }

    @Override
    public synchronized void keep(ConnectionKey key, Session session) {
        idle.computeIfAbsent(key, unknown -> new ArrayDeque<>()).addLast(session);
    }
}
