/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import org.postchaise.api.RecipientOutcome;

/**
 * One recipient's outcome in the words of Postfix's log.
 *
 * @param to the recipient
 * @param relay {@code host[address]:port}, or {@code none} when no server was reached
 * @param dsn the enhanced status
 * @param status {@code sent}, {@code deferred} or {@code bounced}
 * @param inDoubt whether the mail may have been delivered although it is deferred
 * @param text the server's reply, or what went wrong
 */
record OutcomeLine(String to, String relay, String dsn, String status, boolean inDoubt, String text) {

    static OutcomeLine of(RecipientOutcome outcome) {
        String status = switch (outcome.kind()) {
            case DELIVERED -> "sent";
            case DEFERRED, IN_DOUBT -> "deferred";
            case REJECTED -> "bounced";
        };
        return new OutcomeLine(
                outcome.recipient().address(),
                outcome.relay(),
                outcome.status().toString(),
                status,
                outcome.kind() == RecipientOutcome.Kind.IN_DOUBT,
                outcome.text());
    }

    /** As Postfix logs it. */
    @Override
    public String toString() {
        return Printable.line(
                "to=<" + to + ">, relay=" + relay + ", dsn=" + dsn + ", status=" + status + " (" + text + ")");
    }
}
