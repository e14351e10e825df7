/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.io.IOException;
import org.postchaise.api.EnhancedStatus;

/**
 * Content that can't be sent as the settings ask. It is about the message, not about the peer: the session ends, because half
 * of the content may be on the wire, and no other host is tried.
 */
public final class ContentException extends IOException {
    private static final long serialVersionUID = 1L;

    /** A table could not be searched; Postfix gives 4.3.0 and "local data error while talking to" the peer. */
    static final EnhancedStatus LOCAL_DATA = EnhancedStatus.of("4.3.0");

    /** The message itself is at fault; Postfix gives 5.6.0 and the text. */
    static final EnhancedStatus BAD_CONTENT = EnhancedStatus.of("5.6.0");

    private final EnhancedStatus status;

    ContentException(EnhancedStatus status, String message) {
        super(message);
        this.status = status;
    }

    /** The status of every recipient: class 4 means try again, class 5 means never. */
    public EnhancedStatus status() {
        return status;
    }
}
