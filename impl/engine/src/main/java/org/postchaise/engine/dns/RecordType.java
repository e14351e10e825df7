/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

/** The types of DNS records that mail delivery uses. */
public enum RecordType {
    /** An IPv4 address. */
    A,
    /** An IPv6 address. */
    AAAA,
    /** A mail exchanger of a domain. */
    MX,
    /** A server of a service (RFC 2782). */
    SRV,
    /** A text, as used by DNS lists and MTA-STS. */
    TXT,
    /** A certificate association of a TLS server (RFC 6698). */
    TLSA,
    /** The canonical name of an alias. */
    CNAME,
    /** The host name of an address. */
    PTR,
    /** A name server of a zone. */
    NS
}
