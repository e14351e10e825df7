/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

/** A server, or one of its commands, did not do what was asked of it; the message says what, and quotes its last words. */
public class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the reason. */
    public ServerException(String message) {
        super(message);
    }

    /** With the reason and its cause. */
    public ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
