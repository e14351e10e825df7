/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.util.Set;

/**
 * A resolver of DNS records. Called on the thread of a delivery; thread-safe. A lookup returns in finite time, or at
 * once when the thread is interrupted (the answer is then {@link DnsAnswer.Kind#TRY_AGAIN}), and never throws because
 * of a name server.
 */
@FunctionalInterface
public interface DnsResolver {

    /** Returns the records of {@code type} of {@code name}, after following any aliases. */
    DnsAnswer lookup(String name, RecordType type, Set<LookupOption> options);
}
