/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.ejb.ApplicationException;

/** Failure to read or change the queue at present; the message says why, in one line. A transaction that this exception leaves is rolled back. */
@ApplicationException(rollback = true)
public final class QueueUnavailableException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    QueueUnavailableException(String reason) {
        super(reason);
    }

    QueueUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
