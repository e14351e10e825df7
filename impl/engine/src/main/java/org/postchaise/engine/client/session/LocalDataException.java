/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.io.IOException;

/**
 * The failure to read local data, such as a table, during a session. The session ends, and the failure is not the
 * server's.
 */
final class LocalDataException extends IOException {
    private static final long serialVersionUID = 1L;

    LocalDataException(String message) {
        super(message);
    }
}
