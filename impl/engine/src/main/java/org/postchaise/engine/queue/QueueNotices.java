/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.queue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.engine.bounce.Bounces;
import org.postchaise.engine.bounce.Notice;
import org.postchaise.engine.bounce.RecipientReport;
import org.postchaise.engine.bounce.RecipientReport.Action;
import org.postchaise.engine.bounce.ReportedMail;

/** Notices that an attempt causes; see {@link Bounces}. Each recipient's final state is reported once, and the delay of a mail once. */
final class QueueNotices {
    private static final EnhancedStatus UNKNOWN = EnhancedStatus.of("4.3.0");

    private final Bounces bounces;

    QueueNotices(Bounces bounces) {
        this.bounces = bounces;
    }

    /** Makes a notice of each kind, and sends none, so that their classes are loaded. */
    void rehearse(Instant now) {
        Recipient nobody = Recipient.of("nobody@localhost");
        List<RecipientReport> reports = new ArrayList<>();
        for (Action action : List.of(Action.FAILED, Action.DELAYED, Action.RELAYED)) {
            reports.add(new RecipientReport(nobody, action, EnhancedStatus.of("4.3.0"), "none", "", ""));
        }
        ReportedMail mail = new ReportedMail(
                Envelope.of("nobody@localhost", List.of(nobody)),
                MessageSource.of(new byte[] {'\n'}),
                "none",
                now,
                reports,
                Optional.of(now));
        for (Notice notice : bounces.notices(mail, now)) {
            try (InputStream in = notice.message().open()) {
                in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns true if a delay notice for {@code mail} is due and was not sent. */
    boolean areDue(QueuedMessage mail, Instant now) {
        Optional<Duration> warning = bounces.delayWarningTime();
        return warning.isPresent()
                && mail.state().progress().delayNotice().isEmpty()
                && !mail.times().dueSince().plus(warning.get()).isAfter(now);
    }

    /**
     * Returns the notices that {@code reports} cause.
     *
     * @param mail the mail's state before the attempt
     */
    List<Notice> of(QueuedMessage mail, List<RecipientReport> reports, Instant now) {
        if (reports.isEmpty()) {
            return List.of();
        }
        return bounces.notices(
                new ReportedMail(
                        mail.envelope(),
                        mail.content(),
                        mail.id(),
                        mail.times().submitted(),
                        reports,
                        mail.state().progress().delayNotice()),
                now);
    }

    /** Returns the reports of recipients that {@code report} made final: delivered or rejected. */
    static List<RecipientReport> ended(DeliveryReport report) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.kind() == Kind.DELIVERED || outcome.kind() == Kind.REJECTED)
                .map(RecipientReport::of)
                .toList();
    }

    /**
     * Returns the reports of all open recipients as delayed: with the outcome of this delivery, and for recipients without a part in it, with the last known
     * status.
     */
    static List<RecipientReport> waiting(MailState state, DeliveryReport report) {
        Map<Recipient, RecipientReport> tried = new HashMap<>();
        for (RecipientOutcome outcome : report.outcomes()) {
            if (outcome instanceof RecipientOutcome.Undelivered) {
                tried.put(outcome.recipient(), RecipientReport.of(outcome));
            }
        }
        return state.recipients().stream()
                .filter(status -> !status.state().isFinal())
                .map(status ->
                        tried.getOrDefault(status.recipient(), known(status)).doubted(status.earlierDoubt()))
                .toList();
    }

    private static RecipientReport known(RecipientStatus status) {
        EnhancedStatus last = EnhancedStatus.startOf(status.status()).orElse(UNKNOWN);
        return new RecipientReport(status.recipient(), Action.DELAYED, last, status.text(), "", "");
    }
}
