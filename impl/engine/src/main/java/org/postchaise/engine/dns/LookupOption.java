/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

/** What a lookup may do beyond asking for the name as it is. */
public enum LookupOption {
    /** Ask the resolver to validate, and believe what it says about that (AD bit). */
    DNSSEC,
    /** Complete a name without dots by the local domain ({@code res_defnames}). */
    DEFAULT_DOMAIN,
    /** Try the domains of the search list ({@code res_dnsrch}). */
    SEARCH
}
