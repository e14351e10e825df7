/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.net.InetAddress;
import java.util.List;

/** What the operating system found for a host. */
public sealed interface HostAnswer {

    /**
     * Addresses, at least one, in the order to try them.
     *
     * @param addresses the addresses
     */
    record Found(List<InetAddress> addresses) implements HostAnswer {
        /** A copy of the list. */
        public Found {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * There is no such host, or it has no address.
     *
     * @param reason one line
     */
    record NotFound(String reason) implements HostAnswer {}

    /**
     * No answer, or none that says for certain that the host does not exist.
     *
     * @param reason one line
     */
    record TryAgain(String reason) implements HostAnswer {}
}
