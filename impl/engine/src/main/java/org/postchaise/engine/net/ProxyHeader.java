/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The header of the PROXY protocol, in which a proxy tells whose connection it passes on.
 *
 * @param kind the kind of the header
 * @param addresses the addresses of the connection passed on; only of kind {@link Kind#PROXIED}
 */
public record ProxyHeader(Kind kind, Optional<Addresses> addresses) {

    /** The kind of a header. */
    public enum Kind {
        /** The proxy passes a TCP connection on, and names its addresses. */
        PROXIED,
        /** The proxy made the connection itself, for example to examine this server. */
        LOCAL,
        /** The proxy does not know whose connection it passes on. */
        UNKNOWN
    }

    /**
     * The addresses of a connection passed on.
     *
     * @param client the address of the client
     * @param server the address of the proxy to which the client connected
     */
    public record Addresses(InetSocketAddress client, InetSocketAddress server) {}

    static ProxyHeader proxied(InetSocketAddress client, InetSocketAddress server) {
        return new ProxyHeader(Kind.PROXIED, Optional.of(new Addresses(client, server)));
    }

    static ProxyHeader without(Kind kind) {
        return new ProxyHeader(kind, Optional.empty());
    }
}
