/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.time.Duration;

/**
 * Which messages of a queue are meant (Jakarta Messaging 3.1, section 3.8.1).
 *
 * @param text as the broker takes it
 */
record Selector(String text) {
    /** Those whose {@code property} is {@code value}. */
    static Selector of(String property, String value) {
        return new Selector(property + " = '" + value.replace("'", "''") + "'");
    }

    /** Those of them whose {@code property} is less than {@code value}. */
    Selector below(String property, long value) {
        return new Selector(text + " AND " + property + " < " + value);
    }

    /**
     * Takes them all, and forgets them.
     *
     * @param patience how long the first one is waited for
     * @param silence how long nothing comes when there is no further one
     * @return whether there was any
     */
    boolean removeAll(JMSContext context, Queue queue, Duration patience, Duration silence) {
        try (JMSConsumer consumer = context.createConsumer(queue, text)) {
            boolean any = consumer.receive(patience.toMillis()) != null;
            boolean more = any;
            while (more) {
                more = consumer.receive(silence.toMillis()) != null;
            }
            return any;
        }
    }
}
