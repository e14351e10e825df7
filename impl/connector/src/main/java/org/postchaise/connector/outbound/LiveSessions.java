/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.delivery.ConnectionKey;
import org.postchaise.engine.client.delivery.SessionStore;
import org.postchaise.engine.client.session.Session;

/**
 * The live sessions of one managed connection: at most one for each key and {@value #LIMIT} in all; normally one.
 *
 * <p>After the close no session is kept: a session that a delivery returns is ended.
 */
final class LiveSessions implements SessionStore {
    /**
     * The maximum number of sessions. Without the limit, a container that never matches connections (Payara's default)
     * would make every connection accumulate sessions to every host.
     */
    static final int LIMIT = 4;

    /** The sessions by key, least recently used first. */
    private final Map<ConnectionKey, Session> sessions = new LinkedHashMap<>();

    private boolean closed;

    @Override
    public synchronized Optional<Session> take(ConnectionKey key) {
        return Optional.ofNullable(sessions.remove(key));
    }

    @Override
    public synchronized Optional<Session> take(ConnectionKey key, Peer peer) {
        Optional<ConnectionKey> holder = sessions.entrySet().stream()
                .filter(kept -> kept.getKey().serves(key, peer, kept.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
        return holder.map(sessions::remove);
    }

    @Override
    public boolean wants(ConnectionKey key) {
        return true;
    }

    /** Keeps the newest session for a key and ends the former, since the delivery has moved on to another host of the next hop. */
    @Override
    public void keep(ConnectionKey key, Session session) {
        put(key, session).ifPresent(Session::quit);
    }

    /**
     * Stores a session, and returns the session to end: the given session after the close, the former session of the
     * key, or the oldest session above the limit.
     */
    private synchronized Optional<Session> put(ConnectionKey key, Session session) {
        if (closed) {
            return Optional.of(session);
        }
        Optional<Session> former = Optional.ofNullable(sessions.remove(key));
        sessions.put(key, session);
        if (former.isEmpty() && sessions.size() > LIMIT) {
            return Optional.ofNullable(
                    sessions.remove(sessions.keySet().iterator().next()));
        }
        return former.filter(other -> !other.equals(session));
    }

    synchronized Optional<Session> any() {
        return sessions.values().stream().findFirst();
    }

    synchronized List<ConnectionKey> keys() {
        return List.copyOf(sessions.keySet());
    }

    /** Ends all sessions with QUIT, and from now on every session that is returned. */
    void close() {
        List<Session> ended;
        synchronized (this) {
            closed = true;
            ended = new ArrayList<>(sessions.values());
            sessions.clear();
        }
        ended.forEach(Session::quit);
    }

    /** Returns a view for one delivery, which records whether the delivery lost its session. */
    Use use() {
        return new Use();
    }

    /** The use of the store by one delivery. */
    final class Use implements SessionStore {
        private boolean taken;
        private boolean kept;

        private Use() {}

        @Override
        public Optional<Session> take(ConnectionKey wanted) {
            Optional<Session> session = LiveSessions.this.take(wanted);
            // a session that is too old was not lost: the delivery ends it with QUIT
            taken |= session.filter(Session::reusable).isPresent();
            return session;
        }

        @Override
        public Optional<Session> take(ConnectionKey wanted, Peer peer) {
            return LiveSessions.this.take(wanted, peer);
        }

        @Override
        public boolean wants(ConnectionKey wanted) {
            return LiveSessions.this.wants(wanted);
        }

        @Override
        public void keep(ConnectionKey key, Session session) {
            kept = true;
            LiveSessions.this.keep(key, session);
        }

        /**
         * Returns the failure by which this delivery lost an SMTP session, if there was one: no session was returned,
         * and a recipient failed without a reply of the server, either on an established session (after EHLO) or after a
         * session from this store was found dead and could not be replaced.
         *
         * <p>Other failures are no reason to evict the connection. A refused connect loses no session. After a 4xx or
         * 5xx reply the server is still there; after 421 the server has closed the session in order, and the next
         * delivery opens a new session. A local failure is not a failure of the connection.
         */
        Optional<Failure> loss(DeliveryReport report) {
            if (kept) {
                return Optional.empty();
            }
            return report.outcomes().stream()
                    .filter(RecipientOutcome.Undelivered.class::isInstance)
                    .map(outcome -> ((RecipientOutcome.Undelivered) outcome).failure())
                    .filter(failure -> !failure.hasReply() && failure.scope() != Failure.Scope.LOCAL)
                    .filter(failure -> taken || onSession(failure))
                    .findFirst();
        }

        private static boolean onSession(Failure failure) {
            return switch (failure.stage()) {
                case ROUTE, CONNECT, GREETING, EHLO, HELO, LHLO, STARTTLS, LOCAL -> false;
                case XFORWARD, MAIL, RCPT, DATA, BODY, DOT, RSET, QUIT -> true;
            };
        }
    }
}
