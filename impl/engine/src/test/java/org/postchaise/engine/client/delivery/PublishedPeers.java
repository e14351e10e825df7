/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.util.ArrayList;
import java.util.List;
import org.postchaise.engine.NameServerPeers.Zone;
import org.postchaise.testkit.TlsPeer;

/**
 * Servers on ports of 127.0.0.1, which is {@code mx.signed.test} and {@code mx.plain.test}, and what the zones {@code signed.test} and
 * {@code plain.test} say of them. Both say the same; only one is signed.
 */
final class PublishedPeers implements AutoCloseable {
    private final List<TlsPeer> peers = new ArrayList<>();
    private final StringBuilder records = new StringBuilder("mx IN A 127.0.0.1\n");

    /**
     * Takes a server over.
     *
     * @param tlsa the data of its TLSA record; empty: it has none
     * @return its port
     */
    int start(TlsPeer peer, String... tlsa) {
        peers.add(peer);
        for (String data : tlsa) {
            if (!data.isEmpty()) {
                say("_" + peer.port() + "._tcp.mx IN TLSA " + data);
            }
        }
        return peer.port();
    }

    /** One more record in both zones. */
    void say(String record) {
        records.append(record).append('\n');
    }

    /** Both zones. */
    List<Zone> zones() {
        return List.of(Zone.signed("signed.test", records.toString()), Zone.unsigned("plain.test", records.toString()));
    }

    @Override
    public void close() {
        peers.forEach(TlsPeer::close);
    }
}
