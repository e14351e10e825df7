/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A listening socket, TCP or unix-domain. The acceptor never waits: a selector tells when there is a connection to accept. */
public final class Acceptor implements AutoCloseable {
    private static final int FILE_TYPE = 0xf000;
    private static final int SOCKET = 0xc000;
    private static final Set<PosixFilePermission> ANYBODY = PosixFilePermissions.fromString("rw-rw-rw-");

    private final ServerSocketChannel channel;
    private final SocketAddress address;

    /** What identifies the socket's file; empty for TCP. */
    private final Optional<Object> file;

    private Acceptor(ServerSocketChannel channel) throws IOException {
        this.channel = channel;
        this.address = channel.getLocalAddress();
        this.file = identity(address);
    }

    /**
     * Listens on a TCP address or on the path of a unix-domain socket. A socket file on which no process listens is replaced.
     *
     * @param address an {@link InetSocketAddress}, whose port 0 means any free port, or a {@link UnixDomainSocketAddress}
     * @param backlog the largest number of connections that wait for {@link #accept}; 0 for the system's choice
     * @throws IOException when the address can't be bound; the message names the address
     */
    public static Acceptor bind(SocketAddress address, int backlog) throws IOException {
        ServerSocketChannel channel = address instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            if (address instanceof UnixDomainSocketAddress unix) {
                removeStale(unix);
            }
            channel.bind(address, backlog);
            if (address instanceof UnixDomainSocketAddress unix) {
                // as Postfix's master(8), whatever the umask is: the directory decides who may connect
                Files.setPosixFilePermissions(unix.getPath(), ANYBODY);
            }
            return new Acceptor(channel);
        } catch (IOException e) {
            channel.close();
            throw new IOException("listen on " + shown(address) + ": " + e.getMessage(), e);
        }
    }

    /** Deletes the socket file that a process left which no longer listens. */
    private static void removeStale(UnixDomainSocketAddress address) throws IOException {
        Path file = address.getPath();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(file)) {
            throw new BindException("the file exists and is not a socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // a non-blocking connect succeeds or fails at once
            probe.configureBlocking(false);
            probe.connect(address);
        } catch (ConnectException nobody) {
            Files.delete(file);
            return;
        }
        throw new BindException("another process listens");
    }

    /** Returns true if {@code file} is a socket, and not, for example, a device. */
    private static boolean isSocket(Path file) throws IOException {
        return Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) instanceof Integer mode
                && (mode & FILE_TYPE) == SOCKET;
    }

    /** Returns what identifies the file of a unix-domain socket, so that another socket's file of the same name is known. */
    private static Optional<Object> identity(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress unix
                && Files.exists(unix.getPath(), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.ofNullable(
                    Files.readAttributes(unix.getPath(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .fileKey());
        }
        return Optional.empty();
    }

    /** Returns the address bound, with the port that was chosen. */
    public SocketAddress address() {
        return address;
    }

    /**
     * Registers this acceptor with {@code selector}, for {@link SelectionKey#OP_ACCEPT}.
     *
     * @param attachment the object to attach to the key
     */
    public SelectionKey register(Selector selector, Object attachment) throws IOException {
        return channel.register(selector, SelectionKey.OP_ACCEPT, attachment);
    }

    /**
     * Accepts a connection, without waiting.
     *
     * @return the channel of the connection, non-blocking and for TCP without delay; empty if there is no connection now, or the
     *     peer of the next one has gone already
     * @throws IOException when the system can't accept, for example for lack of file descriptors, or the acceptor is closed
     */
    public Optional<SocketChannel> accept() throws IOException {
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
            return Optional.empty();
        }
        try {
            accepted.configureBlocking(false);
            if (address instanceof InetSocketAddress) {
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            return Optional.of(accepted);
        } catch (IOException gone) {
            accepted.close();
            return Optional.empty();
        }
    }

    /** Stops listening, and deletes the file of a unix-domain socket if it is still this socket's. Connections accepted before stay open. */
    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try {
            // while the socket is open, no other process takes its file for one that nobody listens on, and replaces it
            if (address instanceof UnixDomainSocketAddress unix && file.isPresent() && file.equals(identity(address))) {
                Files.deleteIfExists(unix.getPath());
            }
        } finally {
            channel.close();
        }
    }

    private static String shown(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress unix ? "unix:" + unix.getPath() : address.toString();
    }
}
