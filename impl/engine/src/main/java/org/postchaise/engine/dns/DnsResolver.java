/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.util.Set;

/**
 * Looks records up. Called on the thread of a delivery; thread-safe; returns in finite time, at once when the thread is
 * interrupted (the answer is then {@link DnsAnswer.Kind#TRY_AGAIN}), and never throws for what a server does.
 */
@FunctionalInterface
public interface DnsResolver {

    /** The records of {@code type} of {@code name}, at the end of its aliases if it has any. */
    DnsAnswer lookup(String name, RecordType type, Set<LookupOption> options);
}
