/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;

/** The failure to write records, none of which is or will be in the journal. */
final class UnwrittenException extends IOException {
    private static final long serialVersionUID = 1L;

    UnwrittenException(IOException why) {
        super(why.getMessage(), why);
    }
}
