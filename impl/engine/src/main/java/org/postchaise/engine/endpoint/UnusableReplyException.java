/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.endpoint;

import java.io.IOException;

/**
 * The failure of a server that violates the protocol, or that states a failure of its own. Another attempt would not
 * help; the connection is closed.
 */
public final class UnusableReplyException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a one-line message. */
    public UnusableReplyException(String message) {
        super(message);
    }
}
