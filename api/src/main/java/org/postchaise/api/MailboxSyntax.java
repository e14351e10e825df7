/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
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

    /** Refuses null, CR, LF and NUL, with the name of the thing in the message. */
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
                || !parameter.codePoints().allMatch(MailboxSyntax::isVisible)) {
            throw new IllegalArgumentException("original recipient " + quote(parameter) + " has " + parameter.length()
                    + " characters; expected at most " + ORCPT_LIMIT
                    + " of address-type;xtext (RFC 3461, section 4.2)");
        }
        return parameter;
    }

    /**
     * Refuses what is not {@code local-part@domain}; returns it unchanged. A local part may begin or end with a dot and hold several in a
     * row, as addresses of some providers do: it is sent between quotes, as by sendmail(1).
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

    /** Characters beyond US-ASCII that nobody sees, that reorder others, or that stand for what could not be decoded. */
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
            // the joiners are part of words in some scripts (RFC 5892, appendix A)
            case Character.FORMAT -> c == 0x200c || c == 0x200d;
            default -> c != 0xfffd;
        };
    }

    /**
     * What is the same for addresses of which one gets a mail (Postfix's cleanup(8)): without the quotes of the local part, and without
     * regard to case, in the local part too.
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

    /** Dots may stand anywhere. */
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
            } else if (Character.isSurrogate(c) ? hasHalf(text, i) : (c > 0x7f && !isVisible(c))) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append(text.length() > 100 ? "...\"" : "\"").toString();
    }
}
