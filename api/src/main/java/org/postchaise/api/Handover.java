/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

/** What a success notification to the sender would say of a delivered recipient (RFC 3464, section 2.3.3), and who sends it. */
public enum Handover {
    /** The server offers DSN and was told what to notify of: whoever delivers last notifies, and no one here. */
    PASSED_ON,
    /** "relayed": the server offers no DSN; what becomes of the mail there is not known. */
    RELAYED,
    /**
     * "delivered": the server offers no DSN and is taken to be the last one, by {@code flags=X} of the delivery or by {@code
     * lmtp_assume_final}.
     */
    FINAL
}
