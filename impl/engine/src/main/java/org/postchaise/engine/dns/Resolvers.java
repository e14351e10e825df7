/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

/**
 * The resolvers of names.
 *
 * @param dns the DNS resolver
 * @param hosts the operating system's resolver
 */
public record Resolvers(DnsResolver dns, HostResolver hosts) {

    private static final int ANSWERS_KEPT = 10_000;

    /** Returns {@code dns} with a cache in front, together with the operating system's resolver. */
    public static Resolvers keeping(DnsResolver dns) {
        return new Resolvers(new CachingResolver(dns, ANSWERS_KEPT, System::nanoTime), new NativeHostResolver());
    }
}
