/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.ejb.ApplicationException;

/** The queue can't be read or changed now; the message says why, in one line. A transaction it leaves is rolled back. */
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
