/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.util.Optional;
import org.postchaise.engine.client.session.Session;

/** Keeps the last session. */
final class OneSession implements SessionStore {
    Optional<Session> session = Optional.empty();

    @Override
    public Optional<Session> take(ConnectionKey key) {
        Optional<Session> kept = session;
        session = Optional.empty();
        return kept;
    }

    @Override
    public boolean wants(ConnectionKey key) {
        return true;
    }

    @Override
    public void keep(ConnectionKey key, Session kept) {
        session = Optional.of(kept);
    }

    void quit() {
        session.ifPresent(Session::quit);
    }
}
