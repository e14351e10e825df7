/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.lang.System.Logger.Level;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.LookupResult;

/**
 * The filter of outcomes' status and text, {@code smtp_delivery_status_filter}: the table's key is status and text with a
 * space between them, its result replaces both. As in Postfix a delivered recipient stays delivered, while a temporary
 * failure may become permanent and vice versa; a malformed result, or one that would break this rule, is ignored with a
 * warning.
 */
final class StatusFilter {
    private static final System.Logger LOG = LineLog.of(StatusFilter.class.getName());

    private final AddressLookup table;

    StatusFilter(AddressLookup table) {
        this.table = table;
    }

    RecipientOutcome apply(RecipientOutcome outcome) {
        LookupResult result = table.find(outcome.status() + " " + outcome.text());
        if (result instanceof LookupResult.Unavailable unavailable) {
            LOG.log(Level.WARNING, "smtp_delivery_status_filter is not applied: {0}", unavailable.cause());
        }
        return result instanceof LookupResult.Found found ? replaced(outcome, found.value()) : outcome;
    }

    private static RecipientOutcome replaced(RecipientOutcome outcome, String value) {
        EnhancedStatus status = EnhancedStatus.startOf(value).orElse(null);
        boolean delivered = outcome.kind() == RecipientOutcome.Kind.DELIVERED;
        if (status == null || delivered != (status.category() == 2)) {
            LOG.log(
                    Level.WARNING,
                    "smtp_delivery_status_filter: bad result \"{0}\" for status {1}; expected {2} and a text",
                    value,
                    outcome.status(),
                    delivered ? "a status of class 2" : "a status of class 4 or 5");
            return outcome;
        }
        String text = value.substring(status.toString().length()).strip();
        if (outcome instanceof RecipientOutcome.Delivered sent) {
            return new RecipientOutcome.Delivered(
                    sent.recipient(), status, text, sent.reply(), sent.peer(), sent.dsnAction(), sent.earlierDoubt());
        }
        Failure failure = ((RecipientOutcome.Undelivered) outcome).failure().as(status, text);
        return outcome.kind() == RecipientOutcome.Kind.IN_DOUBT && failure.temporary()
                ? new RecipientOutcome.InDoubt(outcome.recipient(), failure)
                : RecipientOutcome.failed(outcome.recipient(), failure);
    }
}
