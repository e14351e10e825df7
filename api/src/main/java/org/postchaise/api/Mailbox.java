/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.util.List;

/**
 * An address, and the name that is shown for it (RFC 5322, section 3.4, mailbox).
 *
 * @param name as it is read, without quotes and in any script; empty where there is none
 * @param address {@code local-part@domain}, without angle brackets
 */
public record Mailbox(String name, String address) implements Addressee {

    /**
     * @throws IllegalArgumentException when the address is none, or the name holds CR, LF, another control character, half of a surrogate pair
     *     or a bidirectional control character
     */
    public Mailbox {
        LineText.require("display name", name);
        MailboxSyntax.requireMailbox("address", address);
    }

    /**
     * The mailbox that {@code text} is: {@code ann@example.net}, {@code Ann Lee <ann@example.net>}, {@code "Lee, Ann" <ann@example.net>}
     * or {@code ann@example.net (Ann Lee)}. A name may go without quotes where it holds commas or quotes of its own.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Mailbox parse(String text) {
        return AddressText.mailbox("mailbox", text);
    }

    @Override
    public List<Mailbox> mailboxes() {
        return List.of(this);
    }

    /** The address, and the name in front where there is one, for a log. */
    @Override
    public String toString() {
        return name.isEmpty() ? address : name + " <" + address + ">";
    }
}
