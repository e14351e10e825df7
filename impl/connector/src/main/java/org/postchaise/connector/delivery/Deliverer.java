/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import jakarta.resource.ResourceException;
import java.util.function.Consumer;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.connector.outbox.OutboxSubmission;

/** The delivery of an outbox's mail, implemented by a connection factory that uses its container's pool. */
@FunctionalInterface
public interface Deliverer {
    /**
     * Delivers a mail at once; the caller's thread is in no transaction.
     *
     * @param submission the mail as submitted; its attributes determine the next hop
     * @param envelope the envelope of the submission, with the recipients that are due now
     * @param record the consumer of outcomes, called on the caller's thread as soon as a server's reply settles a recipient
     * @throws ResourceException when no connection was available; nothing was sent
     */
    DeliveryReport deliver(
            OutboxSubmission submission, Envelope envelope, MessageSource content, Consumer<RecipientOutcome> record)
            throws ResourceException;
}
