/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.Idna;
import org.postchaise.engine.log.Printable;

/**
 * The next hop of mail, in Postfix's notation (transport(5), {@code relayhost}).
 *
 * <p>Equality is by meaning, not by text: {@code [Mail.Example.com]:25} and {@code [mail.example.com]:25} are equal. A
 * service is a port number, a service name, or empty for the protocol's default port ({@code smtp_tcp_port}).
 */
public sealed interface NextHop extends Serializable {

    /**
     * A mail domain: {@code example.com}. MX records are looked up (SMTP), or the domain's addresses (LMTP).
     *
     * @param name the domain in lower case
     * @param service port, service name, or empty
     */
    record Domain(String name, String service) implements NextHop {
        @Override
        public String toString() {
            return name + suffix(service);
        }
    }

    /**
     * A host, without MX lookup: {@code [mail.example.com]}. The host's addresses are looked up.
     *
     * @param name the host name in lower case
     * @param service port, service name, or empty
     */
    record Host(String name, String service) implements NextHop {
        @Override
        public String toString() {
            return "[" + name + "]" + suffix(service);
        }
    }

    /**
     * An IPv4 or IPv6 address, without any lookup: {@code [127.0.0.1]}, {@code [ipv6:::1]}, or either without brackets.
     *
     * @param address the address without brackets
     * @param service port, service name, or empty
     */
    record Address(String address, String service) implements NextHop {
        @Override
        public String toString() {
            return "[" + address + "]" + suffix(service);
        }
    }

    /**
     * A unix-domain socket: {@code unix:/path}.
     *
     * @param path the path of the socket
     */
    record UnixPath(String path) implements NextHop {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /**
     * Several next hops, separated by commas or spaces, to try in order.
     *
     * @param members the next hops, at least two
     */
    record Sequence(List<NextHop> members) implements NextHop {
        /** Creates a sequence from a copy of the list. */
        public Sequence {
            members = List.copyOf(members);
        }

        @Override
        public List<NextHop> sites() {
            return members;
        }

        @Override
        public String toString() {
            return members.stream().map(NextHop::toString).collect(Collectors.joining(", "));
        }
    }

    /**
     * A malformed next hop. Mail for a malformed next hop is deferred, since the mistake is local.
     *
     * @param text the text as given
     * @param reason the fault, in Postfix's words
     */
    record Malformed(String text, String reason) implements NextHop {
        /** Creates a malformed next hop; the reason is limited to one printable line. */
        public Malformed {
            reason = shown(reason);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Returns the next hops to try in order: this next hop, or the members of a sequence. */
    default List<NextHop> sites() {
        return List.of(this);
    }

    /**
     * Returns the next hop that {@code text} denotes.
     *
     * @throws IllegalArgumentException for malformed text; the message shows the text and the form expected
     */
    static NextHop parse(String text) {
        NextHop hop = read(text);
        for (NextHop site : hop.sites()) {
            if (site instanceof Malformed malformed) {
                throw new IllegalArgumentException("next hop \"" + shown(text) + "\": " + malformed.reason()
                        + "; expected host:port or [host]:port, the port from 1 to 65535 or a service name");
            }
        }
        return hop;
    }

    /** Returns the next hop that {@code text} denotes; {@link Malformed} for malformed text. */
    static NextHop read(String text) {
        String hop = text.strip();
        if (hop.startsWith("unix:")) {
            String path = hop.substring("unix:".length());
            return path.isEmpty()
                    ? new Malformed(hop, "missing path in server description: " + hop)
                    : new UnixPath(path);
        }
        List<NextHop> sites = split(hop.startsWith("inet:") ? hop.substring("inet:".length()) : hop)
                .map(NextHop::site)
                .toList();
        if (sites.isEmpty()) {
            return new Malformed(text, "null destination: \"" + text + "\"");
        }
        return sites.size() == 1 ? sites.get(0) : new Sequence(sites);
    }

    private static Stream<String> split(String text) {
        return Arrays.stream(text.split("[,\\s]+", -1)).filter(part -> !part.isEmpty());
    }

    private static NextHop site(String text) {
        int end;
        String host;
        if (text.startsWith("[")) {
            end = text.indexOf(']');
            if (end < 0) {
                return new Malformed(text, "missing \"]\" in server description: " + text);
            }
            host = text.substring(1, end);
            if (end + 1 < text.length() && text.charAt(end + 1) != ':') {
                return new Malformed(text, "garbage after \"]\" in server description: " + text);
            }
            end++;
        } else {
            end = text.lastIndexOf(':') < 0 ? text.length() : text.lastIndexOf(':');
            host = text.substring(0, end);
        }
        String service = end < text.length() ? text.substring(end + 1) : "";
        String name = host.toLowerCase(Locale.ROOT);
        boolean ipv6 = text.startsWith("[") && name.startsWith("ipv6:");
        String bare = ipv6 ? name.substring("ipv6:".length()) : name;
        String fault = fault(text, bare, service);
        if (!fault.isEmpty()) {
            return new Malformed(text, fault);
        }
        if (HostName.address(bare).isPresent()) {
            return new Address(bare, normal(service));
        }
        if (ipv6) {
            return new Malformed(text, "malformed IPv6 address in server description: " + text);
        }
        return text.startsWith("[") ? new Host(name, normal(service)) : new Domain(name, normal(service));
    }

    private static String fault(String text, String host, String service) {
        if (host.isEmpty()) {
            return "missing host information in server description: " + text;
        }
        if (!HostName.isValid(Idna.IDNA2008.toAscii(host))
                && HostName.address(host).isEmpty()) {
            return "valid hostname or network address required in server description: " + text;
        }
        if (service.matches("[0-9]+")) {
            return service.length() > 9 || Integer.parseInt(service) < 1 || Integer.parseInt(service) > 65535
                    ? "bad network port: " + service + " for destination: " + text
                    : "";
        }
        if (service.matches("[0-9].*")) {
            return "garbage after numerical service in server description: " + text;
        }
        return service.matches("[a-zA-Z0-9._+-]*") ? "" : "unknown service: " + service + "/tcp";
    }

    private static String normal(String service) {
        return service.matches("[0-9]+") ? "" + Integer.parseInt(service) : service;
    }

    private static String suffix(String service) {
        return service.isEmpty() ? "" : ":" + service;
    }

    private static String shown(String text) {
        String start = text.length() > 200 ? text.substring(0, 200) + "..." : text;
        return Printable.line(start);
    }
}
