/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.util.ArrayList;
import java.util.List;

/** Parser of addresses as people write them (RFC 5322, section 3.4); its exceptions name the text that is malformed. */
final class AddressText {
    private static final String EXPECTED = "; expected local-part@domain, or a name and <local-part@domain>";

    private AddressText() {}

    /** Returns {@code text} parsed as a mailbox. */
    static Mailbox mailbox(String what, String text) {
        String stripped = LineText.require(what, text).strip();
        if (stripped.endsWith(">")) {
            return bracketed(what, stripped);
        }
        int comment = stripped.endsWith(")") ? outsideOfQuotes(stripped, '(') : -1;
        if (comment > 0) {
            String name = stripped.substring(comment + 1, stripped.length() - 1);
            return of(what, withoutEscapes(name), stripped.substring(0, comment));
        }
        return of(what, "", stripped);
    }

    /** Returns {@code text} parsed as a mailbox or a group. */
    static Addressee addressee(String what, String text) {
        String stripped = LineText.require(what, text).strip();
        int colon = stripped.endsWith(";") ? outsideOfQuotes(stripped, ':') : -1;
        if (colon < 0) {
            return mailbox(what, stripped);
        }
        String name = phrase(what, stripped, stripped.substring(0, colon));
        if (name.isEmpty()) {
            throw bad(what, stripped, "is a group without a name");
        }
        List<Mailbox> members = new ArrayList<>();
        for (String member : entries(stripped.substring(colon + 1, stripped.length() - 1))) {
            members.add(mailbox(what, member));
        }
        return new MailboxGroup(name, members);
    }

    /** Returns {@code text} parsed as a comma-separated list of mailboxes and groups. */
    static List<Addressee> list(String what, String text) {
        List<Addressee> list = new ArrayList<>();
        for (String entry : entries(LineText.require(what, text))) {
            list.add(addressee(what, entry));
        }
        return list;
    }

    private static Mailbox bracketed(String what, String text) {
        int bracket = lastOutsideOfQuotes(text, '<');
        if (bracket < 0) {
            throw bad(what, text, "has > without <");
        }
        return of(what, phrase(what, text, text.substring(0, bracket)), text.substring(bracket + 1, text.length() - 1));
    }

    private static Mailbox of(String what, String name, String address) {
        return new Mailbox(name, MailboxSyntax.requireMailbox(what, address.strip()));
    }

    /**
     * Returns the display name that a phrase encodes. Quoted strings lose their quotes; an unmatched quote stays part
     * of the name.
     */
    private static String phrase(String what, String text, String phrase) {
        String stripped = phrase.strip();
        StringBuilder name = new StringBuilder();
        StringBuilder bare = new StringBuilder();
        for (int i = 0; i < stripped.length(); i++) {
            int end = stripped.charAt(i) == '"' ? endOfQuotes(stripped, i) : -1;
            if (end > 0) {
                name.append(withoutEscapes(stripped.substring(i + 1, end)));
                i = end;
            } else {
                name.append(stripped.charAt(i));
                bare.append(stripped.charAt(i));
            }
        }
        if (bare.indexOf("<") >= 0 || bare.indexOf(">") >= 0 || (bare.indexOf("@") >= 0 && bare.indexOf(",") >= 0)) {
            throw bad(what, text, "holds more than one address");
        }
        return name.toString();
    }

    /** Returns the list entries between commas, ignoring commas inside quotes, angle brackets and groups. */
    private static List<String> entries(String text) {
        List<String> entries = new ArrayList<>();
        int start = 0;
        boolean bracketed = false;
        boolean grouped = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            if (c == '"' && endOfQuotes(text, i) > 0) {
                i = endOfQuotes(text, i);
            } else if (c == '<' || c == '>') {
                bracketed = c == '<';
            } else if (!bracketed && (c == ':' || c == ';')) {
                grouped = c == ':' && text.indexOf(';', i) > 0;
            } else if (c == ',' && (i == text.length() || (!bracketed && !grouped))) {
                String entry = text.substring(start, i).strip();
                if (!entry.isEmpty()) {
                    entries.add(entry);
                }
                start = i + 1;
            }
        }
        return entries;
    }

    private static int lastOutsideOfQuotes(String text, char wanted) {
        int last = -1;
        for (int next = outsideOfQuotes(text, wanted, 0); next >= 0; next = outsideOfQuotes(text, wanted, next + 1)) {
            last = next;
        }
        return last;
    }

    private static int outsideOfQuotes(String text, char wanted) {
        return outsideOfQuotes(text, wanted, 0);
    }

    /**
     * Returns the first position of {@code wanted} at or after {@code from} that is outside of quoted strings, or -1.
     * An unmatched quote does not begin a quoted string.
     */
    private static int outsideOfQuotes(String text, char wanted, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '"' && endOfQuotes(text, i) > 0) {
                i = endOfQuotes(text, i);
            } else if (text.charAt(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Returns the position of the quote that closes the quoted string beginning at {@code start}, or -1 if no quote
     * closes the string.
     */
    private static int endOfQuotes(String text, int start) {
        for (int i = start + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i;
            }
        }
        return -1;
    }

    private static String withoutEscapes(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }

    private static IllegalArgumentException bad(String what, String text, String why) {
        return new IllegalArgumentException(what + " " + MailboxSyntax.quote(text) + " " + why + EXPECTED);
    }
}
