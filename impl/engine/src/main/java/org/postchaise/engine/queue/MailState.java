/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.queue;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;

/**
 * The delivery state of a queued mail. Immutable; each transition returns a new state. No transition loses or adds a
 * recipient, or changes a recipient that is delivered or failed.
 *
 * @param recipients the status of each recipient, in the envelope's order
 * @param progress the progress of the whole mail
 */
public record MailState(List<RecipientStatus> recipients, Progress progress) {
    /** The reason of failure for a mail that an operator has ordered to expire. */
    public static final String ORDERED = "message is administratively expired";

    /** The reason of failure for a mail whose deliver-by time has passed. */
    public static final String TOO_LATE = "delivery time expired";

    /** The status of a recipient at a suspended destination; Postfix's status for {@code defer_transports}. */
    public static final String SUSPENDED = "4.3.2";

    /** The end of the reason for such a recipient. */
    public static final String RESTS = " is suspended by the operator";

    private static final String LOCAL = "4.3.0";

    /**
     * The progress of a mail as a whole.
     *
     * @param attempts the number of attempts
     * @param deferredUntil the time when deferred recipients are due; empty: whenever the mail is
     * @param delayNotice the time of the delay notice to the sender; empty: none was sent
     * @param expiryOrdered true if an operator has ordered the mail to expire, as with {@code postsuper -e}
     */
    public record Progress(
            int attempts, Optional<Instant> deferredUntil, Optional<Instant> delayNotice, boolean expiryOrdered) {
        /** The progress of a mail that was not tried. */
        public static final Progress NONE = new Progress(0, Optional.empty(), Optional.empty(), false);

        /**
         * Creates a progress.
         *
         * @throws IllegalArgumentException when the attempts are negative
         */
        public Progress {
            if (attempts < 0) {
                throw new IllegalArgumentException("attempts is " + attempts + "; expected 0 or more");
            }
        }

        /** Returns this progress with the number of attempts. */
        public Progress withAttempts(int count) {
            return new Progress(count, deferredUntil, delayNotice, expiryOrdered);
        }

        private Progress withDeferredUntil(Optional<Instant> when) {
            return new Progress(attempts, when, delayNotice, expiryOrdered);
        }
    }

    /** Creates a state with a copy of the list. */
    public MailState {
        recipients = List.copyOf(recipients);
    }

    /** Returns the state of a mail to {@code recipients} that was not tried yet. */
    public static MailState untried(List<Recipient> recipients) {
        return new MailState(recipients.stream().map(RecipientStatus::queued).toList(), Progress.NONE);
    }

    /** Returns the number of attempts. */
    public int attempts() {
        return progress.attempts();
    }

    /** Returns the time when deferred recipients are due; empty: whenever the mail is. */
    public Optional<Instant> deferredUntil() {
        return progress.deferredUntil();
    }

    /** Returns the recipients that are neither delivered nor failed. */
    public List<Recipient> open() {
        return recipients.stream()
                .filter(status -> !status.state().isFinal())
                .map(RecipientStatus::recipient)
                .toList();
    }

    /** Returns true if every recipient is delivered or failed. */
    public boolean finished() {
        return recipients.stream().allMatch(status -> status.state().isFinal());
    }

    /**
     * Returns the open recipients that are to be tried now; all of them where none is due by its own time, since the
     * queue has found the mail due.
     */
    public List<Recipient> due(Instant now) {
        List<Recipient> due = recipients.stream()
                .filter(status -> status.state() == State.QUEUED
                        || (status.state() == State.DEFERRED
                                && deferredUntil().filter(now::isBefore).isEmpty()))
                .map(RecipientStatus::recipient)
                .toList();
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

    /** Returns this state with the time when its deferred recipients are due. */
    public MailState deferredUntil(Instant when) {
        return with(progress.withDeferredUntil(Optional.of(when)));
    }

    /** Returns this state with its deferred recipients due now. */
    public MailState dueNow() {
        return with(progress.withDeferredUntil(Optional.empty()));
    }

    /** Returns this state with the time of its delay notice. */
    public MailState withDelayNotice(Instant when) {
        return with(new Progress(attempts(), deferredUntil(), Optional.of(when), progress.expiryOrdered()));
    }

    /** Returns this state with an operator's order to expire, which takes the place of the next attempt. */
    public MailState orderExpiry() {
        return with(new Progress(attempts(), deferredUntil(), progress.delayNotice(), true));
    }

    /** Returns this state as if its open recipients had not been tried. */
    public MailState requeued() {
        return withOpen(0, open -> RecipientStatus.queued(open.recipient())).dueNow();
    }

    /** Returns this state with one more attempt. */
    public MailState withAttempt() {
        return with(progress.withAttempts(attempts() + 1));
    }

    private MailState with(Progress other) {
        return new MailState(recipients, other);
    }

    /**
     * Returns this state after a delivery to {@code tried}, some of the open recipients. A recipient missing in the
     * report is deferred, never lost. Recipients not tried for want of the destination's concurrency limit wait as
     * before; if all of {@code tried} do, the delivery is not counted as an attempt.
     */
    public MailState apply(DeliveryReport report, Collection<Recipient> tried) {
        Map<Recipient, RecipientOutcome> outcomes = new HashMap<>();
        report.outcomes().forEach(outcome -> outcomes.put(outcome.recipient(), outcome));
        boolean waits =
                tried.stream().allMatch(recipient -> outcomes.get(recipient) instanceof RecipientOutcome.NotTried);
        return withOpen(
                waits ? attempts() : attempts() + 1,
                status -> tried.contains(status.recipient())
                        ? after(status, Optional.ofNullable(outcomes.get(status.recipient())))
                        : status);
    }

    private static RecipientStatus after(RecipientStatus before, Optional<RecipientOutcome> outcome) {
        if (outcome.isEmpty()) {
            return deferred(before, LOCAL, "the delivery reported no outcome");
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

    /** Returns {@code report} with the doubts of earlier attempts added to its outcomes. */
    DeliveryReport withEarlierDoubts(DeliveryReport report) {
        Map<Recipient, String> doubts = new HashMap<>();
        recipients.forEach(status -> doubts.put(status.recipient(), status.earlierDoubt()));
        return report.withEarlierDoubts(doubts);
    }

    /**
     * Returns this state with {@code some} of its open recipients deferred, because their destinations are suspended;
     * this is not counted as an attempt.
     */
    public MailState rest(Collection<Recipient> some) {
        return withOpen(
                attempts(),
                open -> some.contains(open.recipient())
                        ? deferred(open, SUSPENDED, suspended(open.recipient()))
                        : open);
    }

    /** Returns the reason why a recipient at a suspended destination is not tried. */
    public static String suspended(Recipient recipient) {
        return "destination " + recipient.domain().toLowerCase(Locale.ROOT) + RESTS;
    }

    /** Returns true if the recipient's last status is that of a suspended destination. */
    public static boolean rests(RecipientStatus status) {
        return status.state() == State.DEFERRED
                && status.status().equals(SUSPENDED)
                && status.text().endsWith(RESTS);
    }

    /** Returns this state with its open recipients deferred for a local reason; this is not counted as an attempt. */
    public MailState defer(String status, String text) {
        return withOpen(attempts(), open -> deferred(open, status, text)).dueNow();
    }

    /** Returns this state expired: its open recipients fail, with the status and the reason of the last attempt. */
    public MailState expire(QueueTimes times, Instant now) {
        boolean tooLate = times.isTooLate(now);
        String unable = "message expired, unable to deliver for " + times.age(now);
        String expired = progress.expiryOrdered() ? ORDERED : tooLate ? TOO_LATE : unable;
        return withOpen(
                attempts(),
                open -> new RecipientStatus(
                        open.recipient(),
                        State.FAILED,
                        open.status().isEmpty() ? (tooLate ? "4.4.7" : "4.7.0") : open.status(),
                        open.text().isEmpty() ? expired : expired + ": " + open.text(),
                        open.earlierDoubt()));
    }

    /** Returns this state given up for a local reason: its open recipients fail. */
    public MailState fail(String status, String text) {
        return withOpen(open -> new RecipientStatus(open.recipient(), State.FAILED, status, text, open.earlierDoubt()));
    }

    /**
     * Returns this state with {@code step} applied to each open recipient.
     *
     * @throws IllegalArgumentException when {@code step} returns the status of another recipient
     */
    public MailState withOpen(UnaryOperator<RecipientStatus> step) {
        return withOpen(attempts(), step);
    }

    private MailState withOpen(int newAttempts, UnaryOperator<RecipientStatus> step) {
        return new MailState(
                recipients.stream()
                        .map(status -> status.state().isFinal() ? status : same(status, step.apply(status)))
                        .toList(),
                progress.withAttempts(newAttempts));
    }

    private static RecipientStatus same(RecipientStatus before, RecipientStatus after) {
        if (!after.recipient().equals(before.recipient())) {
            throw new IllegalArgumentException(
                    "status of " + after.recipient() + "; expected that of " + before.recipient());
        }
        return after;
    }

    /**
     * Returns the recipient status that follows from {@code outcome}. A recipient in doubt is deferred: a second copy
     * is better than a lost mail.
     *
     * @throws IllegalStateException for a pending outcome
     */
    public static RecipientStatus statusOf(RecipientOutcome outcome) {
        State state = switch (outcome.kind()) {
            case DELIVERED -> State.DELIVERED;
            case REJECTED -> State.FAILED;
            case NOT_TRIED -> State.QUEUED;
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
