/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

/** The failure to queue a mail. The message names the limit or resource that is the reason. */
public class SubmissionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with the reason as its message. */
    public SubmissionException(String message) {
        super(message);
    }

    /** Creates an exception with the reason as its message, and the exception that caused the failure. */
    public SubmissionException(String message, Throwable cause) {
        super(message, cause);
    }
}
