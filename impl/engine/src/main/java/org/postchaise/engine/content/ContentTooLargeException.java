/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import java.io.IOException;

/** The refusal of a message that is larger than {@code message_size_limit}. */
public final class ContentTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    ContentTooLargeException(long size, long limit) {
        super("mail is larger than message_size_limit: at least " + size + " octets; the limit is " + limit);
    }
}
