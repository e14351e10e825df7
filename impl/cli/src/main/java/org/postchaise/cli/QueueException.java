/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

/** Why a queue can't be seen or changed, in one line, and the exit status that says it. */
final class QueueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status one of {@link ExitStatus} */
    QueueException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
