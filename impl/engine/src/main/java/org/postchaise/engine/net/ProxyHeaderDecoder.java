/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postchaise.engine.net.ProxyHeader.Kind;

/**
 * A decoder of the PROXY protocol's header, versions 1 (a line) and 2 (binary), fed with the first octets of a connection in pieces of
 * any size. It takes no octet after the header. Attributes behind the addresses of version 2 are skipped. Not thread-safe.
 */
public final class ProxyHeaderDecoder {
    /** The maximum length of a version 1 header with CRLF, which the protocol sets. */
    public static final int LIMIT_V1 = 107;

    /** The maximum length of a version 2 header: what fits the smallest TCP segment, and what Postfix takes. */
    public static final int LIMIT_V2 = 536;

    private static final byte[] SIGNATURE_V1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE_V2 = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int FIXED_V2 = 16;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;
    private static final int IPV4 = 4;
    private static final int IPV6 = 16;
    private static final int PORT = 2;
    private static final int HIGHEST_PORT = 65_535;
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|[01]?\\d?\\d)";
    private static final Pattern V4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
    private static final Pattern V6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,4}");

    /** The separators of words, line ends included, as in Postfix: a line may end in LF alone. */
    private static final Pattern SEPARATORS = Pattern.compile("[ \r\n]+");

    private final boolean ipv6;
    private final byte[] octets = new byte[LIMIT_V2];
    private int length;
    private Optional<ProxyHeader> header = Optional.empty();

    /**
     * Creates a decoder.
     *
     * @param ipv6 false to refuse addresses of IPv6, which {@code inet_protocols} excludes
     */
    public ProxyHeaderDecoder(boolean ipv6) {
        this.ipv6 = ipv6;
    }

    /**
     * Takes octets from {@code from} (inclusive) to {@code to} (exclusive), as far as they belong to the header.
     *
     * @return the index after the last octet taken: the index after the header if the {@linkplain #header header} is complete,
     *     else {@code to}
     * @throws ProtocolException when the octets are no header, or a malformed or overlong one; the connection can't go on
     */
    public int feed(byte[] received, int from, int to) throws ProtocolException {
        int at = from;
        while (at < to && header.isEmpty()) {
            octets[length++] = received[at++];
            header = octets[0] == SIGNATURE_V1[0] ? version1() : version2();
        }
        return at;
    }

    /** Returns the header; empty while it is not complete. */
    public Optional<ProxyHeader> header() {
        return header;
    }

    private Optional<ProxyHeader> version1() throws ProtocolException {
        requireSignature(SIGNATURE_V1);
        if (octets[length - 1] == '\n') {
            return Optional.of(line(new String(octets, 0, length, StandardCharsets.ISO_8859_1)));
        }
        if (length == LIMIT_V1) {
            throw new ProtocolException("PROXY header is longer than " + LIMIT_V1 + " octets");
        }
        return Optional.empty();
    }

    /** Returns the header in a line; what follows the ports does not count. */
    private ProxyHeader line(String line) throws ProtocolException {
        String[] words = SEPARATORS.split(line, 0);
        String transport = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
        if (transport.equals("UNKNOWN")) {
            return ProxyHeader.without(Kind.UNKNOWN);
        }
        boolean four = transport.equals("TCP4");
        if (words.length < 6 || !(four || transport.equals("TCP6"))) {
            throw new ProtocolException("PROXY header is not of the form \"PROXY TCP4|TCP6 client server port port\"");
        }
        Pattern form = four ? V4 : V6;
        if (!four) {
            requireIpv6();
        }
        return ProxyHeader.proxied(
                new InetSocketAddress(address(form, words[2]), port(words[4])),
                new InetSocketAddress(address(form, words[3]), port(words[5])));
    }

    /** Returns an address of the given form; no name is ever looked up. */
    private static InetAddress address(Pattern form, String text) throws ProtocolException {
        if (form.matcher(text).matches()) {
            try {
                return InetAddress.getByName(text);
            } catch (IOException malformed) {
                // the exception below says it
            }
        }
        throw new ProtocolException("malformed address in a PROXY header");
    }

    private static int port(String text) throws ProtocolException {
        if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > HIGHEST_PORT) {
            throw new ProtocolException("malformed port in a PROXY header");
        }
        return Integer.parseInt(text);
    }

    private Optional<ProxyHeader> version2() throws ProtocolException {
        requireSignature(SIGNATURE_V2);
        if (length < FIXED_V2) {
            return Optional.empty();
        }
        int rest = number(FIXED_V2 - 2);
        if (FIXED_V2 + rest > LIMIT_V2) {
            throw new ProtocolException("PROXY header is longer than " + LIMIT_V2 + " octets");
        }
        return length < FIXED_V2 + rest ? Optional.empty() : Optional.of(binary(rest));
    }

    private ProxyHeader binary(int rest) throws ProtocolException {
        int command = octets[12];
        if (command == 0x20) {
            return ProxyHeader.without(Kind.LOCAL);
        }
        if (command != 0x21) {
            throw new ProtocolException("unknown version or command in a PROXY header");
        }
        return switch (octets[13]) {
            case 0 -> ProxyHeader.without(Kind.UNKNOWN);
            case TCP4 -> addresses(IPV4, rest);
            case TCP6 -> {
                requireIpv6();
                yield addresses(IPV6, rest);
            }
            default -> throw new ProtocolException("transport that is not TCP in a PROXY header");
        };
    }

    private ProxyHeader addresses(int size, int rest) throws ProtocolException {
        if (rest < 2 * (size + PORT)) {
            throw new ProtocolException("PROXY header too short for its addresses");
        }
        int ports = FIXED_V2 + 2 * size;
        return ProxyHeader.proxied(
                new InetSocketAddress(binaryAddress(FIXED_V2, size), number(ports)),
                new InetSocketAddress(binaryAddress(FIXED_V2 + size, size), number(ports + PORT)));
    }

    private InetAddress binaryAddress(int from, int size) throws ProtocolException {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(octets, from, from + size));
        } catch (IOException wrongSize) {
            throw new ProtocolException("malformed address in a PROXY header");
        }
    }

    private void requireIpv6() throws ProtocolException {
        if (!ipv6) {
            throw new ProtocolException("address of IPv6, which inet_protocols excludes, in a PROXY header");
        }
    }

    private int number(int from) {
        return (octets[from] & 0xff) << 8 | (octets[from + 1] & 0xff);
    }

    private void requireSignature(byte[] signature) throws ProtocolException {
        int at = length - 1;
        if (at < signature.length && octets[at] != signature[at]) {
            throw new ProtocolException("no PROXY header");
        }
    }
}
