/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.engine.bounce.Notice.Audience;
import org.postchaise.engine.bounce.Notice.Kind;
import org.postchaise.engine.bounce.OriginalMessage.Extent;
import org.postchaise.engine.bounce.RecipientReport.Action;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;

/**
 * Decides who is told what of a mail, as Postfix's bounce(8): the sender what NOTIFY asked for (RFC 3461, section 4.1; without it
 * failures and delays), the postmaster what {@code notify_classes} names. The null sender is never told: a notice that fails goes to
 * the postmaster ({@code 2bounce}), and one that the postmaster can't get ends there. Of the failures of a mail with {@linkplain
 * Envelope#withVerp VERP} each has a notice of its own, to the return path of its recipient, unless {@code disable_verp_bounces} is set; delays
 * and successes have not. Immutable; thread-safe.
 */
public final class Bounces {
    private static final String BOUNCE = "bounce";
    private static final String DOUBLE_BOUNCE = "2bounce";
    private static final String DELAY = "delay";

    private final NoticeSettings settings;

    private Bounces(NoticeSettings settings) {
        this.settings = settings;
    }

    /**
     * Notices as {@code settings} want them; {@code bounce_template_file} is read here, once.
     *
     * @throws SettingsException for a bad value, or a mistake in that file, with its line
     */
    public static Bounces of(Settings settings) {
        return new Bounces(NoticeSettings.from(settings));
    }

    /** At which age of a mail its sender is told of the delay, once; empty: never. Postfix parameter {@code delay_warning_time}. */
    public Optional<Duration> delayWarningTime() {
        return Optional.of(settings.times().delayWarning()).filter(time -> !time.isZero());
    }

    /**
     * The notices that {@code mail} causes; none where nobody wants one. A message that can't be read is left out of them, which
     * tell that; the sender learns of the failure in any case.
     *
     * @param now the date of the notices
     */
    public List<Notice> notices(ReportedMail mail, Instant now) {
        String sender = mail.envelope().sender();
        if (sender.equalsIgnoreCase(settings.postmaster().sender())) {
            return List.of();
        }
        List<Draft> drafts = new ArrayList<>();
        if (sender.isEmpty()) {
            addDoubleBounces(mail, drafts);
        } else {
            if (settings.verp().concern(mail.envelope())) {
                addVerpFailures(mail, drafts, now);
            } else {
                addFailures(mail, drafts);
            }
            addDelays(mail, drafts);
            List<RecipientReport> done = reports(mail, report -> tellsSuccess(mail, report));
            drafts.add(new Draft(Kind.SUCCESS, Audience.SENDER, settings.site().complete(sender), Extent.HEADER, done));
        }
        drafts.removeIf(draft -> draft.recipients().isEmpty());
        return drafts.isEmpty() ? List.of() : composed(mail, drafts, now);
    }

    private void addFailures(ReportedMail mail, List<Draft> drafts) {
        List<RecipientReport> all = reports(mail, report -> report.action() == Action.FAILED);
        String sender = settings.site().complete(mail.envelope().sender());
        drafts.add(new Draft(
                Kind.FAILURE, Audience.SENDER, sender, extent(mail.envelope()), wanted(all, Recipient.Notify.FAILURE)));
        if (settings.postmaster().wants(BOUNCE)) {
            drafts.add(copy(Kind.FAILURE, settings.postmaster().ofFailures(), Extent.HEADER, all));
        }
    }

    /** A notice for each recipient, to its return path, and as many copies. */
    private void addVerpFailures(ReportedMail mail, List<Draft> drafts, Instant now) {
        Envelope envelope = mail.envelope();
        String sender = settings.site().complete(envelope.sender());
        for (RecipientReport report : reports(mail, one -> one.action() == Action.FAILED)) {
            List<RecipientReport> one = List.of(report);
            String path =
                    settings.verp().paths().returnPath(sender, envelope.verp().orElse(""), report.recipient(), now);
            drafts.add(new Draft(
                    Kind.FAILURE, Audience.SENDER, path, extent(envelope), wanted(one, Recipient.Notify.FAILURE)));
            if (settings.postmaster().wants(BOUNCE)) {
                drafts.add(copy(Kind.FAILURE, settings.postmaster().ofFailures(), Extent.HEADER, one));
            }
        }
    }

    private void addDelays(ReportedMail mail, List<Draft> drafts) {
        List<RecipientReport> all = reports(mail, report -> report.action() == Action.DELAYED);
        String sender = settings.site().complete(mail.envelope().sender());
        drafts.add(new Draft(Kind.DELAY, Audience.SENDER, sender, Extent.HEADER, wanted(all, Recipient.Notify.DELAY)));
        if (settings.postmaster().wants(DELAY)) {
            drafts.add(copy(Kind.DELAY, settings.postmaster().ofDelays(), Extent.HEADER, all));
        }
    }

    /** Of a notice that is late nobody is told. */
    private void addDoubleBounces(ReportedMail mail, List<Draft> drafts) {
        NoticeSettings.Postmaster postmaster = settings.postmaster();
        if (postmaster.wants(DOUBLE_BOUNCE) || postmaster.wants(BOUNCE)) {
            List<RecipientReport> failed = reports(mail, report -> report.action() == Action.FAILED);
            drafts.add(copy(Kind.FAILURE, postmaster.ofDoubleBounces(), Extent.FULL, failed));
        }
        if (postmaster.wants(DOUBLE_BOUNCE)) {
            List<RecipientReport> done = reports(mail, report -> tellsSuccess(mail, report));
            drafts.add(copy(Kind.SUCCESS, postmaster.ofDoubleBounces(), Extent.HEADER, done));
        }
    }

    private static Draft copy(Kind kind, String to, Extent extent, List<RecipientReport> recipients) {
        return new Draft(kind, Audience.POSTMASTER, to, extent, recipients);
    }

    /** RFC 3461, section 4.3; RFC 8689, section 5: what must not be read on the way is not returned. */
    private static Extent extent(Envelope envelope) {
        return envelope.ret() == Envelope.Return.HDRS || envelope.requireTls() ? Extent.HEADER : Extent.FULL;
    }

    private static List<RecipientReport> reports(ReportedMail mail, Predicate<RecipientReport> which) {
        return mail.recipients().stream().filter(which).toList();
    }

    private static List<RecipientReport> wanted(List<RecipientReport> reports, Recipient.Notify what) {
        return reports.stream()
                .filter(report -> report.recipient().notifyOn().isEmpty()
                        || report.recipient().notifyOn().contains(what))
                .toList();
    }

    /** Success is told where it was asked for, and no other system tells it; and the end of a delay that was told. */
    private boolean tellsSuccess(ReportedMail mail, RecipientReport report) {
        Set<Recipient.Notify> asked = report.recipient().notifyOn();
        boolean endsDelay = settings.times().confirmsDelayCleared()
                && mail.delayNotice().isPresent()
                && (asked.isEmpty() || asked.contains(Recipient.Notify.DELAY));
        return switch (report.action()) {
            case FAILED, DELAYED -> false;
            case DELIVERED, RELAYED -> endsDelay || asked.contains(Recipient.Notify.SUCCESS);
            case PASSED_ON -> endsDelay;
        };
    }

    private List<Notice> composed(ReportedMail mail, List<Draft> drafts, Instant now) {
        Optional<OriginalMessage> original;
        try {
            original = Optional.of(
                    OriginalMessage.read(mail.message(), settings.form().sizeLimit()));
        } catch (IOException unreadable) {
            // the notice says that the message is not there
            original = Optional.empty();
        }
        NoticeWriter writer = new NoticeWriter(settings, mail, original, now);
        return drafts.stream().map(writer::write).toList();
    }
}
