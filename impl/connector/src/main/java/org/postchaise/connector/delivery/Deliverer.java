/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import jakarta.resource.ResourceException;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.connector.outbox.Posting;

/** Delivers mail of an outbox: a connection factory, through its container's pool. */
@FunctionalInterface
public interface Deliverer {
    /**
     * Delivers at once; the caller's thread is in no transaction.
     *
     * @param posting says by its attributes where the mail goes
     * @param envelope that of the posting, with the recipients that are to be tried now
     * @throws ResourceException when no connection could be had; nothing was sent
     */
    DeliveryReport deliver(Posting posting, Envelope envelope, MessageSource content) throws ResourceException;
}
