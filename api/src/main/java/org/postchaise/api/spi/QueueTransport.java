/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api.spi;

import jakarta.resource.ResourceException;
import java.util.function.Consumer;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;

/**
 * The transport of a mail queue, implemented by the resource adapter's connection factories beside {@link
 * org.postchaise.api.MailConnectionFactory}. Thread-safe.
 */
public interface QueueTransport {
    /**
     * Delivers as {@link org.postchaise.api.MailConnectionFactory#deliver(Envelope, MessageSource, DeliveryOptions, Consumer)} does, with
     * the queue's own policy at busy destinations.
     *
     * @param parts the consumer of partial reports, called on the caller's thread before this method returns; an exception of the consumer
     *     ends the delivery
     * @return exactly one outcome for each recipient of {@code envelope}, in its order
     * @throws ResourceException when the pool has no connection for any recipient; no mail was sent in that case
     */
    DeliveryReport deliver(
            Envelope envelope,
            MessageSource message,
            DeliveryOptions options,
            ConcurrencyPolicy policy,
            Consumer<DeliveryReport> parts)
            throws ResourceException;
}
