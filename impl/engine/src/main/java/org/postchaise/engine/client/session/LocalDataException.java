/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.io.IOException;

/** Something on this side, a table say, can't be read now: the session ends, and no one is to blame but us. */
final class LocalDataException extends IOException {
    private static final long serialVersionUID = 1L;

    LocalDataException(String message) {
        super(message);
    }
}
