/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

/** Failure of a server or of one of its commands; the message says which, and quotes the last output. */
public class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates a failure with the reason. */
    public ServerException(String message) {
        super(message);
    }

    /** Creates a failure with the reason and its cause. */
    public ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
