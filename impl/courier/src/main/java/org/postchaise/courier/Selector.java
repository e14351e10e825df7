/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.time.Duration;

/**
 * Which messages of a queue are meant (Jakarta Messaging 3.1, section 3.8.1).
 *
 * @param text as the broker takes it
 */
record Selector(String text) {
    /** All of them. */
    static final Selector ALL = new Selector("");

    /** Those whose {@code property} is {@code value}. */
    static Selector of(String property, String value) {
        return new Selector(property + " = '" + value.replace("'", "''") + "'");
    }

    /** Those of them whose {@code property} is less than {@code value}. */
    Selector below(String property, long value) {
        return new Selector(text + " AND " + property + " < " + value);
    }

    /** Returns a browser of them in {@code queue}. Open Message Queue finds nothing by an empty selector, where the specification has it mean all. */
    QueueBrowser browser(JMSContext context, Queue queue) {
        return text.isEmpty() ? context.createBrowser(queue) : context.createBrowser(queue, text);
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
