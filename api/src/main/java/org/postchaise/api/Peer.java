/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;

/**
 * The server of a session.
 *
 * @param host the host name that was looked up
 * @param address the IP address as text, or the path of a unix-domain socket
 * @param port the TCP port; 0 for a unix-domain socket
 */
public record Peer(String host, String address, int port) implements Serializable {

    /** The peer of a discarded mail, which counts as delivered without a server; its text is {@code none}. */
    public static final Peer NONE = new Peer("none", "", 0);

    /** Returns {@code host[address]}, as in Postfix's texts. */
    public String nameAndAddress() {
        return address.isEmpty() ? host : host + "[" + address + "]";
    }

    /** Returns {@code host[address]:port}, as in Postfix's {@code relay=}; without a port for a unix-domain socket. */
    @Override
    public String toString() {
        return port == 0 ? nameAndAddress() : nameAndAddress() + ":" + port;
    }
}
