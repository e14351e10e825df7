/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;

/**
 * The receipt for a mail that a transaction has put into the outbox ({@code transaction_mode = outbox}). After the commit
 * {@link MailConnectionFactory#status} tells with it how far each recipient has come. It may be kept, in the database that
 * the same transaction writes to, say: it holds across restarts of the server.
 *
 * @param mailId the mail's id, the same as in the log and in {@link MailStatus#mailId}
 */
public record DeliveryTicket(String mailId) implements Serializable {

    /**
     * @throws IllegalArgumentException when the id is empty
     */
    public DeliveryTicket {
        if (mailId == null || mailId.isBlank()) {
            throw new IllegalArgumentException("mail id is \"" + mailId + "\"; expected that of a mail in an outbox");
        }
    }
}
