/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

/** A mail was not queued. The message says which limit or resource is the reason. */
public class SubmissionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a reason of our own. */
    public SubmissionException(String message) {
        super(message);
    }

    /** With a reason that came from elsewhere. */
    public SubmissionException(String message, Throwable cause) {
        super(message, cause);
    }
}
