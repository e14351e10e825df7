/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.postchaise.engine.fuzz.Pieces;

/**
 * A fuzz target for the header of the PROXY protocol, version 2: the decoder takes what a second, simple reading of the protocol takes, and no
 * octet after the header. An odd first octet gives the input the signature; without one, version 1 is tried, too.
 */
public final class ProxyHeaderFuzz {
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int FIXED = 16;
    private static final int LIMIT = 536;

    private ProxyHeaderFuzz() {}

    /** The result of decoding octets. */
    private record Decoded(Optional<ProxyHeader> header, int length) {
        static final Decoded REFUSED = new Decoded(Optional.empty(), -1);
    }

    /** Decodes one input. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        if (data.length == 0) {
            return;
        }
        byte[] octets = Arrays.copyOfRange(data, 1, data.length);
        if ((data[0] & 1) == 1) {
            byte[] signed = Arrays.copyOf(SIGNATURE, SIGNATURE.length + octets.length);
            System.arraycopy(octets, 0, signed, SIGNATURE.length, octets.length);
            octets = signed;
        }
        Decoded whole = decoded(octets, Pieces.WHOLE);
        for (Pieces pieces : Pieces.waysFor(octets).toList()) {
            Decoded other = decoded(octets, pieces);
            if (!other.equals(whole)) {
                throw new AssertionError(pieces + ": " + other + ", at once: " + whole);
            }
        }
        boolean version1 = octets.length > 0 && octets[0] == 'P';
        if (version1) {
            checkLine(octets, whole);
        } else if (!whole.equals(expected(octets))) {
            throw new AssertionError(whole + " instead of " + expected(octets));
        }
    }

    private static Decoded decoded(byte[] octets, Pieces pieces) throws Exception {
        ProxyHeaderDecoder decoder = new ProxyHeaderDecoder(true);
        int[] taken = {0};
        try {
            pieces.feed(octets, 0, (piece, from, to) -> {
                int end = decoder.feed(piece, from, to);
                taken[0] += end - from;
                if (decoder.header().isEmpty() && end != to) {
                    throw new AssertionError("octets of a header are left over");
                }
                return decoder.header().isEmpty();
            });
        } catch (ProtocolException refused) {
            return Decoded.REFUSED;
        }
        return new Decoded(decoder.header(), taken[0]);
    }

    /** A line is taken only with CRLF, within its limit, and never by the next octets. */
    private static void checkLine(byte[] octets, Decoded whole) {
        if (whole.header().isPresent()) {
            int end = whole.length();
            for (int i = 0; i < end - 1; i++) {
                if (octets[i] == '\n') {
                    throw new AssertionError("a header of two lines");
                }
            }
            if (end > ProxyHeaderDecoder.LIMIT_V1 || octets[end - 2] != '\r' || octets[end - 1] != '\n') {
                throw new AssertionError("a header of " + end + " octets");
            }
        }
    }

    private static Decoded expected(byte[] octets) throws Exception {
        int known = Math.min(octets.length, SIGNATURE.length);
        if (!Arrays.equals(octets, 0, known, SIGNATURE, 0, known)) {
            return Decoded.REFUSED;
        }
        if (octets.length < FIXED) {
            return new Decoded(Optional.empty(), octets.length);
        }
        ByteBuffer in = ByteBuffer.wrap(octets);
        int end = FIXED + Short.toUnsignedInt(in.getShort(FIXED - 2));
        if (end > LIMIT) {
            return Decoded.REFUSED;
        }
        if (octets.length < end) {
            return new Decoded(Optional.empty(), octets.length);
        }
        in.position(FIXED);
        in.limit(end);
        if (octets[12] == 0x20) {
            return new Decoded(Optional.of(ProxyHeader.without(ProxyHeader.Kind.LOCAL)), end);
        }
        int family = octets[13];
        if (octets[12] == 0x21 && family == 0) {
            return new Decoded(Optional.of(ProxyHeader.without(ProxyHeader.Kind.UNKNOWN)), end);
        }
        int size = family == 0x11 ? 4 : family == 0x21 ? 16 : LIMIT;
        return octets[12] == 0x21 && in.remaining() >= 2 * size + 4
                ? new Decoded(Optional.of(addresses(in, size)), end)
                : Decoded.REFUSED;
    }

    private static ProxyHeader addresses(ByteBuffer in, int size) throws Exception {
        byte[] client = new byte[size];
        byte[] server = new byte[size];
        in.get(client).get(server);
        int clientPort = Short.toUnsignedInt(in.getShort());
        int serverPort = Short.toUnsignedInt(in.getShort());
        return ProxyHeader.proxied(
                new InetSocketAddress(InetAddress.getByAddress(client), clientPort),
                new InetSocketAddress(InetAddress.getByAddress(server), serverPort));
    }
}
