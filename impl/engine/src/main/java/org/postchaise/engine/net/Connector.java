/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;

/** Where connections come from: sockets, or a peer in memory. */
@FunctionalInterface
public interface Connector {
    /** TCP, and unix-domain sockets. */
    Connector SOCKETS = (address, source, deadline) -> address instanceof UnixDomainSocketAddress unix
            ? UnixWire.connect(unix)
            : TcpWire.connect((InetSocketAddress) address, source, deadline);

    /**
     * Connects.
     *
     * @param source where a TCP connection comes from; empty: the system's choice
     * @throws IOException when the peer can't be reached, a {@link java.net.SocketTimeoutException} when not in time, a {@link
     *     BindFailure} when the source is none
     */
    Wire connect(SocketAddress address, Optional<InetAddress> source, Deadline deadline) throws IOException;
}
