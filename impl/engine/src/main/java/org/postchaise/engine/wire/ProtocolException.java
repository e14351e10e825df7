/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.IOException;

/** The peer sent what is no reply of SMTP. The session can't go on. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With one line that says what came and what was expected. */
    public ProtocolException(String message) {
        super(message);
    }
}
