/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.util.Map;
import java.util.regex.Pattern;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.server.command.SessionRules.Protocol;

/**
 * A listening address as settings and options write it: {@code host:port}, {@code port} on the loopback interface, or {@code unix:/path};
 * {@code lmtp:} before it for LMTP. The host {@code 0.0.0.0} or {@code [::]} means all addresses of this host.
 *
 * @param protocol the protocol of the listener
 * @param address an {@link InetSocketAddress}, whose port 0 means any free port, or a {@link UnixDomainSocketAddress}
 */
public record ListenAddress(Protocol protocol, SocketAddress address) {
    private static final String LMTP = "lmtp:";
    private static final String UNIX = "unix:";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String FORM = "expected host:port, port, unix:/path, or one of them after lmtp:";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
    private static final int HIGHEST_PORT = 65_535;
    private static final Map<String, Integer> SERVICES =
            Map.of("smtp", 25, "submission", 587, "submissions", 465, "smtps", 465, "lmtp", 24);

    /**
     * Parses {@code text}. A host name is looked up.
     *
     * @throws IllegalArgumentException with the reason as one line
     */
    public static ListenAddress parse(String text) {
        boolean lmtp = text.startsWith(LMTP);
        String rest = lmtp ? text.substring(LMTP.length()) : text;
        return new ListenAddress(
                lmtp ? Protocol.LMTP : Protocol.SMTP,
                rest.startsWith(UNIX) ? unix(text, rest.substring(UNIX.length())) : inet(text, rest));
    }

    private static SocketAddress unix(String text, String path) {
        try {
            if (path.startsWith("/")) {
                return UnixDomainSocketAddress.of(path);
            }
        } catch (InvalidPathException malformed) {
            // the exception below says it
        }
        throw wrong(text, "\"" + path + "\" is no absolute path");
    }

    private static SocketAddress inet(String text, String rest) {
        int colon = rest.lastIndexOf(':');
        String host = HostName.bare(rest.substring(0, Math.max(0, colon)));
        int port = port(text, rest.substring(colon + 1));
        try {
            return new InetSocketAddress(InetAddress.getByName(host.isEmpty() ? LOOPBACK : host), port);
        } catch (UnknownHostException e) {
            throw wrong(text, "the host " + host + " has no address");
        }
    }

    private static int port(String text, String port) {
        if (NUMBER.matcher(port).matches() && Integer.parseInt(port) <= HIGHEST_PORT) {
            return Integer.parseInt(port);
        }
        Integer known = SERVICES.get(port);
        if (known == null) {
            throw wrong(text, "\"" + port + "\" is no port");
        }
        return known;
    }

    private static IllegalArgumentException wrong(String text, String reason) {
        return new IllegalArgumentException("listening address \"" + text + "\": " + reason + "; " + FORM);
    }
}
