/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.mail.internet.InternetHeaders;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.IncomingNotice;
import org.postchaise.api.IncomingNotice.Reference;
import org.postchaise.api.IncomingNotice.Report;
import org.postchaise.api.IncomingNotice.Verdict;
import org.postchaise.api.MessageSource;
import org.postchaise.courier.NoticeParts.MalformedException;
import org.postchaise.engine.address.Verp;

/**
 * Reads a mail that came to a return path: whether it is a multipart/report (RFC 6522) with a message/delivery-status (RFC 3464) or
 * message/global-delivery-status (RFC 6533), or tells the same {@linkplain NoticeText in words}, and what that says. The mail is a stream, of which no more than {@link #LONGEST} octets are looked at;
 * in memory is one group of fields at a time, and the answer.
 *
 * <p>Jakarta Mail's {@code MultipartReport}, which is in few servers, would hold all of it in memory.
 */
final class NoticeReader {
    /** How much is looked at; the report stands before what is returned of the mail. */
    static final long LONGEST = 1 << 20;

    /** How many recipients a report may have. */
    static final int MOST = 1000;

    /** How deep a report may be inside of other multiparts, such as a list's or a gateway's with a footer. */
    static final int DEEPEST = 8;

    private static final Set<String> STATUS = Set.of("message/delivery-status", "message/global-delivery-status");

    private static final Set<String> RETURNED = Set.of(
            "message/rfc822",
            "message/rfc822-headers",
            "text/rfc822-headers",
            "message/global",
            "message/global-headers");

    /** What {@code report-type} may be; some write none. */
    private static final Set<String> REPORT_TYPES = Set.of("", "delivery-status", "global-delivery-status");

    private final Optional<Verp.Returned> path;
    private Reference mail;
    private String reportingMta = "";
    private boolean found;
    private final List<Report> reports = new ArrayList<>();

    private NoticeReader(Optional<Verp.Returned> path) {
        this.path = path;
        this.mail = new Reference(path.map(Verp.Returned::sender).orElse(""), "", "", "");
    }

    /**
     * What {@code message}, which came to {@code recipient}, says.
     *
     * @throws IOException when it can't be read from its source
     */
    static IncomingNotice read(Verp verp, String recipient, MessageSource message, Instant now) throws IOException {
        NoticeReader reader = new NoticeReader(verp.decode(recipient, now));
        try (Source source = new Source(message.open())) {
            return reader.notice(source);
        } catch (MalformedException e) {
            return IncomingNotice.malformed(e.getMessage());
        }
    }

    /** Knows whether it was the source that failed, or what decodes it. */
    private static final class Source extends FilterInputStream {
        private boolean failed;

        Source(InputStream in) {
            super(NoticeParts.beginning(in, LONGEST));
        }

        @Override
        public int read() throws IOException {
            return tried(in::read);
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            return tried(() -> in.read(octets, offset, length));
        }

        private interface Step {
            int read() throws IOException;
        }

        private int tried(Step step) throws IOException {
            boolean done = false;
            try {
                int result = step.read();
                done = true;
                return result;
            } finally {
                failed |= !done;
            }
        }
    }

    private IncomingNotice notice(Source in) throws IOException {
        InternetHeaders headers = NoticeParts.headers(in);
        boolean meant = NoticeParts.type(headers).equals("multipart/report");
        try {
            multipart(headers, in, 1);
            if (!found && !meant) {
                text(headers, in);
            }
        } catch (IOException e) {
            if (in.failed) {
                throw e;
            }
            if (!meant && !found) {
                return IncomingNotice.other();
            }
            throw e instanceof MalformedException
                    ? e
                    : new MalformedException("a part can't be decoded: " + NoticeFields.line(e.getMessage()));
        }
        if (!found) {
            return IncomingNotice.other();
        }
        if (reports.isEmpty() && path.isEmpty()) {
            throw new MalformedException("the report has no fields of a recipient");
        }
        if (reports.isEmpty()) {
            reports.add(report(new InternetHeaders()));
        }
        return new IncomingNotice(Verdict.NOTICE, "", mail, reportingMta, resolved());
    }

    /** Goes through the parts until the report is found, and what is returned after it; whether that is so. */
    private boolean multipart(InternetHeaders headers, InputStream body, int depth) throws IOException {
        if (!NoticeParts.type(headers).startsWith("multipart/")) {
            return false;
        }
        if (depth > DEEPEST) {
            throw new MalformedException("multiparts are " + depth + " deep; expected " + DEEPEST + " at most");
        }
        boolean report = NoticeParts.type(headers).equals("multipart/report")
                && REPORT_TYPES.contains(
                        NoticeParts.parameter(headers, "report-type").orElse("").toLowerCase(Locale.ROOT));
        NoticeParts.Parts parts = new NoticeParts.Parts(headers, body);
        for (Optional<InputStream> part = parts.next(); part.isPresent(); part = parts.next()) {
            InternetHeaders own = NoticeParts.headers(part.get());
            String type = NoticeParts.type(own);
            if (report && !found && STATUS.contains(type)) {
                found = true;
                status(NoticeParts.decoded(own, part.get()));
            } else if (report && found && RETURNED.contains(type)) {
                returned(NoticeParts.decoded(own, part.get()));
                return true;
            } else if (!found && multipart(own, part.get(), depth + 1)) {
                return true;
            }
        }
        return found;
    }

    /** Where there is no report: what is told in words. */
    private void text(InternetHeaders headers, InputStream body) throws IOException {
        InputStream content = NoticeParts.decoded(headers, body);
        NoticeText text = new NoticeText(content, this::add);
        text.read(headers);
        reportingMta = text.reportingMta();
        if (found) {
            returned(content);
        }
    }

    private void add(Report report) throws MalformedException {
        found = true;
        if (reports.size() == MOST) {
            throw new MalformedException("the report has more than " + MOST + " recipients");
        }
        reports.add(report);
    }

    private void returned(InputStream content) throws IOException {
        String id = NoticeFields.line(NoticeParts.field(NoticeParts.headers(content), "Message-ID"));
        mail = new Reference(mail.sender(), mail.envelopeId(), mail.queueId(), id);
    }

    /** The fields of the mail, and those of each recipient, with an empty line before them. */
    private void status(InputStream content) throws IOException {
        PushbackInputStream in = new PushbackInputStream(content);
        for (int group = 0; skipEmptyLines(in); group++) {
            if (group > MOST) {
                throw new MalformedException("the report has more than " + MOST + " recipients");
            }
            InternetHeaders fields = NoticeParts.headers(in);
            boolean ofRecipient = NoticeFields.has(fields, "Final-Recipient", "Original-Recipient", "Action", "Status");
            if (ofRecipient) {
                reports.add(report(fields));
            } else if (group == 0) {
                ofMail(fields);
            }
            if (group == 0 && ofRecipient) {
                // some leave the empty line out
                ofMail(fields);
            }
        }
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

    private void ofMail(InternetHeaders fields) {
        reportingMta = NoticeFields.value(fields, "Reporting-MTA");
        mail = new Reference(
                mail.sender(),
                NoticeFields.line(NoticeParts.field(fields, "Original-Envelope-Id")),
                NoticeFields.queueId(fields),
                mail.messageId());
    }

    private static Report report(InternetHeaders fields) {
        String original = NoticeFields.address(fields, "Original-Recipient");
        String last = NoticeFields.address(fields, "Final-Recipient");
        return new Report(
                original.isEmpty() ? last : original,
                last,
                NoticeFields.action(fields),
                EnhancedStatus.startOf(NoticeParts.field(fields, "Status"))
                        .map(EnhancedStatus::toString)
                        .orElse(""),
                NoticeFields.value(fields, "Diagnostic-Code"),
                NoticeFields.value(fields, "Remote-MTA"),
                false);
    }

    /**
     * The reports with what the return path says. A mail with such a path had one recipient: a report of one is about that, whatever it
     * calls it; among several, which are where that one's mail went on to, the one is about it that has its address.
     */
    private List<Report> resolved() {
        if (path.isEmpty()) {
            return reports;
        }
        String sentTo = path.get().recipient();
        return reports.stream()
                .map(one -> reports.size() == 1
                                || one.address().equalsIgnoreCase(sentTo)
                                || one.finalAddress().equalsIgnoreCase(sentTo)
                        ? new Report(
                                sentTo,
                                one.finalAddress(),
                                one.action(),
                                one.status(),
                                one.diagnostic(),
                                one.remoteMta(),
                                path.get().proven())
                        : one)
                .toList();
    }
}
