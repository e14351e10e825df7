/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;

/**
 * A mail with reports about some of its recipients.
 *
 * @param envelope the envelope, whose sender gets the notices; only the recipients of the reports count
 * @param message the message, of which the whole or the header is returned; read while the notices are created and each
 *     time a notice is sent
 * @param id the identifier of the mail in the queue and its log
 * @param arrival the time at which the mail was queued
 * @param recipients the reports, failed, delayed, delivered in any mixture; each kind has a notice of its own
 * @param delayNotice the time of the delay notice to the sender; empty where there was none
 */
public record ReportedMail(
        Envelope envelope,
        MessageSource message,
        String id,
        Instant arrival,
        List<RecipientReport> recipients,
        Optional<Instant> delayNotice) {

    /** Creates a mail with a copy of the list. */
    public ReportedMail {
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(arrival, "arrival");
        Objects.requireNonNull(delayNotice, "delay notice");
        recipients = List.copyOf(recipients);
    }

    /** Creates a mail without a delay notice. */
    public ReportedMail(
            Envelope envelope, MessageSource message, String id, Instant arrival, List<RecipientReport> recipients) {
        this(envelope, message, id, arrival, recipients, Optional.empty());
    }

    /**
     * Returns this mail with a delay notice to the sender; with {@code confirm_delay_cleared} the end of the delay is
     * reported too.
     */
    public ReportedMail withDelayNotice(Instant when) {
        return new ReportedMail(envelope, message, id, arrival, recipients, Optional.of(when));
    }
}
