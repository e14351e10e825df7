/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

/** Looks up the addresses of a host. Called on the thread of a delivery; returns in finite time. */
@FunctionalInterface
public interface HostResolver {
    /** The answer for {@code host}, a host name or an address as text. */
    HostAnswer addresses(String host);
}
