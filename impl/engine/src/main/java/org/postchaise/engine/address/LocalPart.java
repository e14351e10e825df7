/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.address;

/** The local part of an address, in the form of MAIL and RCPT (RFC 5321, section 4.1.2). */
public final class LocalPart {
    private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    private LocalPart() {}

    /**
     * Returns {@code address} with its local part quoted, unless the local part is a dot-string or quoted already; as in
     * Postfix a local part that begins or ends with a dot is quoted too. The null sender is returned unchanged.
     */
    public static String quoted(String address) {
        int at = address.lastIndexOf('@');
        String local = at < 0 ? address : address.substring(0, at);
        if (address.isEmpty() || isDotString(local) || isQuotedString(local)) {
            return address;
        }
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
        }
        return text.append('"').append(at < 0 ? "" : address.substring(at)).toString();
    }

    /**
     * Returns {@code address} with its local part unquoted: without the quotes and backslashes that the syntax requires.
     */
    public static String unquoted(String address) {
        int at = address.lastIndexOf('@');
        String local = at < 0 ? address : address.substring(0, at);
        if (!isQuotedString(local)) {
            return address;
        }
        String text = local.substring(1, local.length() - 1).replaceAll("(?s)\\\\(.)", "$1");
        return at < 0 ? text : text + address.substring(at);
    }

    /**
     * Returns true if the local part of {@code address} is US-ASCII; a domain can always be written in US-ASCII (as
     * A-labels).
     */
    public static boolean isAscii(String address) {
        int at = address.lastIndexOf('@');
        return (at < 0 ? address : address.substring(0, at)).chars().allMatch(c -> c < 0x80);
    }

    private static boolean isDotString(String local) {
        boolean dot = true;
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c == '.' ? dot : !isAtext(c)) {
                return false;
            }
            dot = c == '.';
        }
        return !dot;
    }

    private static boolean isAtext(char c) {
        return c >= 0x80
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || ATEXT_SPECIALS.indexOf(c) >= 0;
    }

    private static boolean isQuotedString(String local) {
        if (local.length() < 2 || local.charAt(0) != '"') {
            return false;
        }
        int i = 1;
        while (i < local.length() - 1 && local.charAt(i) != '"') {
            i += local.charAt(i) == '\\' ? 2 : 1;
        }
        return i == local.length() - 1 && local.charAt(i) == '"';
    }
}
