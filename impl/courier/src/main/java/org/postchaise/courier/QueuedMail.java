/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.api.Suppressions;
import org.postchaise.engine.log.Printable;

/**
 * State of a queued mail, without its content. Immutable; each transition returns a new state, and none loses a recipient: the statuses are always those of the
 * envelope's recipients, in the envelope's order.
 *
 * @param origin the mail's identifiers
 * @param envelope the sender, all recipients, and the options of the envelope
 * @param subject the subject for status events; empty when unknown
 * @param submitted the time of submission
 * @param recipients the status of each recipient
 * @param progress the progress of the whole mail
 * @param options the options of the submission
 */
record QueuedMail(
        MailOrigin origin,
        Envelope envelope,
        String subject,
        Instant submitted,
        List<RecipientStatus> recipients,
        Progress progress,
        SubmissionOptions options) {
    /** Reason of failure for a mail that an operator has ordered to expire. */
    static final String ORDERED = "message is administratively expired";

    /** Status of a recipient at a destination suspended by an operator; Postfix's status for {@code defer_transports}. */
    static final String SUSPENDED = "4.3.2";

    /** End of the reason for such a recipient. */
    static final String RESTS = " is suspended by the operator";

    /** Reason of failure for a mail whose deliver-by time has passed. */
    static final String TOO_LATE = "delivery time expired";

    /**
     * Progress of a mail as a whole.
     *
     * @param attempts the number of attempts
     * @param deferredUntil the time when deferred recipients are due; empty: whenever the mail is
     * @param delayNotice the time of the delay notice to the sender; empty: none was sent
     * @param expiryOrdered true if an operator has ordered the mail to expire, as with {@code postsuper -e}
     */
    record Progress(
            int attempts, Optional<Instant> deferredUntil, Optional<Instant> delayNotice, boolean expiryOrdered) {
        /** Progress of a mail that was not tried. */
        static final Progress NONE = new Progress(0, Optional.empty(), Optional.empty(), false);

        /**
         * Creates a progress.
         *
         * @throws IllegalArgumentException when the attempts are negative
         */
        Progress {
            if (attempts < 0) {
                throw new IllegalArgumentException("attempts is " + attempts + "; expected 0 or more");
            }
        }

        private Progress withAttempts(int count) {
            return new Progress(count, deferredUntil, delayNotice, expiryOrdered);
        }

        private Progress withDeferredUntil(Optional<Instant> when) {
            return new Progress(attempts, when, delayNotice, expiryOrdered);
        }
    }

    /**
     * Creates a state.
     *
     * @throws IllegalArgumentException when the statuses are not those of the envelope's recipients
     */
    QueuedMail {
        recipients = List.copyOf(recipients);
        if (!recipients.stream().map(RecipientStatus::recipient).toList().equals(envelope.recipients())) {
            throw new IllegalArgumentException(
                    recipients.size() + " recipient states do not match the envelope's recipients");
        }
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
                origin,
                envelope,
                subject,
                now,
                envelope.recipients().stream().map(RecipientStatus::queued).toList(),
                Progress.NONE,
                SubmissionOptions.NONE);
    }

    /** Returns this mail with the submission options {@code other}. */
    QueuedMail withOptions(SubmissionOptions other) {
        return new QueuedMail(origin, envelope, subject, submitted, recipients, progress, other);
    }

    /** Returns this mail after its admission. */
    QueuedMail withAdmission() {
        return new QueuedMail(origin.afterAdmission(), envelope, subject, submitted, recipients, progress, options);
    }

    /** Returns a part of this mail, with {@code some} of its recipients. */
    QueuedMail part(int number, int of, List<RecipientStatus> some) {
        return new QueuedMail(
                origin.part(number, of),
                envelope.withRecipients(
                        some.stream().map(RecipientStatus::recipient).toList()),
                subject,
                submitted,
                some,
                progress,
                options);
    }

    /**
     * Returns this mail with another envelope for the same recipients.
     *
     * @throws IllegalArgumentException when the recipients differ
     */
    QueuedMail withEnvelope(Envelope other) {
        return new QueuedMail(origin, other, subject, submitted, recipients, progress, options);
    }

    /** Returns the time from which on the mail is to be delivered; the mail's age in the retry schedule counts from then. */
    Instant dueSince() {
        return options.holdUntil().filter(submitted::isBefore).orElse(submitted);
    }

    /** Returns the hold time before which the mail is not to be tried; empty where that time is over, or none was asked for. */
    Optional<Instant> heldUntil(Instant now) {
        return options.holdUntil().filter(now::isBefore);
    }

    /** Returns the earlier of {@code next} and the deliver-by time, at which the mail expires. */
    Instant noLaterThanItsTime(Instant next) {
        return options.deliverBy().filter(next::isAfter).orElse(next);
    }

    /** Returns true if the deliver-by time has passed. */
    boolean isTooLate(Instant now) {
        return options.deliverBy().filter(time -> !now.isBefore(time)).isPresent();
    }

    /** Returns the number of attempts. */
    int attempts() {
        return progress.attempts();
    }

    /** Returns the time when deferred recipients are due; empty: whenever the mail is. */
    Optional<Instant> deferredUntil() {
        return progress.deferredUntil();
    }

    /** Returns the recipients that are neither delivered nor failed. */
    List<Recipient> open() {
        return recipients.stream()
                .filter(status -> !status.state().isFinal())
                .map(RecipientStatus::recipient)
                .toList();
    }

    /** Returns the open recipients that are to be tried now; all of them where none is due by its own time, since the queue has found the mail due. */
    List<Recipient> due(Instant now) {
        List<Recipient> due = recipients.stream()
                .filter(status -> status.state() == State.QUEUED
                        || (status.state() == State.DEFERRED
                                && deferredUntil().filter(now::isBefore).isEmpty()))
                .map(RecipientStatus::recipient)
                .toList();
        // by the queue's clock the mail is due
        return due.isEmpty() ? open() : due;
    }

    /** Returns true if a recipient waits to be tried. */
    boolean hasWaiting() {
        return recipients.stream().anyMatch(status -> status.state() == State.QUEUED);
    }

    /** Returns true if one of {@code some} is deferred. */
    boolean hasDeferred(Collection<Recipient> some) {
        return recipients.stream()
                .anyMatch(status -> status.state() == State.DEFERRED && some.contains(status.recipient()));
    }

    /** Returns this mail with the time when its deferred recipients are due. */
    QueuedMail deferredUntil(Instant when) {
        return with(progress.withDeferredUntil(Optional.of(when)));
    }

    /** Returns this mail with the time of its delay notice. */
    QueuedMail withDelayNotice(Instant when) {
        return with(new Progress(attempts(), deferredUntil(), Optional.of(when), progress.expiryOrdered()));
    }

    /** Returns this mail with an operator's order to expire, which takes the place of the next attempt. */
    QueuedMail orderExpiry() {
        return with(new Progress(attempts(), deferredUntil(), progress.delayNotice(), true));
    }

    /** Returns this mail with its deferred recipients due now. */
    QueuedMail dueNow() {
        return with(progress.withDeferredUntil(Optional.empty()));
    }

    /** Returns this mail as if its open recipients had not been tried. */
    QueuedMail requeued() {
        return withOpen(0, open -> RecipientStatus.queued(open.recipient())).dueNow();
    }

    private QueuedMail with(Progress other) {
        return new QueuedMail(origin, envelope, subject, submitted, recipients, other, options);
    }

    /** Returns true if every recipient is delivered or failed. */
    boolean finished() {
        return open().isEmpty();
    }

    /** Returns this mail after a delivery to its open recipients; see {@link #apply(DeliveryReport, Collection)}. */
    QueuedMail apply(DeliveryReport report) {
        return apply(report, open());
    }

    /**
     * Returns this mail after a delivery to {@code tried}, some of its open recipients. A recipient missing in the report is deferred, never lost. Recipients
     * not tried for want of the destination's concurrency limit wait as before; if all of {@code tried} do, the delivery is not counted as an attempt.
     */
    QueuedMail apply(DeliveryReport report, Collection<Recipient> tried) {
        Map<Recipient, RecipientOutcome> outcomes = new HashMap<>();
        report.outcomes().forEach(outcome -> outcomes.put(outcome.recipient(), outcome));
        boolean waits = tried.stream()
                .allMatch(recipient -> outcomes.get(recipient) instanceof RecipientOutcome.NotTried);
        return withOpen(
                waits ? attempts() : attempts() + 1,
                status -> tried.contains(status.recipient())
                        ? after(status, Optional.ofNullable(outcomes.get(status.recipient())))
                        : status);
    }

    /** Returns {@code report} with the doubts of earlier attempts added to its outcomes. */
    DeliveryReport withEarlierDoubts(DeliveryReport report) {
        Map<Recipient, String> doubts = new HashMap<>();
        recipients.forEach(status -> doubts.put(status.recipient(), status.earlierDoubt()));
        return report.withEarlierDoubts(doubts);
    }

    private static RecipientStatus after(RecipientStatus before, Optional<RecipientOutcome> outcome) {
        if (outcome.isEmpty()) {
            return deferred(before, "4.3.0", "the delivery reported no outcome");
        }
        if (outcome.get().kind() == RecipientOutcome.Kind.NOT_TRIED) {
            boolean tried = !before.text().isEmpty();
            return new RecipientStatus(
                    before.recipient(),
                    State.QUEUED,
                    tried ? before.status() : outcome.get().status().toString(),
                    tried ? before.text() : outcome.get().text(),
                    before.earlierDoubt());
        }
        RecipientStatus now = statusOf(outcome.get());
        // the first doubt is kept
        return before.earlierDoubt().isEmpty()
                ? now
                : new RecipientStatus(now.recipient(), now.state(), now.status(), now.text(), before.earlierDoubt());
    }

    /** Returns this mail with {@code some} of its open recipients deferred, because their destinations are suspended; this is not counted as an attempt. */
    QueuedMail rest(Collection<Recipient> some) {
        return withOpen(
                attempts(),
                open -> some.contains(open.recipient())
                        ? deferred(open, SUSPENDED, suspended(open.recipient()))
                        : open);
    }

    /** Returns the reason why a recipient at a suspended destination is not tried. */
    static String suspended(Recipient recipient) {
        return "destination " + recipient.domain().toLowerCase(Locale.ROOT) + RESTS;
    }

    /** Returns true if the recipient's last status is that of a suspended destination. */
    static boolean rests(RecipientStatus status) {
        return status.state() == State.DEFERRED
                && status.status().equals(SUSPENDED)
                && status.text().endsWith(RESTS);
    }

    /** Returns this mail with its open recipients deferred for a local reason; this is not counted as an attempt. */
    QueuedMail defer(String status, String text) {
        return withOpen(attempts(), open -> deferred(open, status, text))
                .with(progress.withDeferredUntil(Optional.empty()));
    }

    /** Returns this mail expired: its open recipients fail, with the status and the reason of the last attempt. */
    QueuedMail expire(Instant now) {
        String expired = reasonToExpire(now);
        return withOpen(
                attempts(),
                open -> new RecipientStatus(
                        open.recipient(),
                        State.FAILED,
                        open.status().isEmpty() ? (isTooLate(now) ? "4.4.7" : "4.7.0") : open.status(),
                        open.text().isEmpty() ? expired : expired + ": " + open.text(),
                        open.earlierDoubt()));
    }

    private String reasonToExpire(Instant now) {
        if (progress.expiryOrdered()) {
            return ORDERED;
        }
        return isTooLate(now)
                ? TOO_LATE
                : "message expired, unable to deliver for " + shown(Duration.between(dueSince(), now));
    }

    /** Returns this mail given up for a local reason: its open recipients fail. */
    QueuedMail fail(String status, String text) {
        return withOpen(
                attempts(),
                open -> new RecipientStatus(open.recipient(), State.FAILED, status, text, open.earlierDoubt()));
    }

    /** Returns this mail with its suppressed recipients failed, with the reason of the suppression. */
    QueuedMail suppress(Suppressions suppressions) {
        return withOpen(
                attempts(),
                open -> suppressions
                        .reason(open.recipient().address())
                        .map(reason -> new RecipientStatus(
                                open.recipient(),
                                State.FAILED,
                                "5.7.1",
                                "address is suppressed: " + Printable.line(reason),
                                open.earlierDoubt()))
                        .orElse(open));
    }

    /** Returns the recipients that were permanently refused since {@code before}. */
    List<RecipientStatus> refusedSince(QueuedMail before) {
        return recipients.stream()
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
                recipients,
                origin.told());
    }

    private QueuedMail withOpen(int newAttempts, UnaryOperator<RecipientStatus> step) {
        return new QueuedMail(
                origin,
                envelope,
                subject,
                submitted,
                recipients.stream()
                        .map(status -> status.state().isFinal() ? status : step.apply(status))
                        .toList(),
                progress.withAttempts(newAttempts),
                options);
    }

    /** Returns a time in the queue for people, in the largest fitting unit of main.cf. */
    private static String shown(Duration age) {
        long seconds = age.toSeconds();
        if (seconds >= 2 * 86_400) {
            return seconds / 86_400 + "d";
        }
        if (seconds >= 2 * 3600) {
            return seconds / 3600 + "h";
        }
        return seconds >= 120 ? seconds / 60 + "m" : seconds + "s";
    }

    /** Returns the recipient status that follows from {@code outcome}. */
    static RecipientStatus statusOf(RecipientOutcome outcome) {
        State state = switch (outcome.kind()) {
            case DELIVERED -> State.DELIVERED;
            case REJECTED -> State.FAILED;
            // in doubt: sent again, since a second copy is better than a lost mail
            case DEFERRED, IN_DOUBT -> State.DEFERRED;
            case NOT_TRIED -> State.QUEUED;
            case PENDING ->
                throw new IllegalStateException("delivery to " + outcome.recipient()
                        + " waits for the transaction that takes the mail from the queue; expected a connection factory"
                        + " with transaction_mode none");
        };
        String doubt = outcome.kind() == RecipientOutcome.Kind.IN_DOUBT ? outcome.text() : outcome.earlierDoubt();
        return new RecipientStatus(outcome.recipient(), state, outcome.status().toString(), outcome.text(), doubt);
    }

    private static RecipientStatus deferred(RecipientStatus before, String status, String text) {
        return new RecipientStatus(before.recipient(), State.DEFERRED, status, text, before.earlierDoubt());
    }
}
