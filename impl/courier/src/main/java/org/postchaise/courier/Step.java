/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.postchaise.api.DeliveryReport;

/**
 * A step in the life of a mail that a trace shows, from its making until it is closed; what happens on this thread meanwhile belongs to it. By
 * itself one that nobody looks at.
 */
interface Step extends AutoCloseable {
    /** Of a server without traces. */
    Step UNSEEN = new Step() {};

    /** Has the steps that follow with {@code message} belong to the same trace. */
    default void goOn(Message message) throws JMSException {}

    /** Some recipients of the mail were tried, and the delivery to them ended just now. */
    default void tried(DeliveryReport part) {}

    /**
     * What an attempt came to.
     *
     * @param before the mail as it was
     * @param size of its content, in octets
     */
    default void ended(QueuedMail before, AttemptResult result, long size) {}

    /** It could not be done. */
    default void failed(Exception reason) {}

    @Override
    default void close() {}
}
