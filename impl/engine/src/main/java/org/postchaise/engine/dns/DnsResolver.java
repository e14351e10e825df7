/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.io.IOException;
import java.util.Set;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;

/**
 * Looks records up. Called on the thread of a delivery; thread-safe; returns in finite time, at once when the thread is
 * interrupted (the answer is then {@link DnsAnswer.Kind#TRY_AGAIN}), and never throws for what a server does.
 */
@FunctionalInterface
public interface DnsResolver {

    /** The records of {@code type} of {@code name}, at the end of its aliases if it has any. */
    DnsAnswer lookup(String name, RecordType type, Set<LookupOption> options);

    /** A resolver that asks these name servers, and keeps nothing. */
    static DnsResolver of(NameServers servers) {
        return new DnsjavaResolver(servers);
    }

    /**
     * The same, which validates what they say (RFC 4035), whether or not they do.
     *
     * @param anchors what is trusted: DS or DNSKEY records as in a zone's file
     * @throws IOException when they are no such records
     */
    static DnsResolver validating(NameServers servers, byte[] anchors) throws IOException {
        return new DnsjavaResolver(servers, anchors);
    }
}
