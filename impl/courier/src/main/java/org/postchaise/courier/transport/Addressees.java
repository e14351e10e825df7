/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier.transport;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.api.Recipient;

/** Recipients of a message: groups are expanded, and addresses that are no mailbox (RFC 5321, section 4.1.2) are refused with the reason. */
final class Addressees {
    static final Address[] NONE = {};

    private final List<InternetAddress> mailboxes = new ArrayList<>();
    private final List<InternetAddress> refused = new ArrayList<>();
    private final List<AddressException> reasons = new ArrayList<>();

    private Addressees() {}

    /**
     * Returns the recipients in {@code addresses}.
     *
     * @throws SendFailedException when there is no address
     * @throws MessagingException when an address is not an Internet address
     */
    static Addressees of(Address[] addresses) throws MessagingException {
        Addressees all = new Addressees();
        for (Address address : addresses == null ? NONE : addresses) {
            if (!(address instanceof InternetAddress internet)) {
                throw new MessagingException("recipients have to be of type InternetAddress; one is "
                        + (address == null ? "null" : "a " + address.getClass().getName()));
            }
            all.add(internet);
        }
        if (all.count() == 0) {
            throw new SendFailedException("No recipient addresses");
        }
        return all;
    }

    private void add(InternetAddress address) {
        if (!address.isGroup()) {
            sort(address);
            return;
        }
        try {
            for (InternetAddress member : address.getGroup(true)) {
                sort(member);
            }
        } catch (AddressException e) {
            refuse(address, "group " + e.getMessage());
        }
    }

    private void sort(InternetAddress address) {
        try {
            Recipient.of(mailbox(address));
            mailboxes.add(address);
        } catch (IllegalArgumentException e) {
            refuse(address, e.getMessage());
        }
    }

    private void refuse(InternetAddress address, String reason) {
        AddressException next = new AddressException(reason, mailbox(address));
        if (!reasons.isEmpty()) {
            reasons.get(reasons.size() - 1).setNextException(next);
        }
        refused.add(address);
        reasons.add(next);
    }

    /** Returns {@code local-part@domain}; empty where the address has none. */
    static String mailbox(InternetAddress address) {
        return address.getAddress() == null ? "" : address.getAddress();
    }

    /** Returns the mailboxes, which get the mail. */
    InternetAddress[] mailboxes() {
        return mailboxes.toArray(InternetAddress[]::new);
    }

    /** Returns the refused addresses. */
    InternetAddress[] refused() {
        return refused.toArray(InternetAddress[]::new);
    }

    private int count() {
        return mailboxes.size() + refused.size();
    }

    /** Returns the exception for a mail that is not queued because addresses were refused. */
    SendFailedException refusedWhole() {
        return new SendFailedException("not queued: " + why(), reasons.get(0), NONE, mailboxes(), refused());
    }

    /** Returns the exception for a mail that is queued for the other recipients only. */
    SendFailedException refusedInPart(String id) {
        return new SendFailedException(
                "queued as " + id + ", but " + why(), reasons.get(0), mailboxes(), NONE, refused());
    }

    /** Returns the exception for a mail that is not queued for another reason. */
    SendFailedException unsent(String text, Exception cause) {
        return new SendFailedException(text, cause, NONE, mailboxes(), refused());
    }

    private String why() {
        return refused.size() + " of " + count() + " recipients refused: "
                + reasons.get(0).getMessage();
    }
}
