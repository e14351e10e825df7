/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.time.Duration;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpSasl;
import org.postchaise.engine.config.catalog.SmtpSession;
import org.postchaise.engine.content.outgoing.ContentPlan;

/**
 * The settings of a transaction.
 *
 * @param content the conversion of the message, and of the addresses of its envelope
 * @param quotes true if local parts are quoted where needed in MAIL and RCPT ({@code smtp_quote_rfc821_envelope})
 * @param chunking true if the content is sent with BDAT to a server that offers CHUNKING
 * @param lmtpIsFinal true if an LMTP server without DSN is taken as the final destination ({@code lmtp_assume_final})
 * @param sendsXforward true if the client's attributes are sent to a server that offers XFORWARD
 * @param namesLogin true if MAIL has AUTH=&lt;&gt; after a login ({@code smtp_send_dummy_mail_auth})
 * @param pixThreshold the minimum age of a mail whose final dot is delayed
 * @param pixDelay the length of that delay
 */
public record TransactionSettings(
        ContentPlan content,
        boolean quotes,
        boolean chunking,
        boolean lmtpIsFinal,
        boolean sendsXforward,
        boolean namesLogin,
        Duration pixThreshold,
        Duration pixDelay) {

    /** Creates the transaction settings from {@code settings}. */
    public static TransactionSettings from(Settings settings, ContentPlan content) {
        return new TransactionSettings(
                content,
                settings.get(SmtpSession.QUOTE_RFC821_ENVELOPE),
                settings.get(SmtpSession.CHUNKING_ENABLE),
                settings.get(SmtpSession.LMTP_ASSUME_FINAL),
                settings.get(SmtpSession.SEND_XFORWARD_COMMAND),
                settings.get(SmtpSasl.SEND_DUMMY_MAIL_AUTH),
                settings.get(SmtpSession.PIX_WORKAROUND_THRESHOLD_TIME),
                settings.get(SmtpSession.PIX_WORKAROUND_DELAY_TIME));
    }

    /** Returns these settings with DATA only. */
    TransactionSettings withoutChunking() {
        return new TransactionSettings(
                content, quotes, false, lmtpIsFinal, sendsXforward, namesLogin, pixThreshold, pixDelay);
    }
}
