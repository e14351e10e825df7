/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.List;

/** An entry of an address field: a mailbox or a group of mailboxes (RFC 5322, section 3.4, address). */
public sealed interface Addressee extends Serializable permits Mailbox, MailboxGroup {

    /** The name shown for it; empty where there is none. */
    String name();

    /** The mailbox, or those of the group. */
    List<Mailbox> mailboxes();

    /**
     * The entry that {@code text} is: a mailbox as in {@link Mailbox#parse}, or {@code name: mailbox, mailbox;}.
     *
     * @param what the argument's name, for messages
     * @throws IllegalArgumentException when it is none
     */
    static Addressee parse(String what, String text) {
        return AddressText.addressee(what, text);
    }

    /**
     * The entries of the value of an address field, with commas between.
     *
     * @param what the argument's name, for messages
     * @throws IllegalArgumentException when one is none
     */
    static List<Addressee> parseList(String what, String text) {
        return AddressText.list(what, text);
    }
}
