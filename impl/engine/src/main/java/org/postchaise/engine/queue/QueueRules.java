/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.bounce.Bounces;
import org.postchaise.engine.bounce.RecipientReport;
import org.postchaise.engine.log.DeliveryLog;
import org.postchaise.engine.retry.Disposition;
import org.postchaise.engine.retry.RetrySchedule;

/**
 * The rules of qmgr(8) and bounce(8): what a delivery attempt makes of a queued mail. Immutable; thread-safe.
 *
 * <p>Delivered and rejected recipients are final. Deferred and in-doubt recipients are tried again when {@link
 * RetrySchedule} says, until the mail expires. Where no connection can be had, nothing was sent: the mail waits ({@link
 * RetrySchedule#whenUnreachable}), and the try is not counted. A try at a busy destination is not counted either: the
 * mail goes back into the queue for a short while ({@link RetrySchedule#whenBusy}), so that the worker is free for other
 * mail. Recipients whose destination an operator has suspended are not tried, which is no attempt either; their mail is
 * deferred, and expires, as any other. A mail that an operator has ordered to expire, and a mail whose deliver-by time
 * has passed, expire without another attempt.
 */
public final class QueueRules {
    private static final EnhancedStatus LOCAL_STATUS = EnhancedStatus.of("4.3.0");
    private static final EnhancedStatus SUSPENDED_STATUS = EnhancedStatus.of(MailState.SUSPENDED);
    private static final Failure ORDERED = Failure.local(EnhancedStatus.of("4.7.0"), MailState.ORDERED);
    private static final Failure TOO_LATE = Failure.local(EnhancedStatus.of("4.4.7"), MailState.TOO_LATE);

    private final RetrySchedule schedule;
    private final DeliveryLog log;
    private final QueueNotices notices;

    /** Creates the rules with a retry schedule, a form of log lines, and rules for notices. */
    public QueueRules(RetrySchedule schedule, DeliveryLog log, Bounces bounces) {
        this.schedule = schedule;
        this.log = log;
        this.notices = new QueueNotices(bounces);
    }

    /**
     * Loads the classes that are needed while a resource adapter is away by using them once: an undeployed adapter takes
     * along those of its classes that were never used (seen on Payara).
     */
    public void rehearse(Instant now) {
        schedule.afterDeferral("", now, now);
        schedule.afterDeferral("", Instant.EPOCH, now);
        schedule.whenBusy(now, now);
        schedule.whenUnreachable(now, now);
        List<Recipient> nobody = List.of(Recipient.of("nobody@localhost"));
        Failure failure = Failure.local(LOCAL_STATUS, "mail transport unavailable");
        log.lines(DeliveryReport.failed(nobody, failure), now, now, now);
        QueuedMessage mail = new QueuedMessage(
                "none",
                Envelope.of("nobody@localhost", nobody),
                QueueTimes.of(now),
                MailState.untried(nobody),
                MessageSource.of(new byte[] {'\n'}));
        withoutAttempt(mail, now);
        withoutConnection(mail, "none", now, now);
        QueuedMessage old = new QueuedMessage(
                mail.id(), mail.envelope(), QueueTimes.of(Instant.EPOCH), mail.state(), mail.content());
        Attempted attempted = new Attempted(now, nobody, List.of());
        afterDelivery(mail, attempted, DeliveryReport.failed(nobody, failure), now);
        afterDelivery(mail, new Attempted(now, List.of(), nobody), new DeliveryReport(List.of()), now);
        afterDelivery(old, attempted, DeliveryReport.failed(nobody, failure), now);
        notices.rehearse(now);
    }

    /**
     * Returns what to do with {@code mail} where no delivery is to be attempted now: the mail is finished, held, or
     * expires by order or by its deliver-by time. Empty: deliver to the recipients that are {@linkplain MailState#due
     * due}.
     */
    public Optional<NextStep> withoutAttempt(QueuedMessage mail, Instant now) {
        if (mail.state().finished()) {
            return Optional.of(new NextStep(mail.state(), Optional.empty(), false, List.of(), List.of()));
        }
        boolean ordered = mail.state().progress().expiryOrdered();
        Optional<Instant> held = mail.times().heldUntil(now);
        if (held.isPresent() && !ordered) {
            return Optional.of(new NextStep(mail.state(), held, true, List.of(), List.of()));
        }
        return ordered || mail.times().isTooLate(now) ? Optional.of(giveUp(mail, now)) : Optional.empty();
    }

    /**
     * Returns what follows from a delivery.
     *
     * @param mail the mail's state before the attempt
     * @param report the report on the recipients that were tried
     */
    public NextStep afterDelivery(QueuedMessage mail, Attempted attempted, DeliveryReport report, Instant now) {
        DeliveryReport all = mail.state().withEarlierDoubts(withSuspended(report, attempted.suspended()));
        Tried tried = new Tried(mail, all, now, lines(mail, all, attempted.began(), now));
        MailState after = mail.state().rest(Set.copyOf(attempted.suspended())).apply(all, attempted.tried());
        return after.finished()
                ? settled(tried, after)
                : retryOrExpire(tried, after, retry -> next(tried, after, attempted.due(), retry));
    }

    /**
     * Returns what follows where no connection was available: nothing was sent.
     *
     * @param reason one line for people
     */
    public NextStep withoutConnection(QueuedMessage mail, String reason, Instant began, Instant now) {
        Failure failure = Failure.local(LOCAL_STATUS, "mail transport unavailable: " + reason);
        DeliveryReport report = DeliveryReport.failed(mail.state().open(), failure);
        MailState deferred = mail.state().defer(LOCAL_STATUS.toString(), failure.text());
        return retryOrExpire(
                new Tried(mail, report, now, lines(mail, report, began, now)),
                deferred,
                retry ->
                        new Next(deferred, schedule.whenUnreachable(mail.times().dueSince(), now), true));
    }

    /**
     * Returns {@code report} with the {@code suspended} recipients as deferred, as Postfix logs recipients of a transport
     * in {@code defer_transports}: nothing was tried.
     */
    private static DeliveryReport withSuspended(DeliveryReport report, List<Recipient> suspended) {
        List<RecipientOutcome> outcomes = new ArrayList<>(report.outcomes());
        for (Recipient recipient : suspended) {
            Failure failure = Failure.local(SUSPENDED_STATUS, MailState.suspended(recipient));
            outcomes.add(RecipientOutcome.failed(recipient, failure));
        }
        return new DeliveryReport(outcomes, report.attempts(), report.mailId());
    }

    /**
     * A delivery and its end.
     *
     * @param mail the mail's state before the attempt
     * @param lines the log lines so far
     */
    private record Tried(QueuedMessage mail, DeliveryReport report, Instant now, List<String> lines) {}

    /** The state of an unfinished mail, and the time of its next attempt; see {@link NextStep#soon}. */
    private record Next(MailState state, Instant when, boolean soon) {}

    /**
     * Returns the time of the next attempt. Recipients that wait for their destination's concurrency limit are tried again
     * soon, without the deferred recipients of the same mail.
     */
    private Next next(Tried tried, MailState after, List<Recipient> due, Instant retry) {
        MailState state = after.hasDeferred(due) ? after.deferredUntil(retry) : after;
        return state.hasWaiting()
                ? new Next(state, schedule.whenBusy(tried.mail().times().dueSince(), tried.now()), true)
                : new Next(state, state.deferredUntil().orElse(retry), false);
    }

    private List<String> lines(QueuedMessage mail, DeliveryReport report, Instant began, Instant now) {
        List<String> lines = new ArrayList<>();
        log.lines(report, mail.times().dueSince(), began, now).forEach(line -> lines.add(mail.id() + ": " + line));
        return lines;
    }

    private NextStep settled(Tried tried, MailState after) {
        return new NextStep(
                after,
                Optional.empty(),
                false,
                tried.lines(),
                notices.of(tried.mail(), QueueNotices.ended(tried.report()), tried.now()));
    }

    private NextStep retryOrExpire(Tried tried, MailState after, Function<Instant, Next> follow) {
        QueuedMessage mail = tried.mail();
        Instant now = tried.now();
        Disposition disposition =
                schedule.afterDeferral(mail.sender(), mail.times().dueSince(), now);
        if (!(disposition instanceof Disposition.RetryAt retry)) {
            return expired(tried, after, log.expired(mail.sender()));
        }
        Next next = follow.apply(mail.times().noLaterThanItsTime(retry.when()));
        List<RecipientReport> reports = new ArrayList<>(QueueNotices.ended(tried.report()));
        MailState state = next.state();
        if (notices.areDue(mail, now)) {
            reports.addAll(QueueNotices.waiting(state, tried.report()));
            state = state.withDelayNotice(now);
        }
        return new NextStep(
                state, Optional.of(next.when()), next.soon(), tried.lines(), notices.of(mail, reports, now));
    }

    private NextStep expired(Tried tried, MailState after, String line) {
        tried.lines().add(tried.mail().id() + ": " + line);
        List<RecipientReport> reports = new ArrayList<>(QueueNotices.ended(tried.report()));
        QueueNotices.waiting(after, tried.report()).forEach(report -> reports.add(report.expired()));
        return new NextStep(
                after.expire(tried.mail().times(), tried.now()),
                Optional.empty(),
                false,
                tried.lines(),
                notices.of(tried.mail(), reports, tried.now()));
    }

    /**
     * Returns the result of an expiry without another attempt: with the reasons of the last attempts, and for recipients
     * without any, with a line that says why.
     */
    private NextStep giveUp(QueuedMessage mail, Instant now) {
        boolean ordered = mail.state().progress().expiryOrdered();
        List<Recipient> untried = mail.state().recipients().stream()
                .filter(status -> !status.state().isFinal() && status.text().isEmpty())
                .map(RecipientStatus::recipient)
                .toList();
        DeliveryReport report = DeliveryReport.failed(untried, ordered ? ORDERED : TOO_LATE);
        return expired(
                new Tried(mail, report, now, lines(mail, report, now, now)),
                mail.state(),
                ordered ? log.forceExpired(mail.sender()) : log.expired(mail.sender()));
    }
}
