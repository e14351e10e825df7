/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.net.ProxyHeader.Kind;

class ProxyHeaderDecoderTest {

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.1 203.0.113.25 1025 25, 192.0.2.1, 1025, 203.0.113.25, 25",
        "PROXY TCP4 0.0.0.0 255.255.255.255 0 65535, 0.0.0.0, 0, 255.255.255.255, 65535",
        "PROXY TCP6 2001:db8::1 2001:db8::25 1025 25, 2001:db8::1, 1025, 2001:db8::25, 25",
        "PROXY TCP6 ::ffff:192.0.2.1 ::1 1025 25, 192.0.2.1, 1025, ::1, 25"
    })
    void decodesALineHoweverItIsSplit(String line, String client, int clientPort, String server, int serverPort)
            throws Exception {
        assertDecoded(
                ascii(line + "\r\n"), ProxyHeader.proxied(address(client, clientPort), address(server, serverPort)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY tcp4 192.0.2.1 192.0.2.2 1 2\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 \r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 and more\r\n",
                "PROXY  TCP4 192.0.2.1   192.0.2.2 1 2\r\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1\r2\r\n",
                "PROXY TCP4 192.0.2.01 192.0.2.002 1 2\r\n"
            })
    void readsALineAsPostfixDoes(String line) throws Exception {
        assertDecoded(ascii(line), ProxyHeader.proxied(address("192.0.2.1", 1), address("192.0.2.2", 2)));
    }

    @Test
    void refusesIpv6AddressesWhereInetProtocolsExcludesThem() throws Exception {
        byte[] addresses = octets("2001:db8::1", "2001:db8::25", 65535, 25);
        for (byte[] header : List.of(
                ascii("PROXY TCP6 2001:db8::1 ::1 1 2\r\n"),
                ascii("PROXY TCP6 ::ffff:192.0.2.1 ::1 1 2\r\n"),
                version2(0x21, 0x21, addresses))) {
            ProxyHeaderDecoder decoder = new ProxyHeaderDecoder(false);
            assertThatThrownBy(() -> decoder.feed(header, 0, header.length))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("inet_protocols");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY UNKNOWN\r\n",
                "PROXY unknown\r\n",
                "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n",
                "PROXY UNKNOWN \r\n"
            })
    void takesAnUnknownClient(String line) throws Exception {
        assertDecoded(ascii(line), ProxyHeader.without(Kind.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO foo.test\r\n",
                "P\r\n",
                "PROXYTCP4 192.0.2.1 192.0.2.2 1 2\r\n",
                "PROXY \r\n",
                "PROXY TCP4\r\n",
                "PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n",
                "PROXY TCP4 192.0.2 192.0.2.2 1 2\r\n",
                "PROXY TCP4 192.0.2.256 192.0.2.2 1 2\r\n",
                "PROXY TCP4 ::1 192.0.2.2 1 2\r\n",
                "PROXY TCP4 localhost 192.0.2.2 1 2\r\n",
                "PROXY TCP6 192.0.2.1 ::1 1 2\r\n",
                "PROXY TCP6 localhost ::1 1 2\r\n",
                "PROXY TCP6 :::1 ::1 1 2\r\n",
                "PROXY TCP6 .:1 ::1 1 2\r\n",
                "PROXY TCP6 fe80::1%lo ::1 1 2\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 65536 2\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 -1 2\r\n",
                "PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n",
                "PROXY TCP4 192.0.2.1\0 192.0.2.2 1 2\r\n"
            })
    void refusesALineThatIsNoHeader(String line) {
        assertRefused(ascii(line));
    }

    @Test
    void refusesAnOverlongLine() throws Exception {
        String longest = "PROXY UNKNOWN " + "x".repeat(ProxyHeaderDecoder.LIMIT_V1 - 16) + "\r\n";
        assertThat(longest).hasSize(ProxyHeaderDecoder.LIMIT_V1);
        assertDecoded(ascii(longest), ProxyHeader.without(Kind.UNKNOWN));
        ProxyHeaderDecoder decoder = new ProxyHeaderDecoder(true);
        byte[] endless = ascii("PROXY UNKNOWN " + "x".repeat(ProxyHeaderDecoder.LIMIT_V1));
        decoder.feed(endless, 0, ProxyHeaderDecoder.LIMIT_V1 - 1);
        assertThatThrownBy(() -> decoder.feed(endless, ProxyHeaderDecoder.LIMIT_V1 - 1, ProxyHeaderDecoder.LIMIT_V1))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("longer than 107 octets");
    }

    @Test
    void decodesBinaryAddressesAndSkipsAttributes() throws Exception {
        byte[] v4 = octets("192.0.2.1", "203.0.113.25", 1025, 25);
        ProxyHeader expected = ProxyHeader.proxied(address("192.0.2.1", 1025), address("203.0.113.25", 25));
        assertDecoded(version2(0x21, 0x11, v4), expected);
        assertDecoded(version2(0x21, 0x11, join(v4, new byte[] {4, 0, 1, 0})), expected);
        assertDecoded(version2(0x21, 0x11, join(v4, new byte[508])), expected);
        byte[] v6 = octets("2001:db8::1", "2001:db8::25", 65535, 25);
        assertDecoded(
                version2(0x21, 0x21, v6),
                ProxyHeader.proxied(address("2001:db8::1", 65535), address("2001:db8::25", 25)));
    }

    @Test
    void takesABinaryHeaderWithoutAddresses() throws Exception {
        assertDecoded(version2(0x20, 0, new byte[0]), ProxyHeader.without(Kind.LOCAL));
        assertDecoded(version2(0x20, 0x11, new byte[12]), ProxyHeader.without(Kind.LOCAL));
        assertDecoded(version2(0x21, 0, new byte[3]), ProxyHeader.without(Kind.UNKNOWN));
    }

    @Test
    void refusesAMalformedBinaryHeader() {
        assertRefused(version2(0x11, 0x11, new byte[12]));
        assertRefused(version2(0x22, 0x11, new byte[12]));
        assertRefused(version2(0x21, 0x11, new byte[11]));
        assertRefused(version2(0x21, 0x21, new byte[35]));
        assertRefused(version2(0x21, 0x12, new byte[12]));
        assertRefused(version2(0x21, 0x31, new byte[216]));
        assertRefused(version2(0x21, 0x11, new byte[ProxyHeaderDecoder.LIMIT_V2 - 15]));
        byte[] other = version2(0x21, 0x11, new byte[12]);
        other[11] = 'x';
        assertRefused(other);
    }

    @Test
    void refusesAnythingElseWithoutHarm() {
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = random.nextBoolean()
                    ? version2(random.nextInt(256), random.nextInt(256), new byte[random.nextInt(600)])
                    : ascii("PROXY TCP" + (random.nextBoolean() ? 4 : 6) + " 192.0.2.1 ::1 1 2\r\n");
            for (int n = random.nextInt(4); n > 0; n--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            ProxyHeaderDecoder decoder = new ProxyHeaderDecoder(true);
            try {
                int taken = decoder.feed(octets, 0, octets.length);
                assertThat(taken).isLessThanOrEqualTo(ProxyHeaderDecoder.LIMIT_V2);
            } catch (ProtocolException refused) {
                assertThat(decoder.header()).isEmpty();
            }
        }
    }

    private static void assertDecoded(byte[] header, ProxyHeader expected) throws ProtocolException {
        byte[] received = join(header, ascii("EHLO foo.test\r\n"));
        for (int split = 0; split <= received.length; split++) {
            ProxyHeaderDecoder decoder = new ProxyHeaderDecoder(true);
            int at = decoder.feed(received, 0, split);
            assertThat(at).isEqualTo(Math.min(split, header.length));
            at = decoder.feed(received, at, received.length);
            assertThat(at).isEqualTo(header.length);
            assertThat(decoder.header()).as("split at %d", split).contains(expected);
        }
    }

    private static void assertRefused(byte[] octets) {
        for (int split = 0; split < octets.length; split++) {
            int to = split;
            assertThatThrownBy(() -> {
                        ProxyHeaderDecoder decoder = new ProxyHeaderDecoder(true);
                        decoder.feed(octets, 0, to);
                        decoder.feed(octets, to, octets.length);
                    })
                    .isInstanceOf(ProtocolException.class);
        }
    }

    private static byte[] version2(int command, int family, byte[] rest) {
        byte[] signature = ascii("\r\n\r\n\0\r\nQUIT\n");
        byte[] fixed = {(byte) command, (byte) family, (byte) (rest.length >> 8), (byte) rest.length};
        return join(join(signature, fixed), rest);
    }

    private static byte[] octets(String client, String server, int clientPort, int serverPort)
            throws UnknownHostException {
        byte[] ports = {(byte) (clientPort >> 8), (byte) clientPort, (byte) (serverPort >> 8), (byte) serverPort};
        byte[] addresses = join(
                InetAddress.getByName(client).getAddress(),
                InetAddress.getByName(server).getAddress());
        return join(addresses, ports);
    }

    private static InetSocketAddress address(String literal, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(literal), port);
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
