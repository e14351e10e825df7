/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Checks on addresses that an application passes (RFC 5321, sections 4.1.2 and 4.5.3.1). */
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

    /** Requires {@code text} to be neither null nor to hold CR, LF or NUL, and returns {@code text}; {@code what} names the text in the exception's message. */
    static String requireCommandSafe(String what, String text) {
        LineText.requireGiven(what, text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                throw new IllegalArgumentException(
                        what + " " + quote(text) + " holds " + name(c) + " at position " + i);
            }
        }
        return text;
    }

    /** Requires {@code xtext} to be an ENVID, xtext (RFC 3461, section 4) of at most 100 characters (section 4.4), and returns {@code xtext}. */
    static String requireEnvelopeId(String xtext) {
        requireCommandSafe("envelope id", xtext);
        if (xtext.length() > ENVID_LIMIT || !XTEXT.matcher(xtext).matches()) {
            throw new IllegalArgumentException("envelope id " + quote(xtext) + " has " + xtext.length()
                    + " characters; expected at most " + ENVID_LIMIT + " of xtext (RFC 3461, section 4)");
        }
        return xtext;
    }

    /**
     * Requires {@code parameter} to be an ORCPT, {@code address-type;xtext} of at most 500 characters (RFC 3461, section 4.2, and RFC 6533,
     * section 3), and returns {@code parameter}. An unencoded equals sign is accepted, as in Postfix.
     */
    static String requireOriginalRecipient(String parameter) {
        requireCommandSafe("original recipient", parameter);
        if (parameter.length() > ORCPT_LIMIT
                || !(parameter.isEmpty() || ORCPT.matcher(parameter).matches())
                || !parameter.codePoints().allMatch(MailboxSyntax::isVisible)) {
            throw new IllegalArgumentException("original recipient " + quote(parameter) + " has " + parameter.length()
                    + " characters; expected at most " + ORCPT_LIMIT
                    + " of address-type;xtext (RFC 3461, section 4.2)");
        }
        return parameter;
    }

    /**
     * Requires {@code address} to be {@code local-part@domain}, and returns {@code address}. A local part may begin or end with a dot and
     * hold several in a row, as addresses of some providers do: such a local part is sent as a quoted string, as by sendmail(1).
     */
    static String requireMailbox(String what, String address) {
        requireCommandSafe(what, address);
        requireVisible(what, address);
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

    /** Refuses an address with characters beyond US-ASCII that are invisible, change the order of others, or replace undecodable input. */
    private static void requireVisible(String what, String address) {
        address.codePoints().filter(c -> c > 0x7f && !isVisible(c)).findFirst().ifPresent(c -> {
            throw bad(what, address, String.format("holds U+%04X, which can't stand in an address", c));
        });
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR,
                    Character.SURROGATE -> false;
            // ZWNJ and ZWJ are part of words in some scripts (RFC 5892, appendix A)
            case Character.FORMAT -> c == 0x200c || c == 0x200d;
            default -> c != 0xfffd;
        };
    }

    /**
     * Returns the form of an address that is equal for duplicates as Postfix's cleanup(8) defines them: without the quotes of the local
     * part, and with all case folded, in the local part too.
     */
    static String folded(String address) {
        int at = lastAt(address);
        String local = at < 0 ? address : address.substring(0, at);
        String bare = isQuotedString(local)
                ? local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1") + address.substring(local.length())
                : address;
        return bare.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    static String domainOf(String address) {
        int at = lastAt(address);
        return at < 0 ? "" : address.substring(at + 1);
    }

    private static int lastAt(String address) {
        return address.lastIndexOf('@');
    }

    /** Returns true if {@code local} consists of atoms and dots; dots may stand anywhere. */
    private static boolean isDotString(String local) {
        return local.chars().allMatch(c -> c == '.' || isAtext(c));
    }

    private static boolean isAtext(int c) {
        return Character.isLetterOrDigit(c) || c > 0x9f || ATEXT_SPECIALS.indexOf(c) >= 0;
    }

    private static boolean isQuotedString(String local) {
        if (local.length() < 2 || !local.startsWith("\"") || !local.endsWith("\"")) {
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

    /** Returns true if the surrogate at {@code position} has no counterpart. */
    private static boolean hasHalf(String text, int position) {
        char c = text.charAt(position);
        int other = Character.isHighSurrogate(c) ? position + 1 : position - 1;
        return other < 0
                || other >= text.length()
                || !(Character.isHighSurrogate(c)
                        ? Character.isLowSurrogate(text.charAt(other))
                        : Character.isHighSurrogate(text.charAt(other)));
    }

    /** Returns {@code text} in quotes, with control characters escaped and cut after 100 characters, for a message or a log. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length() && i < 100; i++) {
            char c = text.charAt(i);
            if (c < ' ' || (c >= 0x7f && c < 0xa0)) {
                quoted.append(String.format("\\x%02x", (int) c));
            } else if (Character.isSurrogate(c) ? hasHalf(text, i) : (c > 0x7f && !isVisible(c))) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append(text.length() > 100 ? "...\"" : "\"").toString();
    }
}
