/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.api.Suppressions;
import org.postchaise.engine.log.Printable;
import org.postchaise.engine.queue.MailState;
import org.postchaise.engine.queue.QueueTimes;
import org.postchaise.engine.queue.QueuedMessage;

/**
 * A mail of the courier's queue, without its content. Immutable.
 *
 * @param origin the mail's identifiers
 * @param envelope the sender, all recipients, and the options of the envelope
 * @param subject the subject for status events; empty when unknown
 * @param submitted the time of submission
 * @param state the delivery state of the recipients
 * @param options the options of the submission
 */
record QueuedMail(
        MailOrigin origin,
        Envelope envelope,
        String subject,
        Instant submitted,
        MailState state,
        SubmissionOptions options) {

    /**
     * Creates a mail.
     *
     * @throws IllegalArgumentException when the statuses are not those of the envelope's recipients
     */
    QueuedMail {
        QueuedMessage.requireSameRecipients(envelope, state);
    }

    /** Returns the id of the mail in queue, notes, selectors and log; unique. */
    String id() {
        return origin.id();
    }

    /** Returns a mail id made of {@code unique}. */
    static String idOf(UUID unique) {
        return unique.toString().replace("-", "").toUpperCase(Locale.ROOT);
    }

    /** Returns an admitted mail that was not tried yet. */
    static QueuedMail submit(String id, Envelope envelope, String subject, Instant now) {
        return submit(MailOrigin.of(id), envelope, subject, now);
    }

    /** Returns a mail that was not tried yet. */
    static QueuedMail submit(MailOrigin origin, Envelope envelope, String subject, Instant now) {
        return new QueuedMail(
                origin, envelope, subject, now, MailState.untried(envelope.recipients()), SubmissionOptions.NONE);
    }

    /** Returns this mail with the submission options {@code other}. */
    QueuedMail withOptions(SubmissionOptions other) {
        return new QueuedMail(origin, envelope, subject, submitted, state, other);
    }

    /** Returns this mail after its admission. */
    QueuedMail withAdmission() {
        return new QueuedMail(origin.afterAdmission(), envelope, subject, submitted, state, options);
    }

    /** Returns a part of this mail, with {@code some} of its recipients. */
    QueuedMail part(int number, int of, List<RecipientStatus> some) {
        return new QueuedMail(
                origin.part(number, of),
                envelope.withRecipients(
                        some.stream().map(RecipientStatus::recipient).toList()),
                subject,
                submitted,
                new MailState(some, progress()),
                options);
    }

    /**
     * Returns this mail with another envelope for the same recipients.
     *
     * @throws IllegalArgumentException when the recipients differ
     */
    QueuedMail withEnvelope(Envelope other) {
        return new QueuedMail(origin, other, subject, submitted, state, options);
    }

    /** Returns this mail with the delivery state {@code other}. */
    QueuedMail with(MailState other) {
        return new QueuedMail(origin, envelope, subject, submitted, other, options);
    }

    /** Returns this mail as the rules of the queue see it. */
    QueuedMessage message(MessageSource content) {
        return new QueuedMessage(id(), envelope, times(), state, content);
    }

    /** Returns the times of this mail. */
    QueueTimes times() {
        return new QueueTimes(submitted, options.holdUntil(), options.deliverBy());
    }

    /** Returns the hold time before which the mail is not to be tried; empty where that time is over, or none was asked for. */
    Optional<Instant> heldUntil(Instant now) {
        return times().heldUntil(now);
    }

    /** Returns true if the deliver-by time has passed. */
    boolean isTooLate(Instant now) {
        return times().isTooLate(now);
    }

    /** Returns the status of each recipient, in the envelope's order. */
    List<RecipientStatus> recipients() {
        return state.recipients();
    }

    /** Returns the progress of the whole mail. */
    MailState.Progress progress() {
        return state.progress();
    }

    /** Returns the number of attempts. */
    int attempts() {
        return state.attempts();
    }

    /** Returns the time when deferred recipients are due; empty: whenever the mail is. */
    Optional<Instant> deferredUntil() {
        return state.deferredUntil();
    }

    /** Returns the recipients that are neither delivered nor failed. */
    List<Recipient> open() {
        return state.open();
    }

    /** Returns the open recipients that are to be tried now. */
    List<Recipient> due(Instant now) {
        return state.due(now);
    }

    /** Returns true if every recipient is delivered or failed. */
    boolean finished() {
        return state.finished();
    }

    /** Returns this mail after a delivery to its open recipients. */
    QueuedMail apply(DeliveryReport report) {
        return with(state.apply(report, open()));
    }

    /** Returns this mail with the time when its deferred recipients are due. */
    QueuedMail deferredUntil(Instant when) {
        return with(state.deferredUntil(when));
    }

    /** Returns this mail with an operator's order to expire, which takes the place of the next attempt. */
    QueuedMail orderExpiry() {
        return with(state.orderExpiry());
    }

    /** Returns this mail with its deferred recipients due now. */
    QueuedMail dueNow() {
        return with(state.dueNow());
    }

    /** Returns this mail as if its open recipients had not been tried. */
    QueuedMail requeued() {
        return with(state.requeued());
    }

    /** Returns this mail with its open recipients deferred for a local reason; this is not counted as an attempt. */
    QueuedMail defer(String status, String text) {
        return with(state.defer(status, text));
    }

    /** Returns this mail given up for a local reason: its open recipients fail. */
    QueuedMail fail(String status, String text) {
        return with(state.fail(status, text));
    }

    /** Returns this mail with its suppressed recipients failed, with the reason of the suppression. */
    QueuedMail suppress(Suppressions suppressions) {
        return with(state.withOpen(open -> suppressions
                .reason(open.recipient().address())
                .map(reason -> new RecipientStatus(
                        open.recipient(),
                        State.FAILED,
                        "5.7.1",
                        "address is suppressed: " + Printable.line(reason),
                        open.earlierDoubt()))
                .orElse(open)));
    }

    /** Returns the recipients that were permanently refused since {@code before}. */
    List<RecipientStatus> refusedSince(QueuedMail before) {
        return recipients().stream()
                .filter(status ->
                        status.state() == State.FAILED && status.status().startsWith("5"))
                .filter(status -> !before.recipients().contains(status))
                .toList();
    }

    /** Returns the status event for observers. */
    MailStatus status(Optional<Instant> next) {
        return new MailStatus(
                origin.mailId(),
                envelope.sender(),
                subject,
                submitted,
                attempts(),
                next.orElse(null),
                recipients(),
                origin.told());
    }
}
