/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;

/**
 * The receipt for a mail that a transaction has put into the outbox ({@code transaction_mode = outbox}). After the commit,
 * {@link MailConnectionFactory#status} returns the mail's status for the ticket. A ticket stays valid across restarts of
 * the server, so an application may store the ticket, for example in the database that the same transaction writes to.
 *
 * @param mailId the mail's id, the same as in the log and in {@link MailStatus#mailId}
 */
public record DeliveryTicket(String mailId) implements Serializable {

    /**
     * Creates a ticket.
     *
     * @throws IllegalArgumentException when the id is null or blank
     */
    public DeliveryTicket {
        if (mailId == null || mailId.isBlank()) {
            throw new IllegalArgumentException("mail id is \"" + mailId + "\"; expected that of a mail in an outbox");
        }
    }
}
