/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.IncomingNotice.Action;
import org.postchaise.api.IncomingNotice.Report;
import org.postchaise.engine.bounce.reading.NoticeParts.MalformedException;

/**
 * A message/delivery-status (RFC 3464, section 2), tolerant of other systems' deviations: the fields of the mail, and those of each recipient after an empty
 * line, which some systems omit and others write too often.
 */
final class NoticeStatus {
    private final List<HeaderFields> recipients = new ArrayList<>();
    private HeaderFields mail = new HeaderFields();
    private boolean named;

    /** Reads all groups of fields; groups read before a failure stay. */
    void read(InputStream content) throws IOException {
        PushbackInputStream in = new PushbackInputStream(content);
        for (int group = 0; skipEmptyLines(in); group++) {
            HeaderFields fields = NoticeParts.headers(in);
            boolean first = group == 0;
            if (first && !fields.has("Final-Recipient", "Original-Recipient")) {
                mail = fields;
                continue;
            }
            if (first) {
                // some systems omit the empty line
                mail = fields;
            }
            for (HeaderFields one : NoticeFields.recipients(fields)) {
                add(one);
            }
        }
    }

    private void add(HeaderFields fields) throws MalformedException {
        boolean isNamed = fields.has("Final-Recipient", "Original-Recipient");
        named |= isNamed;
        if (!isNamed && !fields.has("Action", "Status")) {
            return;
        }
        HeaderFields last = recipients.isEmpty() ? null : recipients.get(recipients.size() - 1);
        if (!isNamed
                && last != null
                && last.has("Final-Recipient", "Original-Recipient")
                && !last.has("Action", "Status")) {
            // an empty line amid the fields of a recipient
            fields.all().forEach(last::add);
            return;
        }
        if (recipients.size() == NoticeReader.MOST) {
            throw new MalformedException("the report has more than " + NoticeReader.MOST + " recipients");
        }
        recipients.add(fields);
    }

    private static boolean skipEmptyLines(PushbackInputStream in) throws IOException {
        int octet = in.read();
        while (octet == '\r' || octet == '\n' || octet == ' ' || octet == '\t') {
            octet = in.read();
        }
        if (octet >= 0) {
            in.unread(octet);
        }
        return octet >= 0;
    }

    /** Returns true if the status names a recipient. */
    boolean isNamed() {
        return named;
    }

    /** Returns a field of the mail; where the empty line after the mail's fields is missing, also a field of the first recipient. */
    String field(String name) {
        return NoticeParts.field(mail, name);
    }

    String reportingMta() {
        return NoticeFields.value(mail, "Reporting-MTA");
    }

    String queueId() {
        return NoticeFields.queueId(mail);
    }

    /** Returns the reports on the recipients, in the order of the status; the mail's Action and Status count for recipients without their own. */
    List<Report> reports() {
        List<HeaderFields> all = recipients;
        if (all.isEmpty() && mail.has("Action", "Status")) {
            all = List.of(new HeaderFields());
        }
        return all.stream().map(this::report).toList();
    }

    private Report report(HeaderFields fields) {
        String original = NoticeFields.address(fields, "Original-Recipient");
        String last = NoticeFields.address(fields, "Final-Recipient");
        String diagnostic = NoticeFields.value(fields, "Diagnostic-Code");
        String status = ofMail(fields, "Status");
        Action action = NoticeFields.action(ofMail(fields, "Action"), status);
        return new Report(
                original.isEmpty() ? last : original,
                last,
                action,
                NoticeFields.status(status, diagnostic, action),
                diagnostic,
                NoticeFields.value(fields, "Remote-MTA"),
                false);
    }

    private String ofMail(HeaderFields fields, String name) {
        return Optional.of(NoticeParts.field(fields, name))
                .filter(value -> !value.isEmpty())
                .orElse(NoticeParts.field(mail, name));
    }
}
