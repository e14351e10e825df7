/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;

/** A factory of transports to a peer: by sockets, or to a peer in memory in tests. */
@FunctionalInterface
public interface WireFactory {
    /** The factory of transports by TCP and unix-domain sockets. */
    WireFactory SOCKETS = (address, source, deadline) -> address instanceof UnixDomainSocketAddress unix
            ? ChannelWire.connect(unix)
            : TcpWire.connect((InetSocketAddress) address, source, deadline);

    /**
     * Opens a transport.
     *
     * @param source the local address of a TCP connection; empty for the system's choice
     * @throws IOException when the peer can't be reached; a {@link java.net.SocketTimeoutException} when the deadline passes;
     *     a {@link BindFailure} when this host does not have the source address
     */
    Wire connect(SocketAddress address, Optional<InetAddress> source, Deadline deadline) throws IOException;
}
