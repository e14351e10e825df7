/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import org.postchaise.engine.log.Printable;

/** Failure to read a JMS message as a queued mail; the message goes to the dead-letter queue with this exception's text, one line that says what is wrong. */
final class PoisonMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    PoisonMessageException(String reason) {
        super(Printable.line(reason));
    }

    PoisonMessageException(String reason, Throwable cause) {
        super(Printable.line(reason), cause);
    }
}
