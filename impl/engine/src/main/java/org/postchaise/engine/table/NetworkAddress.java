/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.Optional;

/**
 * An IPv4 or IPv6 address as an unsigned number of 128 bits, of which an IPv4 address uses the last 32. The text form
 * is that of inet_pton(3): no zone, no leading zeros in IPv4, no mask.
 */
record NetworkAddress(long high, long low) implements Comparable<NetworkAddress> {

    /** Returns true if {@code text} is an IPv6 address rather than an IPv4 address: if the text contains a colon. */
    static boolean isIpv6(String text) {
        return text.indexOf(':') >= 0;
    }

    /** Returns the address, if {@code text} is an address. */
    static Optional<NetworkAddress> parse(String text) {
        if (!isIpv6(text)) {
            long address = ipv4(text, 0);
            return address < 0 ? Optional.empty() : Optional.of(new NetworkAddress(0, address));
        }
        return ipv6(text);
    }

    /** Returns this address with the last {@code bits} bits clear. */
    NetworkAddress first(int bits) {
        return new NetworkAddress(high & ~ones(bits - 64), low & ~ones(bits));
    }

    /** Returns this address with the last {@code bits} bits set. */
    NetworkAddress last(int bits) {
        return new NetworkAddress(high | ones(bits - 64), low | ones(bits));
    }

    /** Returns the next address; the lowest follows the highest. */
    NetworkAddress next() {
        return new NetworkAddress(low == -1 ? high + 1 : high, low + 1);
    }

    /** Returns the previous address; the highest precedes the lowest. */
    NetworkAddress previous() {
        return new NetworkAddress(low == 0 ? high - 1 : high, low - 1);
    }

    @Override
    public int compareTo(NetworkAddress other) {
        int highest = Long.compareUnsigned(high, other.high);
        return highest != 0 ? highest : Long.compareUnsigned(low, other.low);
    }

    private static long ones(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= 64 ? -1 : (1L << bits) - 1;
    }

    private static long ipv4(String text, int start) {
        long address = 0;
        int part = -1;
        int parts = 0;
        for (int i = start; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            if (c == '.') {
                if (part < 0 || ++parts > 4) {
                    return -1;
                }
                address = address << 8 | part;
                part = -1;
            } else if (c < '0' || c > '9' || part == 0) {
                return -1;
            } else {
                part = Math.max(part, 0) * 10 + c - '0';
                if (part > 255) {
                    return -1;
                }
            }
        }
        return parts == 4 ? address : -1;
    }

    private static Optional<NetworkAddress> ipv6(String text) {
        int[] groups = new int[8];
        int count = 0;
        int gap = -1;
        int i = 0;
        if (text.startsWith("::")) {
            gap = 0;
            i = 2;
        }
        while (i < text.length()) {
            int end = i;
            while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0 && text.charAt(end) < 128) {
                end++;
            }
            if (end < text.length() && text.charAt(end) == '.') {
                long tail = ipv4(text, i);
                if (tail < 0 || count > 6) {
                    return Optional.empty();
                }
                groups[count++] = (int) (tail >> 16);
                groups[count++] = (int) (tail & 0xffff);
                break;
            }
            if (end == i || end - i > 4 || count == 8) {
                return Optional.empty();
            }
            groups[count++] = Integer.parseInt(text, i, end, 16);
            i = end;
            if (i == text.length()) {
                break;
            }
            if (text.charAt(i++) != ':' || i == text.length()) {
                return Optional.empty();
            }
            if (text.charAt(i) == ':') {
                if (gap >= 0) {
                    return Optional.empty();
                }
                gap = count;
                i++;
            }
        }
        return fill(groups, count, gap);
    }

    private static Optional<NetworkAddress> fill(int[] groups, int count, int gap) {
        if (gap < 0 ? count != 8 : count == 8) {
            return Optional.empty();
        }
        long[] halves = new long[2];
        for (int to = 0; to < 8; to++) {
            int from = to;
            if (gap >= 0 && to >= gap) {
                from = to < gap + 8 - count ? -1 : to - (8 - count);
            }
            halves[to / 4] = halves[to / 4] << 16 | (from < 0 ? 0 : groups[from]);
        }
        return Optional.of(new NetworkAddress(halves[0], halves[1]));
    }
}
