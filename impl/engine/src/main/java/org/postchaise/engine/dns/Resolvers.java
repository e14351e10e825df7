/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

/**
 * The two ways to look names up.
 *
 * @param dns the DNS
 * @param hosts the operating system
 */
public record Resolvers(DnsResolver dns, HostResolver hosts) {

    /** The system's name servers and the operating system. */
    public static Resolvers ofSystem() {
        return of(NameServers.system());
    }

    /** These name servers, and the operating system. */
    public static Resolvers of(NameServers servers) {
        return new Resolvers(DnsResolver.of(servers), new NativeHostResolver());
    }
}
