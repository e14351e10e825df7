/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;

/** A branch could not be made durable, and was rolled back for certain. */
public final class RolledBackException extends IOException {
    private static final long serialVersionUID = 1L;

    RolledBackException(String message, Throwable cause) {
        super(message, cause);
    }
}
