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
 * The rules by which notices about a mail are sent, as in Postfix's bounce(8): to the sender as NOTIFY asks (RFC 3461,
 * section 4.1; without NOTIFY for failures and delays), to the postmaster as {@code notify_classes} says. The null
 * sender gets no notice: for a notice that fails the postmaster gets a notice ({@code 2bounce}), and the failure of
 * that notice is dropped. Each failure of a mail with {@linkplain Envelope#withVerp VERP} has a notice of its own, to
 * the return path of its recipient, unless {@code disable_verp_bounces} is set; delays and successes of such mail have
 * not. Immutable; thread-safe.
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
     * Creates the rules of {@code settings}; {@code bounce_template_file} is read here, once.
     *
     * @throws SettingsException for a bad value, or a mistake in that file, with the line
     */
    public static Bounces of(Settings settings) {
        return new Bounces(NoticeSettings.from(settings));
    }

    /**
     * Returns the age of a mail at which its sender gets one delay notice; empty: never. Postfix parameter
     * {@code delay_warning_time}.
     */
    public Optional<Duration> delayWarningTime() {
        return Optional.of(settings.times().delayWarning()).filter(time -> !time.isZero());
    }

    /**
     * Returns the notices that {@code mail} causes; empty where no notice is wanted. A message that can't be read is
     * left out of the notices, which say so; the sender gets the failure notice in any case.
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

    /** Adds a notice for each recipient, to its return path, and as many copies for the postmaster. */
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

    /** Adds the notices about a mail from the null sender; a delay of such a mail causes no notice. */
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

    /**
     * Returns the extent of the returned message (RFC 3461, section 4.3). A mail with REQUIRETLS is returned without
     * its content, since the notice may be sent without TLS (RFC 8689, section 5).
     */
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

    /**
     * Returns true if a success is reported: where NOTIFY asked for success and no other system reports the success;
     * and at the end of a delay that was reported.
     */
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
