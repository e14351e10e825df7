/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

/** A resolver of the addresses of hosts. Called on the thread of a delivery; a lookup returns in finite time. */
@FunctionalInterface
public interface HostResolver {
    /** Returns the answer for {@code host}, a host name or a numeric address. */
    HostAnswer addresses(String host);
}
