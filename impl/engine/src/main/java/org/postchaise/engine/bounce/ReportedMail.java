/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;

/**
 * A mail and what there is to tell of some of its recipients.
 *
 * @param envelope whose sender is told; its recipients do not count, those of the reports do
 * @param message of which the whole or the header is returned; read while the notices are made and each time one is sent
 * @param id the name of the mail in the queue and its log
 * @param arrival when it was handed over
 * @param recipients failed, delayed, delivered in any mixture; each kind gets a notice of its own
 * @param delayNotice when the sender was told of a delay; empty where that was not so
 */
public record ReportedMail(
        Envelope envelope,
        MessageSource message,
        String id,
        Instant arrival,
        List<RecipientReport> recipients,
        Optional<Instant> delayNotice) {

    /** A copy of the list. */
    public ReportedMail {
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(arrival, "arrival");
        Objects.requireNonNull(delayNotice, "delay notice");
        recipients = List.copyOf(recipients);
    }

    /** A mail of whose delay nobody was told. */
    public ReportedMail(
            Envelope envelope, MessageSource message, String id, Instant arrival, List<RecipientReport> recipients) {
        this(envelope, message, id, arrival, recipients, Optional.empty());
    }

    /** This mail, of whose delay the sender was told; with {@code confirm_delay_cleared} the end of it is reported too. */
    public ReportedMail withDelayNotice(Instant when) {
        return new ReportedMail(envelope, message, id, arrival, recipients, Optional.of(when));
    }
}
