/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.net.InetAddress;
import java.util.List;

/** The operating system's answer to the lookup of a host. */
public sealed interface HostAnswer {

    /**
     * The addresses of the host, at least one, in the order to try them.
     *
     * @param addresses the addresses
     */
    record Found(List<InetAddress> addresses) implements HostAnswer {
        /** Creates an answer with a copy of the list. */
        public Found {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * A negative answer: there is no such host, or the host has no address.
     *
     * @param reason the reason in one line
     */
    record NotFound(String reason) implements HostAnswer {}

    /**
     * A failed lookup, or an answer that does not say for certain that the host does not exist.
     *
     * @param reason the reason in one line
     */
    record TryAgain(String reason) implements HostAnswer {}
}
