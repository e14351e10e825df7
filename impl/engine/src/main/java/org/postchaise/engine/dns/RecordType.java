/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

/** The types of DNS records that mail needs. */
public enum RecordType {
    /** An IPv4 address. */
    A,
    /** An IPv6 address. */
    AAAA,
    /** A mail exchanger of a domain. */
    MX,
    /** A server of a service (RFC 2782). */
    SRV,
    /** Text: reputation lists, MTA-STS. */
    TXT,
    /** What a server's certificate must match (RFC 6698). */
    TLSA,
    /** What a name is an alias of. */
    CNAME,
    /** The name of an address. */
    PTR,
    /** The name servers of a zone. */
    NS
}
