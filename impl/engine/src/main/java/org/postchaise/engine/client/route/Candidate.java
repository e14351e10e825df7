/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.net.InetSocketAddress;
import org.postchaise.api.Peer;

/**
 * One address to try.
 *
 * @param host the name it was found by
 * @param address resolved, with port
 */
public record Candidate(String host, InetSocketAddress address) {

    /** The server as failures and logs name it. */
    public Peer peer() {
        return new Peer(host, address.getAddress().getHostAddress(), address.getPort());
    }
}
