/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

/** The use of a session after a transaction. */
public enum SessionDisposition {
    /** Keep the session for another mail, if the session can be reused. */
    KEEP,
    /** End the session: QUIT is pipelined behind the last command where the server offers PIPELINING. */
    QUIT
}
