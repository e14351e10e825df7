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
import org.postchaise.engine.content.ContentPlan;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.table.KeyOrder;
import org.postchaise.engine.table.TableRegistry;

/**
 * What a delivery needs to know.
 *
 * @param transactions what each of its transactions needs
 * @param policy which outcome is final
 * @param filter what becomes of its status and text
 * @param keeping which sessions are kept for another mail
 * @param fallback when plaintext takes the place of TLS
 * @param recipientLimit how many recipients one delivery has at most; 0: no limit
 * @param sessionLimit how many hosts of a next hop are talked to at most; 0: no limit ({@code smtp_mx_session_limit})
 * @param reportsTrouble whether dialogues with protocol trouble are reported ({@code notify_classes})
 */
record DeliveryRules(
        TransactionSettings transactions,
        FailurePolicy policy,
        StatusFilter filter,
        Keeping keeping,
        PlaintextFallback fallback,
        int recipientLimit,
        int sessionLimit,
        boolean reportsTrouble) {

    static DeliveryRules from(Settings settings, TableRegistry tables) {
        return new DeliveryRules(
                TransactionSettings.from(settings, ContentPlan.from(settings, tables)),
                settings.get(SmtpSession.SOFT_BOUNCE) ? FailurePolicy.SOFT : FailurePolicy.HARD,
                new StatusFilter(tables.lookup(settings, SmtpSession.DELIVERY_STATUS_FILTER, KeyOrder.whole())),
                Keeping.from(settings, tables),
                new PlaintextFallback(settings.get(Queue.MINIMAL_BACKOFF_TIME)),
                Math.toIntExact(settings.get(SmtpSession.DESTINATION_RECIPIENT_LIMIT)),
                Math.toIntExact(settings.get(SmtpSession.MX_SESSION_LIMIT)),
                settings.get(SmtpClient.NOTIFY_CLASSES).contains("protocol"));
    }

    /** Returns the report of recipients with whom no server has to do, {@code outcomes}, as settings for outcomes change them. */
    DeliveryReport settled(Envelope envelope, List<RecipientOutcome> outcomes, EngineListener listener) {
        RecipientLedger ledger = new RecipientLedger(
                envelope.withRecipients(
                        outcomes.stream().map(RecipientOutcome::recipient).toList()),
                policy,
                filter::apply,
                listener);
        outcomes.forEach(outcome -> ledger.settle(policy.soften(outcome)));
        return ledger.close();
    }

    /** {@code recipients} in parts of at most the limit. */
    List<List<Recipient>> parts(List<Recipient> recipients) {
        return TransportRules.parts(recipients, recipientLimit);
    }
}
