/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.net.InetAddress;

/**
 * The local address that a connection is bound to.
 *
 * @param address an address of the peer's family; the port is the system's choice
 * @param need the consequence when this system does not have the address
 */
public record SourceAddress(InetAddress address, Need need) {

    /** The consequence when a source address is not available. */
    public enum Need {
        /** The system chooses another source address, and a warning is logged. */
        WANTED,
        /** No connection is made ({@code smtp_bind_address_enforce}). */
        REQUIRED
    }
}
