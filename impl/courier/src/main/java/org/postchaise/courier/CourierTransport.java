/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.resource.ResourceException;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.function.Consumer;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.spi.ConcurrencyPolicy;
import org.postchaise.api.spi.QueueTransport;

/**
 * Delivery for the courier outside its transaction: whatever {@code transaction_mode} the connection factory has, the mail is sent at once, and the transaction
 * that takes the mail from the queue knows the outcome.
 */
@ApplicationScoped
public class CourierTransport {

    /** Delivers by {@link QueueTransport#deliver}. */
    @Transactional(TxType.NOT_SUPPORTED)
    public DeliveryReport deliver(
            QueueTransport factory,
            Envelope envelope,
            MessageSource content,
            DeliveryOptions options,
            ConcurrencyPolicy policy,
            Consumer<DeliveryReport> parts)
            throws ResourceException {
        return factory.deliver(envelope, content, options, policy, parts);
    }
}
