/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.util.Locale;
import org.postchaise.api.SubmissionOptions.Priority;

/** Queue that a mail can be in: Postfix's queues, and the dead letters; in the order of listings. */
enum QueueName {
    /** Mail to be delivered now; Postfix's incoming and active queues. */
    ACTIVE,
    /** Mail that waits for its next attempt. */
    DEFERRED,
    /** Mail kept until an operator releases it. */
    HOLD,
    /** Messages that could not be processed. */
    DEAD;

    /**
     * Returns the index, among the JMS queues of this place, of the one for {@code mail}; 0 for the deferred queues,
     * which depend on a time.
     */
    int queueOf(QueuedMail mail) {
        return this == ACTIVE ? rank(mail.options().priority()) : 0;
    }

    /** Returns the index, among the JMS queues of {@link #ACTIVE}, of the one for a priority. */
    static int rank(Priority priority) {
        return switch (priority) {
            case URGENT -> 0;
            case NORMAL -> 1;
            case NON_URGENT -> 2;
        };
    }

    /** Returns the name in filters and listings. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
