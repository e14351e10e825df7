/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The syntax of host names and of numeric addresses, by Postfix's rules. No lookups are made here. */
public final class HostName {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_LABEL = 63;
    private static final String WILDCARD = "*.";
    private static final String TAG = "IPv6:";

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]*");

    private HostName() {}

    /**
     * Returns true if {@code text} is a valid host name: no address, no empty label, no final dot. A label has letters, digits, inner hyphens,
     * and the underscore, which some hosts use in spite of RFC 952; the first label may be {@code *}.
     */
    public static boolean isValid(String text) {
        // without a regular expression, since a server tests several names for each mail
        boolean wildcard = text.startsWith(WILDCARD);
        boolean numeric = !wildcard;
        int label = 0;
        char before = '.';
        for (int i = wildcard ? WILDCARD.length() : 0; i < text.length(); i++) {
            char c = text.charAt(i);
            label = c == '.' ? 0 : label + 1;
            boolean misplaced = c == '.' ? before == '.' || before == '-' : before == '.' && c == '-';
            if (misplaced || label > LONGEST_LABEL || (c != '.' && !isLabelCharacter(c))) {
                return false;
            }
            numeric &= c <= '9' && c != '-';
            before = c;
        }
        return text.length() <= LONGEST_NAME && before != '.' && before != '-' && !numeric;
    }

    private static boolean isLabelCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** Returns true if {@code text} is a valid host name without the wildcard label {@code *}, which only DNS and TLS know. */
    public static boolean isConcrete(String text) {
        return !text.startsWith("*") && isValid(text);
    }

    /** Returns {@code text} without enclosing square brackets, if there are any. */
    public static String bare(String text) {
        return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    }

    /**
     * Returns the IPv4 or IPv6 address that {@code text} denotes, without square brackets; empty if {@code text} is no
     * address.
     */
    public static Optional<InetAddress> address(String text) {
        boolean numeric = IPV4.matcher(text).matches()
                ? octetsFit(text)
                : text.indexOf(':') >= 0 && IPV6.matcher(text).matches();
        if (!numeric) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the address in an address literal (RFC 5321, section 4.1.3) without its square brackets: an IPv4 address, or an IPv6 address
     * with {@code IPv6:} before it; empty if {@code text} is neither.
     */
    public static Optional<InetAddress> tagged(String text) {
        boolean ipv6 = text.regionMatches(true, 0, TAG, 0, TAG.length());
        String numeric = ipv6 ? text.substring(TAG.length()) : text;
        return ipv6 == numeric.indexOf(':') >= 0 ? address(numeric) : Optional.empty();
    }

    /** Returns the canonical text of {@code address}; IPv6 with the longest run of zeros compressed (RFC 5952). */
    public static String text(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] octets = address.getAddress();
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = ((octets[2 * i] & 0xff) << 8) | (octets[2 * i + 1] & 0xff);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static boolean octetsFit(String text) {
        for (String octet : text.split("\\.", -1)) {
            if (Integer.parseInt(octet) > 255) {
                return false;
            }
        }
        return true;
    }
}
