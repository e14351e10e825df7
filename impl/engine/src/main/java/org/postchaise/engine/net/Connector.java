/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.Optional;

/** A client's way to open connections: each is registered, so that a stalled write or the end of the client closes it. */
public final class Connector {
    private final OpenConnections registry;
    private final WireFactory wires;

    /** Creates a connector by sockets. */
    public Connector(OpenConnections registry) {
        this(registry, WireFactory.SOCKETS);
    }

    /** Creates a connector by transports that {@code wires} opens. */
    public Connector(OpenConnections registry, WireFactory wires) {
        this.registry = registry;
        this.wires = wires;
    }

    /**
     * Opens a connection.
     *
     * @param source the local address of a TCP connection; empty for the system's choice
     * @throws IOException when the peer can't be reached; a {@link java.net.SocketTimeoutException} when the deadline passes;
     *     a {@link BindFailure} when this host does not have the source address
     */
    public Connection connect(SocketAddress address, Optional<InetAddress> source, Deadline deadline)
            throws IOException {
        if (registry.isClosed()) {
            throw new IOException("the client is closed");
        }
        Connection connection = new Connection(wires.connect(address, source, deadline), registry);
        registry.add(connection);
        return connection;
    }
}
