/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.util.Locale;
import org.postchaise.api.SubmissionOptions.Priority;

/** Where a mail can be: Postfix's queues, and the dead letters. In the order in which they are shown. */
enum Place {
    /** To be delivered now; Postfix's incoming and active queues. */
    ACTIVE,
    /** To be tried again later. */
    DEFERRED,
    /** Until an operator releases it. */
    HOLD,
    /** What could not be processed. */
    DEAD;

    /** Which of the queues that make up this place {@code mail} belongs to, where that does not depend on a time. */
    int queueOf(QueuedMail mail) {
        return this == ACTIVE ? rank(mail.options().priority()) : 0;
    }

    /** Which of the queues of {@link #ACTIVE} mail of a priority belongs to. */
    static int rank(Priority priority) {
        return switch (priority) {
            case URGENT -> 0;
            case NORMAL -> 1;
            case NON_URGENT -> 2;
        };
    }

    /** The name in filters and answers. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
