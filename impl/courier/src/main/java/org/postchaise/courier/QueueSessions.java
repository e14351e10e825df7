/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.util.List;

/** Provider of JMS sessions for the operator's commands, each of which ends with its work, and of the queues. */
interface QueueSessions {
    /**
     * Runs {@code work} in a transaction of its own.
     *
     * @throws QueueUnavailableException when the broker does not take part; nothing was done
     */
    <T> T transacted(Work<T> work);

    /**
     * Runs {@code work} without a transaction, for browsing messages.
     *
     * @throws QueueUnavailableException when the broker does not answer
     */
    <T> T untransacted(Work<T> work);

    /** Returns the queues that make up {@code place}. */
    List<Queue> queues(QueueName place);

    /** Returns the control queue, with state that holds for all nodes; no mail. */
    Queue control();

    /** Function on a session. */
    @FunctionalInterface
    interface Work<T> {
        /** Runs the function with {@code context}. */
        T with(JMSContext context) throws JMSException;
    }
}
