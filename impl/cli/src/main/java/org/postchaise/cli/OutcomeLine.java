/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import org.postchaise.api.Failure;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.Stage;

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
                relay(outcome),
                outcome.status().toString(),
                status,
                outcome.kind() == RecipientOutcome.Kind.IN_DOUBT,
                outcome.text());
    }

    private static String relay(RecipientOutcome outcome) {
        if (outcome instanceof RecipientOutcome.Delivered delivered) {
            return delivered.peer().toString();
        } else if (outcome instanceof RecipientOutcome.Deferred deferred) {
            return relay(deferred.failure());
        } else if (outcome instanceof RecipientOutcome.Rejected rejected) {
            return relay(rejected.failure());
        }
        return relay(((RecipientOutcome.InDoubt) outcome).failure());
    }

    private static String relay(Failure failure) {
        // as in Postfix's log, a server that could not be connected to is no relay; the text names it
        return failure.hasPeer() && failure.stage() != Stage.CONNECT
                ? failure.peer().toString()
                : "none";
    }

    /** As Postfix logs it. */
    @Override
    public String toString() {
        return Printable.line(
                "to=<" + to + ">, relay=" + relay + ", dsn=" + dsn + ", status=" + status + " (" + text + ")");
    }
}
