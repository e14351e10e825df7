/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.io.Serializable;
import java.util.Locale;

/**
 * Where mail goes next, as Postfix writes it.
 *
 * <p>This is the text's meaning, not its form: {@code [Mail.Example.com]:25} and {@code [mail.example.com]} are equal.
 */
public sealed interface NextHop extends Serializable {

    /** The SMTP port. */
    int SMTP_PORT = 25;

    /**
     * A host whose addresses are looked up; no MX lookup.
     *
     * @param name host name in lower case, or an address without brackets
     * @param port 1 to 65535
     */
    record Host(String name, int port) implements NextHop {
        /** {@code [host]:port}. */
        @Override
        public String toString() {
            return "[" + name + "]:" + port;
        }
    }

    /**
     * The next hop that {@code text} means: {@code host}, {@code host:port}, {@code [host]} or {@code [host]:port}, where
     * the host is a name, an IPv4 address, or an IPv6 address in brackets (with or without {@code ipv6:}).
     *
     * @throws IllegalArgumentException naming the text and what was expected
     */
    static NextHop parse(String text) {
        String hop = text.strip();
        String host;
        String port;
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            if (end < 0) {
                throw bad(text, "the bracket is not closed");
            }
            host = hop.substring(1, end);
            String rest = hop.substring(end + 1);
            if (!rest.isEmpty() && !rest.startsWith(":")) {
                throw bad(text, "only a port may follow the bracket");
            }
            port = rest.isEmpty() ? "" + SMTP_PORT : rest.substring(1);
        } else {
            int colon = hop.indexOf(':');
            host = colon < 0 ? hop : hop.substring(0, colon);
            port = colon < 0 ? "" + SMTP_PORT : hop.substring(colon + 1);
        }
        host = host.toLowerCase(Locale.ROOT);
        if (host.startsWith("ipv6:")) {
            host = host.substring("ipv6:".length());
        }
        if (host.isEmpty()
                || !host.chars()
                        .allMatch(c -> c == '-' || c == '.' || c == '_' || c == ':' || c == '%' || isAlphanumeric(c))) {
            throw bad(text, "the host is malformed");
        }
        return new Host(host, port(text, port));
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static int port(String text, String port) {
        if (port.isEmpty() || port.length() > 9 || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw bad(text, "port \"" + port + "\" is not a number");
        }
        int number = Integer.parseInt(port);
        if (number < 1 || number > 65535) {
            throw bad(text, "port " + number + " is not in 1 to 65535");
        }
        return number;
    }

    private static IllegalArgumentException bad(String text, String why) {
        String shown = text.length() > 100 ? text.substring(0, 100) + "..." : text;
        return new IllegalArgumentException("next hop \"" + shown.replaceAll("\\p{Cntrl}", "?") + "\": " + why
                + "; expected host:port or [host]:port");
    }
}
