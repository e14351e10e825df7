/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

/**
 * The action that a success notification to the sender reports for a delivered recipient (RFC 3464, section 2.3.3), and thus
 * the system that sends the notification.
 */
public enum DsnAction {
    /** No notification from this client: the server offers DSN and received the notification options, so the last system to deliver sends the notification. */
    PASSED_ON,
    /** "relayed": the server does not offer DSN, so the further fate of the mail is unknown. */
    RELAYED,
    /** "delivered": the server does not offer DSN and is taken to be the final one, by {@code flags=X} of the delivery or by {@code lmtp_assume_final}. */
    FINAL
}
