/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import org.postchaise.api.IncomingComplaint;
import org.postchaise.api.IncomingNotice;
import org.postchaise.engine.log.DeliveryLog;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.log.Printable;

/**
 * Log lines of a mail's life in the server's log, in the format of Postfix's programs, each of which has a logger: {@code org.postchaise.courier.pickup},
 * {@code qmgr}, {@code smtp}, {@code bounce}. A log format that prints the last part of the logger in the place of syslog's program name can be read by tools
 * for Postfix.
 */
final class MailLog {
    private static final Logger PICKUP = LineLog.of("org.postchaise.courier.pickup");
    private static final Logger QMGR = LineLog.of("org.postchaise.courier.qmgr");
    private static final Logger SMTP = LineLog.of("org.postchaise.courier.smtp");
    private static final Logger BOUNCE = LineLog.of("org.postchaise.courier.bounce");

    private MailLog() {}

    /** Logs that a mail was queued, with the mailer's id where that differs from the queue id. */
    static void submitted(QueuedMail mail) {
        MailOrigin origin = mail.origin();
        String called = origin.mailId().equals(mail.id()) ? "" : ", mail=<" + origin.mailId() + ">";
        PICKUP.log(
                Level.INFO,
                Printable.line(mail.id() + ": sender=<" + mail.envelope().sender() + ">" + called));
    }

    /**
     * Logs an attempt, line by line.
     *
     * @param mail the mail's state before the attempt
     * @param size the size of the content, in octets
     */
    static void attempted(DeliveryLog form, QueuedMail mail, long size, AttemptResult result) {
        String active = form.active(mail.envelope().sender(), size, mail.open().size());
        QMGR.log(Level.INFO, mail.id() + ": " + active);
        result.log().forEach(line -> SMTP.log(Level.INFO, line));
        if (result.next().isEmpty()) {
            QMGR.log(Level.INFO, mail.id() + ": removed");
        }
    }

    /** Logs notices; each line names the mail, the kind of the notice and the notice's own id. */
    static void notified(List<String> lines) {
        lines.forEach(line -> BOUNCE.log(Level.INFO, line));
    }

    /** Logs a recipient's complaint. */
    static void complained(IncomingComplaint complaint) {
        BOUNCE.log(
                Level.INFO,
                "complaint from " + (complaint.userAgent().isEmpty() ? "unknown" : complaint.userAgent()) + ": to=<"
                        + String.join(">, to=<", complaint.recipients()) + ">, type=" + complaint.feedbackType()
                        + (complaint.proven() ? ", proven" : ", unproven"));
    }

    /** Logs what an incoming notice reports of a recipient. */
    static void returned(IncomingNotice notice, IncomingNotice.Report report) {
        BOUNCE.log(
                Level.INFO,
                Printable.line("notice from " + (notice.reportingMta().isEmpty() ? "unknown" : notice.reportingMta())
                        + ": to=<"
                        + report.address() + ">, dsn=" + (report.status().isEmpty() ? "unknown" : report.status())
                        + ", action=" + report.action().name().toLowerCase(Locale.ROOT)
                        + (report.proven() ? ", proven" : ", unproven") + " (" + report.diagnostic() + ")"));
    }
}
