/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import org.postchaise.engine.event.Printable;

/** A JMS message that is no queued mail. The message says on one line what is wrong with it; it goes to the dead-letter queue. */
final class PoisonMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    PoisonMessageException(String reason) {
        super(Printable.line(reason));
    }

    PoisonMessageException(String reason, Throwable cause) {
        super(Printable.line(reason), cause);
    }
}
