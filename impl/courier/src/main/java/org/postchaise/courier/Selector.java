/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.time.Duration;

/**
 * JMS message selector (Jakarta Messaging 3.1, section 3.8.1).
 *
 * @param text the selector in the broker's syntax
 */
record Selector(String text) {
    /** Selector of all messages. */
    static final Selector ALL = new Selector("");

    /** Returns the selector of messages whose {@code property} is {@code value}. */
    static Selector of(String property, String value) {
        return new Selector(property + " = '" + value.replace("'", "''") + "'");
    }

    /** Returns the selector of those of these messages whose {@code property} is less than {@code value}. */
    Selector below(String property, long value) {
        return new Selector(text + " AND " + property + " < " + value);
    }

    /**
     * Returns a browser of the selected messages in {@code queue}. An empty selector is left out, since Open Message Queue finds nothing by it, where the
     * specification has it select all messages.
     */
    QueueBrowser browser(JMSContext context, Queue queue) {
        return text.isEmpty() ? context.createBrowser(queue) : context.createBrowser(queue, text);
    }

    /**
     * Removes the selected messages.
     *
     * @param patience the time to wait for the first message
     * @param silence the time without a message after which there is no further one
     * @return true if there was a message
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
