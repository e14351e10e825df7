/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.util.List;

/**
 * A named group of mailboxes (RFC 5322, section 3.4, group), such as {@code undisclosed-recipients:;}.
 *
 * @param name the display name; not empty
 * @param mailboxes the members; may be empty
 */
public record MailboxGroup(String name, List<Mailbox> mailboxes) implements Addressee {

    /**
     * Creates a group.
     *
     * @throws IllegalArgumentException when the name is empty, or holds a character that {@link Mailbox} refuses
     */
    public MailboxGroup {
        LineText.require("group name", name);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("group name is empty; expected a text");
        }
        mailboxes = List.copyOf(mailboxes);
    }

    /** Returns name and mailboxes as text for a log. */
    @Override
    public String toString() {
        return name + ": " + mailboxes;
    }
}
