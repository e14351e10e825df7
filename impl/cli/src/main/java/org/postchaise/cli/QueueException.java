/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

/** Failure to read or change a queue: a reason in one line, and the exit status. */
final class QueueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * Creates a failure.
     *
     * @param status a status of {@link ExitStatus}
     */
    QueueException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
