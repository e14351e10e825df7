/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.util.Locale;

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

    /** The name in filters and answers. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
