/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.time.Duration;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpSasl;
import org.postchaise.engine.config.catalog.SmtpSession;
import org.postchaise.engine.content.ContentPlan;

/**
 * What a transaction needs to know.
 *
 * @param content what becomes of the message, and of the addresses of its envelope
 * @param quotes whether a local part that needs it is quoted in MAIL and RCPT ({@code smtp_quote_rfc821_envelope})
 * @param chunking whether a server that offers CHUNKING gets the content with BDAT
 * @param lmtpIsFinal whether an LMTP server without DSN is taken to be the last one ({@code lmtp_assume_final})
 * @param sendsXforward whether a server that offers XFORWARD is told of the original client
 * @param namesLogin whether MAIL says AUTH=&lt;&gt; after a login ({@code smtp_send_dummy_mail_auth})
 * @param pixThreshold how old a mail must be before its final dot is delayed
 * @param pixDelay for how long
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

    /** The part of {@code settings} that transactions need. */
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

    /** The same with DATA only. */
    TransactionSettings withoutChunking() {
        return new TransactionSettings(
                content, quotes, false, lmtpIsFinal, sendsXforward, namesLogin, pixThreshold, pixDelay);
    }
}
