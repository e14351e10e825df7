/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import org.postchaise.engine.address.LocalPart;
import org.postchaise.engine.address.Xtext;
import org.postchaise.engine.bounce.Notice.Kind;

/**
 * The writer of the machine-readable part of a notice: message/delivery-status (RFC 3464), or its UTF-8 form (RFC
 * 6533).
 */
final class StatusFields {

    private final NoticeSettings settings;
    private final ReportedMail mail;
    private final String encoding;

    StatusFields(NoticeSettings settings, ReportedMail mail, String encoding) {
        this.settings = settings;
        this.mail = mail;
        this.encoding = encoding;
    }

    void write(Draft draft, String boundary, Lines out) {
        boolean global = mail.envelope().smtpUtf8();
        out.beginPart(boundary, "Delivery report", "message/" + (global ? "global-" : "") + "delivery-status");
        if (global && encoding.equals("8bit")) {
            out.add("Content-Transfer-Encoding: 8bit");
        }
        out.add("");
        out.add("Reporting-MTA: dns; " + settings.site().hostname());
        if (!mail.envelope().envelopeId().isEmpty()) {
            out.add("Original-Envelope-Id: "
                    + out.printable(Xtext.decode(mail.envelope().envelopeId())));
        }
        String own = "X-" + settings.site().fieldName();
        out.add(own + "-Queue-ID: " + out.printable(mail.id()));
        String sender = NoticeWriter.sender(settings, mail);
        out.add(own + "-Sender: " + type(sender) + "; " + out.printable(sender));
        out.add("Arrival-Date: " + NoticeWriter.date(mail.arrival()));
        for (RecipientReport report : draft.recipients()) {
            recipient(draft.kind(), report, out);
        }
    }

    private void recipient(Kind kind, RecipientReport report, Lines out) {
        String address = LocalPart.quoted(report.recipient().address());
        String originally = report.recipient().originalRecipient();
        out.add("");
        out.add("Final-Recipient: " + type(address) + "; " + out.printable(address));
        out.add("Original-Recipient: "
                + out.printable(
                        originally.isEmpty() ? type(address) + ";" + address : Xtext.decodedRecipient(originally)));
        out.add("Action: " + report.action().word());
        out.add("Status: " + report.status());
        if (!report.remoteHost().isEmpty()) {
            out.addWrapped("Remote-MTA: dns; " + out.printable(report.remoteHost()));
        }
        String diagnostic = report.reply().isEmpty()
                ? "X-" + settings.site().fieldName() + "; " + report.text()
                : "smtp; " + report.reply();
        out.addWrapped("Diagnostic-Code: " + out.printable(diagnostic));
        if (kind == Kind.DELAY) {
            out.add("Will-Retry-Until: "
                    + NoticeWriter.date(mail.arrival().plus(settings.times().queueLifetime())));
        }
    }

    private String type(String address) {
        return mail.envelope().smtpUtf8() && !Lines.isAscii(address) ? "utf-8" : "rfc822";
    }
}
