/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.net.InetAddress;

/**
 * The local address that a connection is to come from.
 *
 * @param address of the same family as the peer's; the port is the system's choice
 * @param need what it means when this system does not have the address
 */
public record SourceAddress(InetAddress address, Need need) {

    /** What it means that an address can't be had. */
    public enum Need {
        /** The connection comes from another address, and a warning is logged. */
        WANTED,
        /** There is no connection ({@code smtp_bind_address_enforce}). */
        REQUIRED
    }
}
