/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

/** The failure to search a table or a list of domains: mail is deferred, never refused for good. The message is one line for the log. */
public final class LookupFailureException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates a failure. */
    public LookupFailureException(String message) {
        super(message);
    }
}
