/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.time.Duration;
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

    /** Finds the messages whose {@code property} is {@code value}. */
    static String selector(String property, String value) {
        return property + " = '" + value.replace("'", "''") + "'";
    }

    /**
     * Takes all that {@code consumer} gets, and forgets it.
     *
     * @param patience how long the first message is waited for
     * @param silence how long nothing comes when there is no further one
     * @return whether there was any
     */
    static boolean receiveAll(JMSConsumer consumer, Duration patience, Duration silence) {
        boolean any = consumer.receive(patience.toMillis()) != null;
        boolean more = any;
        while (more) {
            more = consumer.receive(silence.toMillis()) != null;
        }
        return any;
    }

    /** What is done with a session. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it. */
        T with(JMSContext context) throws JMSException;
    }
}
