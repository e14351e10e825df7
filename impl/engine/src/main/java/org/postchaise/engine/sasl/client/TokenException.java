/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.io.IOException;

/** The failure to obtain a token; the message gives the reason on one line, without secrets. */
public final class TokenException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a one-line message and its cause. */
    public TokenException(String message, Throwable cause) {
        super(message, cause);
    }

    TokenException(String message) {
        super(message);
    }
}
