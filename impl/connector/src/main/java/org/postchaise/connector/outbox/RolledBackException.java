/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;

/** The failure to make a branch durable, after which the branch was certainly rolled back. */
public final class RolledBackException extends IOException {
    private static final long serialVersionUID = 1L;

    RolledBackException(String message, Throwable cause) {
        super(message, cause);
    }
}
