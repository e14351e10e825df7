/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.queue;

import org.postchaise.api.Envelope;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MessageSource;

/**
 * A mail of a queue, as its rules see it.
 *
 * @param id the id of the mail in log lines and notices
 * @param envelope the sender, all recipients, and the options of the envelope
 * @param times the times of the mail
 * @param state the state of its recipients
 * @param content the message, which is read for notices only
 */
public record QueuedMessage(String id, Envelope envelope, QueueTimes times, MailState state, MessageSource content) {

    /**
     * Creates a queued message.
     *
     * @throws IllegalArgumentException when the statuses are not those of the envelope's recipients
     */
    public QueuedMessage {
        requireSameRecipients(envelope, state);
    }

    /**
     * Checks that {@code state} has the recipients of {@code envelope}, in the same order.
     *
     * @throws IllegalArgumentException when it has not
     */
    public static void requireSameRecipients(Envelope envelope, MailState state) {
        if (!state.recipients().stream()
                .map(RecipientStatus::recipient)
                .toList()
                .equals(envelope.recipients())) {
            throw new IllegalArgumentException(
                    state.recipients().size() + " recipient states do not match the envelope's recipients");
        }
    }

    String sender() {
        return envelope.sender();
    }
}
