/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.util.List;

/**
 * An address with its display name (RFC 5322, section 3.4, mailbox).
 *
 * @param name the display name, without quotes and in any script; empty if there is none
 * @param address {@code local-part@domain}, without angle brackets
 */
public record Mailbox(String name, String address) implements Addressee {

    /**
     * Creates a mailbox.
     *
     * @throws IllegalArgumentException when {@code address} is not an address, or the name holds CR, LF, another control character, half of
     *     a surrogate pair or a bidirectional control character
     */
    public Mailbox {
        LineText.require("display name", name);
        MailboxSyntax.requireMailbox("address", address);
    }

    /**
     * Returns {@code text} parsed as a mailbox: {@code ann@example.net}, {@code Ann Lee <ann@example.net>}, {@code "Lee, Ann"
     * <ann@example.net>} or {@code ann@example.net (Ann Lee)}. A name without quotes may hold commas or quotes.
     *
     * @throws IllegalArgumentException when {@code text} is not a mailbox
     */
    public static Mailbox parse(String text) {
        return AddressText.mailbox("mailbox", text);
    }

    @Override
    public List<Mailbox> mailboxes() {
        return List.of(this);
    }

    /** Returns the address, after the display name if there is one, as text for a log. */
    @Override
    public String toString() {
        return name.isEmpty() ? address : name + " <" + address + ">";
    }
}
