/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.List;

/** An entry of an address field: a mailbox or a group of mailboxes (RFC 5322, section 3.4, address). */
public sealed interface Addressee extends Serializable permits Mailbox, MailboxGroup {

    /** Returns the display name; empty if there is none. */
    String name();

    /** Returns the mailbox itself, or the members of the group. */
    List<Mailbox> mailboxes();

    /**
     * Returns {@code text} parsed as an address: a mailbox as in {@link Mailbox#parse}, or a group {@code name:
     * mailbox, mailbox;}.
     *
     * @param what the argument's name, for messages
     * @throws IllegalArgumentException when {@code text} is neither a mailbox nor a group
     */
    static Addressee parse(String what, String text) {
        return AddressText.addressee(what, text);
    }

    /**
     * Returns {@code text} parsed as the value of an address field: mailboxes and groups with commas between them.
     *
     * @param what the argument's name, for messages
     * @throws IllegalArgumentException when an entry is neither a mailbox nor a group
     */
    static List<Addressee> parseList(String what, String text) {
        return AddressText.list(what, text);
    }
}
