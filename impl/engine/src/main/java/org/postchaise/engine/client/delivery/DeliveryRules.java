/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.util.List;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.transaction.TransactionSettings;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Queue;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.config.catalog.SmtpSession;
import org.postchaise.engine.content.outgoing.ContentPlan;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.table.KeyOrder;
import org.postchaise.engine.table.TableRegistry;

/**
 * The rules of a delivery.
 *
 * @param transactions the settings of its transactions
 * @param policy the policy that decides which outcomes are final
 * @param filter the filter of status and text of outcomes
 * @param sessionCache the rules of keeping sessions for another mail
 * @param fallback the rules of plaintext after TLS failed
 * @param recipientLimit the maximum number of recipients of a delivery; 0 for no limit
 * @param sessionLimit the maximum number of hosts of a next hop with which sessions are opened; 0 for no limit
 *     ({@code smtp_mx_session_limit})
 * @param reportsTrouble true if transcripts with protocol errors are reported ({@code notify_classes})
 */
record DeliveryRules(
        TransactionSettings transactions,
        FailurePolicy policy,
        StatusFilter filter,
        SessionCachePolicy sessionCache,
        PlaintextFallback fallback,
        int recipientLimit,
        int sessionLimit,
        boolean reportsTrouble) {

    static DeliveryRules from(Settings settings, TableRegistry tables) {
        return new DeliveryRules(
                TransactionSettings.from(settings, ContentPlan.from(settings, tables)),
                settings.get(SmtpSession.SOFT_BOUNCE) ? FailurePolicy.SOFT : FailurePolicy.HARD,
                new StatusFilter(tables.lookup(settings, SmtpSession.DELIVERY_STATUS_FILTER, KeyOrder.whole())),
                SessionCachePolicy.from(settings, tables),
                new PlaintextFallback(settings.get(Queue.MINIMAL_BACKOFF_TIME)),
                Math.toIntExact(settings.get(SmtpSession.DESTINATION_RECIPIENT_LIMIT)),
                Math.toIntExact(settings.get(SmtpSession.MX_SESSION_LIMIT)),
                settings.get(SmtpClient.NOTIFY_CLASSES).contains("protocol"));
    }

    /**
     * Returns the report for recipients that need no server, with {@code outcomes} changed as the settings for outcomes require.
     */
    DeliveryReport settled(Envelope envelope, List<RecipientOutcome> outcomes, EngineListener listener) {
        RecipientLedger ledger = new RecipientLedger(
                envelope.withRecipients(
                        outcomes.stream().map(RecipientOutcome::recipient).toList()),
                policy,
                filter::apply,
                listener,
                outcome -> {});
        outcomes.forEach(outcome -> ledger.settle(policy.soften(outcome)));
        return ledger.close();
    }

    /** Returns {@code recipients} in parts of at most the recipient limit. */
    List<List<Recipient>> parts(List<Recipient> recipients) {
        return TransportRules.parts(recipients, recipientLimit);
    }
}
