/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.util.List;

/** Where the operator's side gets its JMS sessions, each of which ends with the work, and the queues to use them on. */
interface QueueSessions {
    /**
     * Work in a transaction of its own.
     *
     * @throws QueueUnavailableException when the broker does not take part; nothing was done
     */
    <T> T transacted(Work<T> work);

    /**
     * Work in no transaction, for looking at messages.
     *
     * @throws QueueUnavailableException when the broker does not answer
     */
    <T> T untransacted(Work<T> work);

    /** The queues that make up {@code place}. */
    List<Queue> queues(Place place);

    /** The queue of what holds for all nodes; no mail. */
    Queue control();

    /** What is done with a session. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it. */
        T with(JMSContext context) throws JMSException;
    }
}
