/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.util.Optional;

/**
 * The TCP transport. Writes have no deadline of their own: the {@link Watchdog} closes the socket of a write that stalls.
 */
final class TcpWire implements Wire {
    private static final int IPV4 = 4;
    private static final int LOOPBACK_NET = 127;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private TcpWire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    static TcpWire connect(InetSocketAddress address, Optional<InetAddress> source, Deadline deadline)
            throws IOException {
        Socket socket = new Socket();
        try {
            if (source.isPresent()) {
                bind(socket, source.get());
            }
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.connect(reachable(address), deadline.socketTimeout());
            return new TcpWire(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Returns {@code address}, or for 0.0.0.0 and :: the loopback address that operating systems take them for. Java would look
     * up this host's own name instead, which need not have an address.
     */
    private static InetSocketAddress reachable(InetSocketAddress address) throws IOException {
        InetAddress host = address.getAddress();
        if (host == null || !host.isAnyLocalAddress()) {
            return address;
        }
        byte[] octets = host.getAddress();
        octets[0] = (byte) (octets.length == IPV4 ? LOOPBACK_NET : 0);
        octets[octets.length - 1] = 1;
        return new InetSocketAddress(InetAddress.getByAddress(octets), address.getPort());
    }

    private static void bind(Socket socket, InetAddress source) throws BindFailure {
        try {
            socket.bind(new InetSocketAddress(source, 0));
        } catch (IOException e) {
            throw new BindFailure(source, e);
        }
    }

    @Override
    public int read(byte[] b, int off, int len, Deadline deadline) throws IOException {
        socket.setSoTimeout(deadline.socketTimeout());
        return in.read(b, off, len);
    }

    @Override
    public void write(byte[] b, int off, int len, Deadline deadline) throws IOException {
        out.write(b, off, len);
    }

    @Override
    public Optional<SocketAddress> local() {
        return Optional.of(socket.getLocalSocketAddress());
    }

    @Override
    public Optional<SocketAddress> peer() {
        return Optional.of(socket.getRemoteSocketAddress());
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
