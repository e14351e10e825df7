/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** Where connections come from: sockets, or a peer in memory. */
@FunctionalInterface
public interface Connector {
    /** TCP, and unix-domain sockets. */
    Connector SOCKETS = (address, deadline) -> address instanceof UnixDomainSocketAddress unix
            ? UnixWire.connect(unix)
            : TcpWire.connect((InetSocketAddress) address, deadline);

    /**
     * Connects.
     *
     * @throws IOException when the peer can't be reached, a {@link java.net.SocketTimeoutException} when not in time
     */
    Wire connect(SocketAddress address, Deadline deadline) throws IOException;
}
