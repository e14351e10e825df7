/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

/**
 * The two ways to look names up.
 *
 * @param dns the DNS
 * @param hosts the operating system
 */
public record Resolvers(DnsResolver dns, HostResolver hosts) {

    private static final int ANSWERS_KEPT = 10_000;

    /** {@code dns}, whose answers are kept as long as they are good, and the operating system. */
    public static Resolvers keeping(DnsResolver dns) {
        return new Resolvers(new CachingResolver(dns, ANSWERS_KEPT, System::nanoTime), new NativeHostResolver());
    }
}
