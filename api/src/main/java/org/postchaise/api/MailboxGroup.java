/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.util.List;

/**
 * Mailboxes under a common name (RFC 5322, section 3.4, group), such as {@code undisclosed-recipients:;}.
 *
 * @param name as it is read; not empty
 * @param mailboxes may be none
 */
public record MailboxGroup(String name, List<Mailbox> mailboxes) implements Addressee {

    /** @throws IllegalArgumentException when there is no name, or it holds what {@link Mailbox} refuses */
    public MailboxGroup {
        LineText.require("group name", name);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("group name is empty; expected a text");
        }
        mailboxes = List.copyOf(mailboxes);
    }

    /** Name and mailboxes, for a log. */
    @Override
    public String toString() {
        return name + ": " + mailboxes;
    }
}
