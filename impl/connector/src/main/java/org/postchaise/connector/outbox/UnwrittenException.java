/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;

/** Nothing of what was to be written is in the journal, and nothing of it ever will be. */
final class UnwrittenException extends IOException {
    private static final long serialVersionUID = 1L;

    UnwrittenException(IOException why) {
        super(why.getMessage(), why);
    }
}
