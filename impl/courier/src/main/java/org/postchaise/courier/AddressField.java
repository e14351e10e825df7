/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.postchaise.api.Addressee;
import org.postchaise.api.Mailbox;
import org.postchaise.engine.address.LocalPart;
import org.postchaise.engine.dns.Idna;

/**
 * Renderer of address fields (RFC 5322, section 3.4). Display names beyond US-ASCII become encoded words (RFC 2047); addresses never do. A domain beyond
 * US-ASCII is written as its A-label. Where the local part is beyond US-ASCII, the whole address is UTF-8 (RFC 6532), since only a server with SMTPUTF8 can
 * accept the address anyway.
 */
final class AddressField {
    /** Names of further address fields, in lower case, beside the fields that {@code Mail} has methods for. */
    private static final Set<String> NAMES = Set.of(
            "sender",
            "resent-from",
            "resent-sender",
            "resent-to",
            "resent-cc",
            "resent-reply-to",
            "errors-to",
            "disposition-notification-to",
            "return-receipt-to",
            "mail-followup-to",
            "mail-reply-to",
            "apparently-to");

    /** Pattern of a phrase of atoms (RFC 5322, section 3.2.3), which needs no quotes. */
    private static final Pattern ATOMS =
            Pattern.compile("[!#$%&'*+/=?^_`{|}~0-9A-Za-z-]+(?: [!#$%&'*+/=?^_`{|}~0-9A-Za-z-]+)*");

    private AddressField() {}

    /** Returns true if the field called {@code name} is an address field. */
    static boolean isOne(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Returns the value of a field for {@code addressees}, with each addressee on a line of its own. */
    static String value(List<? extends Addressee> addressees) throws UnsupportedEncodingException {
        List<String> texts = new ArrayList<>();
        for (Addressee addressee : addressees) {
            texts.add(addressee instanceof Mailbox mailbox ? mailbox(mailbox) : group(addressee));
        }
        return String.join(",\r\n ", texts);
    }

    private static String group(Addressee group) throws UnsupportedEncodingException {
        return phrase(group.name()) + ":" + (group.mailboxes().isEmpty() ? "" : " ") + value(group.mailboxes()) + ";";
    }

    private static String mailbox(Mailbox mailbox) throws UnsupportedEncodingException {
        String address = address(mailbox.address());
        if (mailbox.name().isEmpty()) {
            return address;
        }
        String phrase = phrase(mailbox.name());
        return phrase + (phrase.contains("\r\n") ? "\r\n <" : " <") + address + ">";
    }

    private static String address(String address) {
        String quoted = LocalPart.quoted(address);
        int at = quoted.lastIndexOf('@');
        return isAscii(quoted.substring(0, at))
                ? quoted.substring(0, at + 1) + Idna.IDNA2008.toAscii(quoted.substring(at + 1))
                : quoted;
    }

    private static String phrase(String name) throws UnsupportedEncodingException {
        if (!isAscii(name)) {
            return MimeUtility.encodeWord(name, StandardCharsets.UTF_8.name(), null)
                    .replace("?= =?", "?=\r\n =?");
        }
        return ATOMS.matcher(name).matches() ? name : '"' + name.replaceAll("([\"\\\\])", "\\\\$1") + '"';
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
