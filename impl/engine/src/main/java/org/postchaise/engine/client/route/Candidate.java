/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.net.InetSocketAddress;
import org.postchaise.api.Peer;

/**
 * One address to try.
 *
 * @param host the name it was found by
 * @param address resolved, with port
 * @param best whether no other host of the next hop is preferred to it
 */
public record Candidate(String host, InetSocketAddress address, boolean best) {

    /** The server as failures and logs name it. */
    public Peer peer() {
        return new Peer(host, address.getAddress().getHostAddress(), address.getPort());
    }
}
