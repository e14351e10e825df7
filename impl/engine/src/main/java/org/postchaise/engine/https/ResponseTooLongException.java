/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.https;

import java.io.IOException;

/** The failure of a response whose body is longer than its bound. */
public final class ResponseTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a one-line message. */
    public ResponseTooLongException(int bound) {
        super("its answer is longer than " + bound + " octets");
    }
}
