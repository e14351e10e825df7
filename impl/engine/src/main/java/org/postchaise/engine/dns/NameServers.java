/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The recursive name servers and their options, as in resolv.conf(5).
 *
 * @param addresses the servers in the order to try; at least one
 * @param timeout the time limit of a query to one server
 * @param attempts the number of times to go through the servers
 * @param search the domains to complete names with; the first is the local domain
 * @param dots the number of dots from which on a name is first looked up as given
 */
public record NameServers(
        List<InetSocketAddress> addresses, Duration timeout, int attempts, List<String> search, int dots) {
    private static final int DNS_PORT = 53;
    private static final int MOST_SERVERS = 3;
    private static final Path SYSTEM = Path.of("/etc/resolv.conf");
    private static final NameServers DEFAULTS = new NameServers(
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), DNS_PORT)),
            Duration.ofSeconds(5),
            2,
            List.of(),
            1);

    /**
     * Creates the settings.
     *
     * @throws IllegalArgumentException without a server, or with a time limit or number of attempts below 1
     */
    public NameServers {
        addresses = List.copyOf(addresses);
        search = List.copyOf(search);
        if (addresses.isEmpty() || attempts < 1 || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("name servers " + addresses + ", " + attempts + " attempts of " + timeout
                    + "; expected at least one server, one attempt, and a time limit");
        }
    }

    /**
     * Returns the system's name servers: those of {@code /etc/resolv.conf}, or a server on this host where there is no such
     * file.
     */
    public static NameServers system() {
        try {
            return ofResolvConf(Files.readString(SYSTEM, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return DEFAULTS;
        }
    }

    /**
     * Returns the settings for one server, given as {@code address}, {@code address:port} or {@code [address]:port}, with
     * the default limits: 5 seconds, two attempts.
     *
     * @throws IllegalArgumentException for malformed text; the message shows the text and the form expected
     */
    public static NameServers of(String server) {
        return new NameServers(
                List.of(serverAddress(server)), DEFAULTS.timeout, DEFAULTS.attempts, List.of(), DEFAULTS.dots);
    }

    /**
     * Returns these settings with other {@code servers}, each in the form of {@link #of}.
     *
     * @throws IllegalArgumentException for malformed text; the message shows the text and the form expected
     */
    public NameServers at(List<String> servers) {
        return new NameServers(
                servers.stream().map(NameServers::serverAddress).toList(), timeout, attempts, search, dots);
    }

    private static InetSocketAddress serverAddress(String server) {
        return address(server)
                .orElseThrow(() -> new IllegalArgumentException("name server \"" + server
                        + "\" is no address; expected address, address:port or" + " [address]:port"));
    }

    /** Returns these settings with another time limit for each server, and another number of attempts. */
    public NameServers withLimits(Duration timeout, int attempts) {
        return new NameServers(addresses, timeout, attempts, search, dots);
    }

    /** Returns the settings in the text of a resolv.conf file; as in the C library, unknown text is ignored. */
    static NameServers ofResolvConf(String text) {
        List<InetSocketAddress> servers = new ArrayList<>();
        List<String> search = List.of();
        int timeout = (int) DEFAULTS.timeout.toSeconds();
        int attempts = DEFAULTS.attempts;
        int dots = DEFAULTS.dots;
        for (String line : text.lines().toList()) {
            List<String> words = List.of(line.strip().split("\\s+", -1));
            List<String> values = words.subList(1, words.size());
            switch (words.get(0)) {
                case "nameserver" ->
                    values.stream()
                            .findFirst()
                            .flatMap(NameServers::address)
                            .filter(address -> servers.size() < MOST_SERVERS)
                            .ifPresent(servers::add);
                case "domain", "search" -> search = values;
                case "options" -> {
                    timeout = option(values, "timeout:", timeout, 1, 30);
                    attempts = option(values, "attempts:", attempts, 1, 5);
                    dots = option(values, "ndots:", dots, 0, 15);
                }
                default -> {
                    // comments and sortlist are ignored
                }
            }
        }
        return new NameServers(
                servers.isEmpty() ? DEFAULTS.addresses : servers, Duration.ofSeconds(timeout), attempts, search, dots);
    }

    private static int option(List<String> words, String name, int otherwise, int least, int most) {
        return words.stream()
                .filter(word ->
                        word.startsWith(name) && word.substring(name.length()).matches("\\d{1,9}"))
                .map(word -> Integer.parseInt(word.substring(name.length())))
                .map(value -> Math.max(least, Math.min(most, value)))
                .reduce(otherwise, (first, last) -> last);
    }

    private static Optional<InetSocketAddress> address(String text) {
        String host = text;
        String port = "" + DNS_PORT;
        int colon = text.lastIndexOf(':');
        if (text.startsWith("[") && text.indexOf(']') > 0) {
            int end = text.indexOf(']');
            host = text.substring(1, end);
            if (text.startsWith(":", end + 1)) {
                port = text.substring(end + 2);
            } else if (end + 1 < text.length()) {
                return Optional.empty();
            }
        } else if (colon > 0 && text.indexOf(':') == colon) {
            host = text.substring(0, colon);
            port = text.substring(colon + 1);
        }
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535 || Integer.parseInt(port) == 0) {
            return Optional.empty();
        }
        int number = Integer.parseInt(port);
        return HostName.address(host).map(address -> new InetSocketAddress(reachable(address), number));
    }

    /**
     * Returns {@code address}, or the loopback address for an address of zeros, as in the C library; Java's sockets would
     * accept no reply from an address of zeros.
     */
    private static InetAddress reachable(InetAddress address) {
        if (!address.isAnyLocalAddress()) {
            return address;
        }
        return HostName.address(address instanceof Inet6Address ? "::1" : "127.0.0.1")
                .orElseThrow();
    }
}
