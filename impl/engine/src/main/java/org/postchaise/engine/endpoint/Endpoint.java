/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.endpoint;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The address of a small server as settings write it: {@code inet:host:port} or {@code unix:path}. */
public sealed interface Endpoint {

    /**
     * A TCP port.
     *
     * @param host a name, or an address without brackets
     * @param port from 1 to 65535
     */
    record Inet(String host, int port) implements Endpoint {
        @Override
        public List<SocketAddress> addresses() throws UnknownHostException {
            return Stream.of(InetAddress.getAllByName(host))
                    .<SocketAddress>map(address -> new InetSocketAddress(address, port))
                    .toList();
        }

        @Override
        public String toString() {
            return "inet:" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * A unix-domain socket.
     *
     * @param address the path; a relative path starts at the directory of the process
     */
    record Unix(UnixDomainSocketAddress address) implements Endpoint {
        @Override
        public List<SocketAddress> addresses() {
            return List.of(address);
        }

        @Override
        public String toString() {
            return "unix:" + address;
        }
    }

    /**
     * Returns the addresses of the server, in the order in which they are tried.
     *
     * @throws UnknownHostException when the host has no address
     */
    List<SocketAddress> addresses() throws UnknownHostException;

    /**
     * Returns the endpoint of {@code inet:host:port} or {@code unix:path}.
     *
     * @throws IllegalArgumentException with the reason as one line, for other text
     */
    static Endpoint parse(String text) {
        return parse(text, none -> {
            throw new IllegalArgumentException("\"" + text + "\" is no endpoint; expected inet:host:port or unix:path");
        });
    }

    /**
     * Returns the endpoint of {@code inet:host:port}, {@code unix:path}, or text in the form that a setting has besides,
     * such as {@link #unix} for the path of an authentication server.
     *
     * @param plain the reader of text without a colon, and of text that is a path
     * @throws IllegalArgumentException with the reason as one line, for other text
     */
    static Endpoint parse(String text, Function<String, Endpoint> plain) {
        int colon = text.indexOf(':');
        String kind = text.substring(0, Math.max(0, colon));
        if (colon < 0 || kind.contains("/")) {
            return plain.apply(text);
        }
        String rest = text.substring(colon + 1);
        return switch (kind) {
            case "inet" -> inet(rest);
            case "unix" -> unix(rest);
            default ->
                throw new IllegalArgumentException("\"" + kind + "\" is no kind of endpoint; expected inet or unix");
        };
    }

    /**
     * Returns the endpoint of {@code host:port}, {@code [address]:port}, or {@code port} of this host.
     *
     * @throws IllegalArgumentException with the reason as one line, when the port is no number from 1 to 65535
     */
    static Endpoint inet(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon <= 0 ? "localhost" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String port = text.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535 || port.matches("0+")) {
            throw new IllegalArgumentException("\"" + port + "\" is no port; expected host:port, port from 1 to 65535");
        }
        return new Inet(host, Integer.parseInt(port));
    }

    /**
     * Returns the endpoint of the socket at {@code path}.
     *
     * @throws IllegalArgumentException with the reason as one line, when the text is no path
     */
    static Endpoint unix(String path) {
        try {
            if (path.isEmpty()) {
                throw new InvalidPathException(path, "empty");
            }
            return new Unix(UnixDomainSocketAddress.of(path));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + path + "\" is no path of a socket", e);
        }
    }
}
