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
import org.postchaise.api.Turn;
import org.postchaise.engine.event.Printable;

/**
 * The state of a mail in the queue, without its content. Immutable; each step gives a new one, and none loses a recipient:
 * the statuses are always those of the envelope's recipients, in its order.
 *
 * @param origin what it is known by
 * @param envelope sender, all recipients, and what was asked for the mail
 * @param subject for status events; empty when unknown
 * @param submitted when it was queued
 * @param recipients how far each recipient is
 * @param progress how far the whole is
 * @param options what was asked of the queue
 */
record QueuedMail(
        MailOrigin origin,
        Envelope envelope,
        String subject,
        Instant submitted,
        List<RecipientStatus> recipients,
        Progress progress,
        SubmissionOptions options) {
    /** Why a mail fails that an operator wants to be given up. */
    static final String ORDERED = "message is administratively expired";

    /** The status where an operator has suspended the destination; what Postfix says where {@code defer_transports} does. */
    static final String SUSPENDED = "4.3.2";

    /** How the reason ends there. */
    static final String RESTS = " is suspended by the operator";

    /** Why a mail fails whose sender wants it delivered by a time that has passed. */
    static final String TOO_LATE = "delivery time expired";

    /**
     * What is known of a mail beside its recipients.
     *
     * @param attempts how many deliveries were tried
     * @param deferredUntil when the recipients that are deferred are due; empty: whenever the mail is
     * @param delayNotice when the sender was told of the delay; empty: was not
     * @param expiryOrdered whether an operator wants the mail to be given up, as with {@code postsuper -e}
     */
    record Progress(
            int attempts, Optional<Instant> deferredUntil, Optional<Instant> delayNotice, boolean expiryOrdered) {
        /** A mail that was not tried. */
        static final Progress NONE = new Progress(0, Optional.empty(), Optional.empty(), false);

        /** @throws IllegalArgumentException when the attempts are negative */
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

    /** @throws IllegalArgumentException when the statuses are not those of the envelope's recipients */
    QueuedMail {
        recipients = List.copyOf(recipients);
        if (!recipients.stream().map(RecipientStatus::recipient).toList().equals(envelope.recipients())) {
            throw new IllegalArgumentException(
                    recipients.size() + " recipient states do not match the envelope's recipients");
        }
    }

    /** The id that queue, notes, selectors and log know it by; unique. */
    String id() {
        return origin.id();
    }

    /** An id of the form that all have. */
    static String idOf(UUID unique) {
        return unique.toString().replace("-", "").toUpperCase(Locale.ROOT);
    }

    /** A mail that was not tried yet. */
    static QueuedMail submit(String id, Envelope envelope, String subject, Instant now) {
        return submit(MailOrigin.of(id), envelope, subject, now);
    }

    /** A mail that was not tried yet. */
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

    /** This mail with what is asked of the queue. */
    QueuedMail withOptions(SubmissionOptions other) {
        return new QueuedMail(origin, envelope, subject, submitted, recipients, progress, other);
    }

    /** This mail after its admission. */
    QueuedMail withAdmission() {
        return new QueuedMail(origin.afterAdmission(), envelope, subject, submitted, recipients, progress, options);
    }

    /** One of several parts of this mail: that with {@code some} of its recipients. */
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
     * This mail with another envelope for the same recipients.
     *
     * @throws IllegalArgumentException when they are others
     */
    QueuedMail withEnvelope(Envelope other) {
        return new QueuedMail(origin, other, subject, submitted, recipients, progress, options);
    }

    /** From when on it is to be delivered: its age, as the schedule knows it, counts from then. */
    Instant dueSince() {
        return options.holdUntil().filter(submitted::isBefore).orElse(submitted);
    }

    /** Until when it is not to be tried, where that is not over. */
    Optional<Instant> heldUntil(Instant now) {
        return options.holdUntil().filter(now::isBefore);
    }

    /** {@code next}, or the time by which its sender wants it delivered: it is given up then. */
    Instant noLaterThanItsTime(Instant next) {
        return options.deliverBy().filter(next::isAfter).orElse(next);
    }

    /** Whether the time is over by which its sender wants it delivered. */
    boolean isTooLate(Instant now) {
        return options.deliverBy().filter(time -> !now.isBefore(time)).isPresent();
    }

    /** How many deliveries were tried. */
    int attempts() {
        return progress.attempts();
    }

    /** When the recipients that are deferred are due; empty: whenever the mail is. */
    Optional<Instant> deferredUntil() {
        return progress.deferredUntil();
    }

    /** The recipients that are neither delivered nor failed. */
    List<Recipient> open() {
        return recipients.stream()
                .filter(status -> !status.state().isFinal())
                .map(RecipientStatus::recipient)
                .toList();
    }

    /** The open recipients that are to be tried now. */
    List<Recipient> due(Instant now) {
        List<Recipient> due = recipients.stream()
                .filter(status -> status.state() == State.QUEUED
                        || (status.state() == State.DEFERRED
                                && deferredUntil().filter(now::isBefore).isEmpty()))
                .map(RecipientStatus::recipient)
                .toList();
        // by the queue's clock it is time
        return due.isEmpty() ? open() : due;
    }

    /** Whether a recipient waits to be tried. */
    boolean hasWaiting() {
        return recipients.stream().anyMatch(status -> status.state() == State.QUEUED);
    }

    /** Whether one of {@code some} is deferred. */
    boolean hasDeferred(Collection<Recipient> some) {
        return recipients.stream()
                .anyMatch(status -> status.state() == State.DEFERRED && some.contains(status.recipient()));
    }

    /** This mail with the time when its deferred recipients are due. */
    QueuedMail deferredUntil(Instant when) {
        return with(progress.withDeferredUntil(Optional.of(when)));
    }

    /** This mail, whose sender was told of the delay. */
    QueuedMail withDelayNotice(Instant when) {
        return with(new Progress(attempts(), deferredUntil(), Optional.of(when), progress.expiryOrdered()));
    }

    /** This mail, which an operator wants to be given up: at the next attempt, instead of one. */
    QueuedMail orderExpiry() {
        return with(new Progress(attempts(), deferredUntil(), progress.delayNotice(), true));
    }

    /** This mail with nobody kept waiting for a time. */
    QueuedMail dueNow() {
        return with(progress.withDeferredUntil(Optional.empty()));
    }

    /** This mail as if its open recipients had not been tried. */
    QueuedMail requeued() {
        return withOpen(0, open -> RecipientStatus.queued(open.recipient())).dueNow();
    }

    private QueuedMail with(Progress other) {
        return new QueuedMail(origin, envelope, subject, submitted, recipients, other, options);
    }

    /** Whether every recipient is delivered or failed. */
    boolean finished() {
        return open().isEmpty();
    }

    /** This mail after a delivery to its open recipients; see {@link #apply(DeliveryReport, Collection)}. */
    QueuedMail apply(DeliveryReport report) {
        return apply(report, open());
    }

    /**
     * This mail after a delivery to {@code tried}, some of its open recipients. One that the report forgot is deferred, never
     * lost. Those whose turn did not come wait as before; if all do, this was no attempt.
     */
    QueuedMail apply(DeliveryReport report, Collection<Recipient> tried) {
        Map<Recipient, RecipientOutcome> outcomes = new HashMap<>();
        report.outcomes().forEach(outcome -> outcomes.put(outcome.recipient(), outcome));
        boolean waits = tried.stream()
                .allMatch(recipient -> outcomes.containsKey(recipient) && Turn.missed(outcomes.get(recipient)));
        return withOpen(
                waits ? attempts() : attempts() + 1,
                status -> tried.contains(status.recipient())
                        ? after(status, Optional.ofNullable(outcomes.get(status.recipient())))
                        : status);
    }

    /** {@code report} with what earlier attempts have left in doubt. */
    DeliveryReport withEarlierDoubts(DeliveryReport report) {
        Map<Recipient, String> doubts = new HashMap<>();
        recipients.forEach(status -> doubts.put(status.recipient(), status.earlierDoubt()));
        return report.withEarlierDoubts(doubts);
    }

    private static RecipientStatus after(RecipientStatus before, Optional<RecipientOutcome> outcome) {
        if (outcome.isEmpty()) {
            return deferred(before, "4.3.0", "the delivery reported no outcome");
        }
        if (Turn.missed(outcome.get())) {
            boolean tried = !before.text().isEmpty();
            return new RecipientStatus(
                    before.recipient(),
                    State.QUEUED,
                    tried ? before.status() : outcome.get().status().toString(),
                    tried ? before.text() : outcome.get().text(),
                    before.earlierDoubt());
        }
        RecipientStatus now = statusOf(outcome.get());
        // the first doubt counts
        return before.earlierDoubt().isEmpty()
                ? now
                : new RecipientStatus(now.recipient(), now.state(), now.status(), now.text(), before.earlierDoubt());
    }

    /** This mail with {@code some} of its open recipients deferred, whose destinations are suspended; that is no attempt. */
    QueuedMail rest(Collection<Recipient> some) {
        return withOpen(
                attempts(),
                open -> some.contains(open.recipient())
                        ? deferred(open, SUSPENDED, suspended(open.recipient()))
                        : open);
    }

    /** Why a recipient is not tried whose destination is suspended. */
    static String suspended(Recipient recipient) {
        return "destination " + recipient.domain().toLowerCase(Locale.ROOT) + RESTS;
    }

    /** Whether a recipient was last found at a suspended destination. */
    static boolean rests(RecipientStatus status) {
        return status.state() == State.DEFERRED
                && status.status().equals(SUSPENDED)
                && status.text().endsWith(RESTS);
    }

    /** This mail with its open recipients deferred for a reason on this side; that is not counted as an attempt. */
    QueuedMail defer(String status, String text) {
        return withOpen(attempts(), open -> deferred(open, status, text))
                .with(progress.withDeferredUntil(Optional.empty()));
    }

    /** This mail given up: its open recipients fail, with the status and the reason of the last attempt. */
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

    /** This mail given up for a reason on this side: its open recipients fail. */
    QueuedMail fail(String status, String text) {
        return withOpen(
                attempts(),
                open -> new RecipientStatus(open.recipient(), State.FAILED, status, text, open.earlierDoubt()));
    }

    /** This mail without those of its recipients who are to get nothing: they have failed, with the reason. */
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

    /** Who was refused for good since {@code before}. */
    List<RecipientStatus> refusedSince(QueuedMail before) {
        return recipients.stream()
                .filter(status ->
                        status.state() == State.FAILED && status.status().startsWith("5"))
                .filter(status -> !before.recipients().contains(status))
                .toList();
    }

    /** What observers are told. */
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

    /** A time in the queue for people: the largest fitting unit of main.cf. */
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

    /** What a recipient's outcome makes of it. */
    static RecipientStatus statusOf(RecipientOutcome outcome) {
        State state = switch (outcome.kind()) {
            case DELIVERED -> State.DELIVERED;
            case REJECTED -> State.FAILED;
            // in doubt: sent again, since a mail twice is better than none
            case DEFERRED, IN_DOUBT -> State.DEFERRED;
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
