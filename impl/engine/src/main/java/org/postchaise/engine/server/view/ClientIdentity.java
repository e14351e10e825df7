/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.view;

/**
 * The identity of a client, as found by address and DNS, or as told by XCLIENT or a proxy. Immutable.
 *
 * @param name the verified host name; {@code unknown} without one
 * @param nameStatus the result of the verification
 * @param reverseName the name that the reverse lookup gave, verified or not; {@code unknown} without one
 * @param reverseNameStatus the result of the reverse lookup
 * @param address the IP address as text, without brackets and without {@code IPv6:}; {@code unknown} where XCLIENT says so
 * @param port the port; 0 where not known
 * @param server the address and port of this server to which the client connected
 */
public record ClientIdentity(
        String name,
        NameStatus nameStatus,
        String reverseName,
        NameStatus reverseNameStatus,
        String address,
        int port,
        ServerEnd server) {
    /** The text for a name or an address that is not known. */
    public static final String UNKNOWN = "unknown";

    /** The result of a name lookup, as in XCLIENT and in Postfix's policy protocol. */
    public enum NameStatus {
        /** The name is known, and for the verified name its address is the client's. */
        OK,
        /** There is no name. */
        PERMANENT,
        /** The lookup failed, and may succeed later. */
        TEMPORARY,
        /** The name has an address, but not the client's. */
        FORGED
    }

    /**
     * The server's end of the connection.
     *
     * @param address the IP address as text
     * @param port the port
     */
    public record ServerEnd(String address, int port) {}

    /** Returns the identity of a client at {@code address} that has no name. */
    public static ClientIdentity unnamed(String address, int port, ServerEnd server) {
        return unnamed(NameStatus.PERMANENT, address, port, server);
    }

    /** Returns the identity of a client at {@code address} whose name is not known for the reason {@code status}. */
    public static ClientIdentity unnamed(NameStatus status, String address, int port, ServerEnd server) {
        return new ClientIdentity(UNKNOWN, status, UNKNOWN, status, address, port, server);
    }

    /** Returns the same client with the ends of another connection. */
    public ClientIdentity at(int otherPort, ServerEnd otherServer) {
        return new ClientIdentity(name, nameStatus, reverseName, reverseNameStatus, address, otherPort, otherServer);
    }

    /** Returns {@code name[address]}, as in log lines. */
    public String label() {
        return name + "[" + address + "]";
    }

    /** Returns {@code name[address]:port}, as in log lines with {@code smtpd_client_port_logging}. */
    public String labelWithPort() {
        return label() + ":" + (port == 0 ? UNKNOWN : Integer.toString(port));
    }

    /** Returns true for an IPv6 address. */
    public boolean ipv6() {
        return address.indexOf(':') >= 0;
    }
}
