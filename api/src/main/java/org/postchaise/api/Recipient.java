/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * One recipient of an envelope, with its delivery status notification options (RFC 3461, section 4).
 *
 * <p>The constructor accepts any address that can stand in a command, as Postfix's queue does. {@link #of(String)} is stricter and
 * intended for applications.
 *
 * @param address the mailbox, {@code local-part@domain}, without angle brackets
 * @param notifyOn the events of which the sender is notified; empty means that the parameter NOTIFY is not sent
 * @param originalRecipient ORCPT, {@code address-type;xtext} in its wire form; empty when unknown
 */
public record Recipient(String address, Set<Notify> notifyOn, String originalRecipient) implements Serializable {

    /** The values of the RCPT parameter NOTIFY (RFC 3461, section 4.1). */
    public enum Notify {
        /** No notification; excludes the other values. */
        NEVER,
        /** Notification when the mail was delivered. */
        SUCCESS,
        /** Notification when the mail could not be delivered. */
        FAILURE,
        /** Notification when the mail is delayed. */
        DELAY
    }

    /**
     * Creates a recipient.
     *
     * @throws IllegalArgumentException when the address is empty or holds CR, LF or NUL, ORCPT is malformed or has more than 500
     *     characters, or NEVER is combined with other values
     */
    public Recipient {
        MailboxSyntax.requireCommandSafe("recipient address", address);
        MailboxSyntax.requireOriginalRecipient(originalRecipient);
        if (address.isEmpty()) {
            throw new IllegalArgumentException("recipient address is empty; expected local-part@domain");
        }
        if (notifyOn.contains(Notify.NEVER) && notifyOn.size() > 1) {
            throw new IllegalArgumentException("NOTIFY=NEVER excludes other values; got " + notifyOn);
        }
        notifyOn = Set.copyOf(notifyOn);
    }

    /**
     * Creates a recipient without notification options.
     *
     * @throws IllegalArgumentException when {@code address} is not a mailbox of RFC 5321, section 4.1.2, within the sizes of section
     *     4.5.3.1; the message names the address and the expected form
     */
    public static Recipient of(String address) {
        return new Recipient(MailboxSyntax.requireMailbox("recipient address", address), Set.of(), "");
    }

    /** Returns this recipient with NOTIFY set to the given values. */
    public Recipient withNotify(Notify first, Notify... more) {
        Objects.requireNonNull(first, "notify");
        return new Recipient(address, EnumSet.of(first, more), originalRecipient);
    }

    /** Returns the domain part, as written; empty if the address has none. */
    public String domain() {
        return MailboxSyntax.domainOf(address);
    }

    /** Returns the address. */
    @Override
    public String toString() {
        return address;
    }
}
