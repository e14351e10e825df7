/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

/**
 * The server that a TLS policy is looked up for.
 *
 * @param destination the next hop as it is written, with brackets and port: the key of {@code smtp_tls_policy_maps}
 * @param domain the next hop's name alone; this system's for a unix-domain socket
 * @param host the server's name, after MX
 * @param port its port; 0 for a unix-domain socket
 * @param trail how the host was found
 */
public record TlsTarget(String destination, String domain, String host, int port, Trail trail) {

    /**
     * How a host was found, as far as DANE asks.
     *
     * @param exchanger whether an MX record led to it
     * @param canonicalName the name that has the address: another one behind an alias
     * @param secure whether the address was validated
     */
    public record Trail(Exchanger exchanger, String canonicalName, boolean secure) {}

    /** The record that led to a host. */
    public enum Exchanger {
        /** None: the host was named. */
        NONE,
        /** One that was not validated. */
        INSECURE,
        /** One that was (DNSSEC). */
        SECURE
    }
}
