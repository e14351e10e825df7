/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

/** A JMS message that is no queued mail. The message says what is wrong with it; it goes to the dead-letter queue. */
final class PoisonMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    PoisonMessageException(String reason) {
        super(reason);
    }

    PoisonMessageException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
