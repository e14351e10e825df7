/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

/** The options of a lookup; without options the name is looked up as given. */
public enum LookupOption {
    /** Request DNSSEC validation, and trust the resolver's AD bit. */
    DNSSEC,
    /** Complete a name without dots with the local domain ({@code res_defnames}). */
    DEFAULT_DOMAIN,
    /** Try the domains of the search list ({@code res_dnsrch}). */
    SEARCH
}
