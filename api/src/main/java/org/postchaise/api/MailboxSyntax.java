/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The checks that an address passes where an application hands it in (RFC 5321, sections 4.1.2 and 4.5.3.1). */
final class MailboxSyntax {
    private static final int LOCAL_PART_LIMIT = 64;
    private static final int DOMAIN_LIMIT = 255;
    private static final int ENVID_LIMIT = 100;
    private static final int ORCPT_LIMIT = 500;
    private static final Pattern XTEXT = Pattern.compile("(?:[!-*,-<>-~]|\\+[0-9A-F]{2})*");
    private static final Pattern ORCPT =
            Pattern.compile("[!-:<-~]+;(?:[!-*,-~\\x{a0}-\\x{10ffff}]|\\+[0-9A-Fa-f]{2})+");
    private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    private MailboxSyntax() {}

    /** Refuses CR, LF and NUL, with the name of the thing in the message. */
    static String requireCommandSafe(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                throw new IllegalArgumentException(
                        what + " " + quote(text) + " holds " + name(c) + " at position " + i);
            }
        }
        return text;
    }

    /**
     * Refuses an ENVID that is not xtext (RFC 3461, section 4) of at most 100 characters (section 4.4); returns it unchanged.
     */
    static String requireEnvelopeId(String xtext) {
        requireCommandSafe("envelope id", xtext);
        if (xtext.length() > ENVID_LIMIT || !XTEXT.matcher(xtext).matches()) {
            throw new IllegalArgumentException("envelope id " + quote(xtext) + " has " + xtext.length()
                    + " characters; expected at most " + ENVID_LIMIT + " of xtext (RFC 3461, section 4)");
        }
        return xtext;
    }

    /**
     * Refuses an ORCPT that is not {@code address-type;xtext} of at most 500 characters (RFC 3461, section 4.2, and RFC 6533, section 3);
     * returns it unchanged. An equals sign that is not encoded is taken, as Postfix takes it.
     */
    static String requireOriginalRecipient(String parameter) {
        requireCommandSafe("original recipient", parameter);
        if (parameter.length() > ORCPT_LIMIT
                || !(parameter.isEmpty() || ORCPT.matcher(parameter).matches())
                || hasHiddenCharacter(parameter)) {
            throw new IllegalArgumentException("original recipient " + quote(parameter) + " has " + parameter.length()
                    + " characters; expected at most " + ORCPT_LIMIT
                    + " of address-type;xtext (RFC 3461, section 4.2)");
        }
        return parameter;
    }

    /** Whether there is half a surrogate pair, or a character that changes the order in which text is shown. */
    private static boolean hasHiddenCharacter(String text) {
        return text.codePoints()
                .anyMatch(c -> (c >= 0xd800 && c <= 0xdfff)
                        || c == 0x061c
                        || c == 0x200e
                        || c == 0x200f
                        || c == 0x2028
                        || c == 0x2029
                        || (c >= 0x202a && c <= 0x202e)
                        || (c >= 0x2066 && c <= 0x2069));
    }

    /** Refuses what is not {@code local-part@domain}; returns it unchanged. */
    static String requireMailbox(String what, String address) {
        requireCommandSafe(what, address);
        if (hasHiddenCharacter(address)) {
            throw bad(what, address, "holds half a surrogate pair or a directional character");
        }
        int at = lastAt(address);
        if (at < 0) {
            throw bad(what, address, "has no domain");
        }
        String local = address.substring(0, at);
        String domain = address.substring(at + 1);
        if (local.isEmpty()) {
            throw bad(what, address, "has no local part");
        }
        if (domain.isEmpty()) {
            throw bad(what, address, "has no domain");
        }
        int localOctets = local.getBytes(StandardCharsets.UTF_8).length;
        if (localOctets > LOCAL_PART_LIMIT) {
            throw bad(what, address, "has a local part of " + localOctets + " octets, more than " + LOCAL_PART_LIMIT);
        }
        int domainOctets = domain.getBytes(StandardCharsets.UTF_8).length;
        if (domainOctets > DOMAIN_LIMIT) {
            throw bad(what, address, "has a domain of " + domainOctets + " octets, more than " + DOMAIN_LIMIT);
        }
        if (!(local.startsWith("\"") ? isQuotedString(local) : isDotString(local))) {
            throw bad(what, address, "has a malformed local part");
        }
        if (!(domain.startsWith("[") ? isLiteral(domain) : isDomain(domain))) {
            throw bad(what, address, "has a malformed domain");
        }
        return address;
    }

    static String domainOf(String address) {
        int at = lastAt(address);
        return at < 0 ? "" : address.substring(at + 1);
    }

    private static int lastAt(String address) {
        return address.lastIndexOf('@');
    }

    private static boolean isDotString(String local) {
        for (String atom : local.split("\\.", -1)) {
            if (atom.isEmpty() || !atom.chars().allMatch(MailboxSyntax::isAtext)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAtext(int c) {
        return Character.isLetterOrDigit(c) || c > 0x9f || ATEXT_SPECIALS.indexOf(c) >= 0;
    }

    private static boolean isQuotedString(String local) {
        if (local.length() < 2 || !local.endsWith("\"")) {
            return false;
        }
        for (int i = 1; i < local.length() - 1; i++) {
            char c = local.charAt(i);
            if (c == '\\') {
                i++;
                if (i == local.length() - 1) {
                    return false;
                }
                c = local.charAt(i);
            } else if (c == '"') {
                return false;
            }
            if (c < ' ' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDomain(String domain) {
        for (String label : domain.split("\\.", -1)) {
            if (label.isEmpty()
                    || label.startsWith("-")
                    || label.endsWith("-")
                    || !label.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_' || c > 0x9f)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLiteral(String domain) {
        return domain.length() > 2
                && domain.endsWith("]")
                && domain.substring(1, domain.length() - 1)
                        .chars()
                        .allMatch(c -> c > ' ' && c < 0x7f && c != '[' && c != ']' && c != '\\');
    }

    private static IllegalArgumentException bad(String what, String address, String why) {
        return new IllegalArgumentException(what + " " + quote(address) + " " + why + "; expected local-part@domain");
    }

    private static String name(char c) {
        return switch (c) {
            case '\r' -> "CR";
            case '\n' -> "LF";
            default -> "NUL";
        };
    }

    /** Whether the surrogate at a position stands alone. */
    private static boolean hasHalf(String text, int position) {
        char c = text.charAt(position);
        int other = Character.isHighSurrogate(c) ? position + 1 : position - 1;
        return other < 0
                || other >= text.length()
                || !(Character.isHighSurrogate(c)
                        ? Character.isLowSurrogate(text.charAt(other))
                        : Character.isHighSurrogate(text.charAt(other)));
    }

    /** The text in quotes, control characters escaped, cut where it is long: fit for a message or a log. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length() && i < 100; i++) {
            char c = text.charAt(i);
            if (c < ' ' || (c >= 0x7f && c < 0xa0)) {
                quoted.append(String.format("\\x%02x", (int) c));
            } else if (Character.isSurrogate(c) ? hasHalf(text, i) : hasHiddenCharacter(String.valueOf(c))) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append(text.length() > 100 ? "...\"" : "\"").toString();
    }
}
