/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.io.IOException;
import org.postchaise.api.EnhancedStatus;

/**
 * The failure to send content as the settings require. The failure belongs to the message, not to the peer: the session
 * ends, because half of the content may be on the wire, and no other host is tried.
 */
public final class ContentException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The status of a failed table search; Postfix gives 4.3.0 and "local data error while talking to" the peer. */
    public static final EnhancedStatus LOCAL_DATA = EnhancedStatus.of("4.3.0");

    /** The status of a faulty message; Postfix gives 5.6.0 and the text. */
    public static final EnhancedStatus BAD_CONTENT = EnhancedStatus.of("5.6.0");

    private final EnhancedStatus status;

    public ContentException(EnhancedStatus status, String message) {
        super(message);
        this.status = status;
    }

    /** Returns the status of every recipient: class 4 for a temporary failure, class 5 for a permanent failure. */
    public EnhancedStatus status() {
        return status;
    }
}
