/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postchaise.api.Peer;
import org.postchaise.engine.client.delivery.ConnectionKey;
import org.postchaise.engine.client.delivery.SessionStore;
import org.postchaise.engine.client.session.Session;

/** Postfix's connection cache, as far as a single process that delivers mails one by one needs it. */
final class CachedSessions implements SessionStore {
    private record Kept(Session session, long since) {}

    private final Duration timeLimit;
    private final Map<ConnectionKey, Kept> sessions = new HashMap<>();
    private final List<Session> left = new ArrayList<>();
    private boolean storing;

    CachedSessions(Duration timeLimit) {
        this.timeLimit = timeLimit;
    }

    /** Sets whether the next delivery's session is kept. */
    void store(boolean store) {
        storing = store;
    }

    @Override
    public Optional<Session> take(ConnectionKey key) {
        Kept kept = sessions.remove(key);
        if (kept == null || !storing) {
            return Optional.empty();
        }
        if (System.nanoTime() - kept.since() > timeLimit.toNanos()) {
            left.add(kept.session());
            return Optional.empty();
        }
        return Optional.of(kept.session());
    }

    @Override
    public Optional<Session> take(ConnectionKey key, Peer peer) {
        Optional<ConnectionKey> holder = sessions.entrySet().stream()
                .filter(kept -> kept.getKey().serves(key, peer, kept.getValue().session()))
                .map(Map.Entry::getKey)
                .findFirst();
        return holder.flatMap(one -> take(one));
    }

    @Override
    public boolean wants(ConnectionKey key) {
        return storing;
    }

    @Override
    public void keep(ConnectionKey key, Session session) {
        sessions.put(key, new Kept(session, System.nanoTime()));
    }

    /** Closes the remaining sessions without QUIT, as Postfix's cache does. */
    void close() {
        sessions.values().forEach(kept -> kept.session().abort());
        left.forEach(Session::abort);
    }
}
