/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.postchaise.api.DeliveryReport;

/**
 * Step in the processing of a mail that a trace shows, from its creation until it is closed; spans made on this thread meanwhile belong to the step. The
 * default methods record nothing.
 */
interface Step extends AutoCloseable {
    /** Step of a server without traces. */
    Step UNSEEN = new Step() {};

    /** Adds the trace to {@code message}, so that later steps with that message belong to the same trace. */
    default void goOn(Message message) throws JMSException {}

    /** Records a delivery to some recipients of the mail that has just ended. */
    default void tried(DeliveryReport part) {}

    /**
     * Records the result of an attempt.
     *
     * @param before the mail's state before the attempt
     * @param size the size of the content, in octets
     */
    default void ended(QueuedMail before, AttemptResult result, long size) {}

    /** Records a failure of the step. */
    default void failed(Exception reason) {}

    @Override
    default void close() {}
}
