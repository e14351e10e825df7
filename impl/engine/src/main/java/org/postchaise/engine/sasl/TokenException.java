/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.io.IOException;

/** There is no token to be had; the message says why on one line, without secrets. */
public final class TokenException extends IOException {
    private static final long serialVersionUID = 1L;

    /** For this reason. */
    public TokenException(String message, Throwable cause) {
        super(message, cause);
    }

    TokenException(String message) {
        super(message);
    }
}
