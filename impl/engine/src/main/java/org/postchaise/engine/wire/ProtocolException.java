/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.IOException;

/** A violation of the protocol by the peer, such as a malformed or overlong reply. The session can't go on. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception whose message is one line that names the octets received and the syntax expected. */
    public ProtocolException(String message) {
        super(message);
    }
}
