/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postchaise.api.IncomingComplaint;
import org.postchaise.api.IncomingNotice;
import org.postchaise.api.IncomingNotice.Action;
import org.postchaise.api.IncomingNotice.Reference;
import org.postchaise.api.IncomingNotice.Report;
import org.postchaise.api.IncomingNotice.Verdict;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.address.Verp;
import org.postchaise.engine.bounce.reading.NoticeParts.MalformedException;

/**
 * Parser of a mail to a return path: finds a message/delivery-status (RFC 3464) or message/global-delivery-status (RFC 6533), in a multipart/report (RFC 6522)
 * or elsewhere, or the same {@linkplain NoticeText in words}, or a {@linkplain NoticeComplaint complaint}. The mail is a stream, of which no more than
 * {@link #LONGEST} octets are read. A part that can't be read does not spoil the others.
 *
 * <p>Not based on Jakarta Mail's {@code MultipartReport}, which few servers have, and which would hold the whole mail in memory.
 */
public final class NoticeReader {
    /** Largest number of octets read; the report stands before the returned mail. */
    static final long LONGEST = 1 << 20;

    /** Largest number of recipients of a report. */
    static final int MOST = 1000;

    /** Deepest nesting of a report in other multiparts, such as the multipart of a mailing list or of a gateway's footer. */
    static final int DEEPEST = 8;

    private static final Set<String> STATUS = Set.of("message/delivery-status", "message/global-delivery-status");

    private static final String FEEDBACK = "message/feedback-report";

    private static final Set<String> RETURNED = Set.of(
            "message/rfc822",
            "message/rfc822-headers",
            "text/rfc822-headers",
            "message/global",
            "message/global-headers");

    /** Accepted values of {@code report-type}; some systems write none. */
    private static final Set<String> REPORT_TYPES = Set.of("", "delivery-status", "global-delivery-status");

    private final Verp verp;
    private final String recipient;
    private final Source source;
    private final Instant now;
    private final Optional<Verp.Returned> path;
    private Reference mail;
    private String reportingMta = "";
    private boolean found;
    private int reportDepth;
    private Optional<String> trouble = Optional.empty();
    private Optional<NoticeComplaint> complaint = Optional.empty();
    private Optional<NoticeReader> enclosed = Optional.empty();
    private final List<Report> reports = new ArrayList<>();
    private final List<String> plain = new ArrayList<>();
    private final List<String> html = new ArrayList<>();

    private NoticeReader(Verp verp, String recipient, Source source, Instant now) {
        this.verp = verp;
        this.recipient = recipient;
        this.source = source;
        this.now = now;
        this.path = verp.decode(recipient, now);
        this.mail = new Reference(path.map(Verp.Returned::sender).orElse(""), "", "", "");
    }

    /**
     * Returns the notice in {@code message}, which came to {@code recipient}.
     *
     * @throws IOException when the message can't be read from its source
     */
    public static IncomingNotice read(Verp verp, String recipient, MessageSource message, Instant now)
            throws IOException {
        return reading(verp, recipient, message, now).notice();
    }

    /** Returns the notice as {@link #read} does, and the complaint if the message is one. */
    public static Reading reading(Verp verp, String recipient, MessageSource message, Instant now) throws IOException {
        try (Source source = new Source(message.open())) {
            return new NoticeReader(verp, recipient, source, now).reading(source);
        } catch (MalformedException e) {
            return new Reading(IncomingNotice.malformed(e.getMessage()), Optional.empty());
        }
    }

    /**
     * Result of reading a mail.
     *
     * @param notice the content as a notification
     * @param complaint the content as a complaint; empty where the mail is none
     */
    public record Reading(IncomingNotice notice, Optional<IncomingComplaint> complaint) {}

    /** Stream of the mail that remembers a failure of its source, as opposed to a failure of decoding. */
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

    private Reading reading(Source in) throws IOException {
        HeaderFields headers = NoticeParts.headers(in);
        String type = NoticeParts.type(headers);
        boolean isReport = type.equals("multipart/report");
        boolean meant = isReport
                && REPORT_TYPES.contains(
                        NoticeParts.parameter(headers, "report-type").orElse("").toLowerCase(Locale.ROOT));
        try {
            part(headers, in, 0);
        } catch (IOException e) {
            if (in.failed || tooMany()) {
                throw e;
            }
            complain(e);
        }
        if (complaint.isPresent()) {
            return new Reading(IncomingNotice.other(), complaint.map(told -> told.of(verp, mail, now)));
        }
        boolean rejects = plain.stream().anyMatch(line -> line.contains("automatically rejected"));
        if (reports.isEmpty() && (meant || !isReport || rejects)) {
            words(headers, meant);
        }
        if (reports.isEmpty()
                && !found
                && enclosed.isPresent()
                && NoticeWords.of(headers, List.of()).isFromMachine()) {
            return new Reading(enclosed.get().notice(true), Optional.empty());
        }
        return new Reading(notice(meant), Optional.empty());
    }

    private IncomingNotice notice(boolean meant) throws MalformedException {
        boolean told = found || !reports.isEmpty();
        if (!told && !(meant && trouble.isPresent())) {
            return IncomingNotice.other();
        }
        if (reports.isEmpty() && (!found || path.isEmpty())) {
            throw new MalformedException(trouble.orElse("the report has no fields of a recipient"));
        }
        if (reports.isEmpty()) {
            reports.add(new Report("", "", Action.UNKNOWN, "", "", "", false));
        }
        return new IncomingNotice(Verdict.NOTICE, "", mail, reportingMta, resolved());
    }

    private boolean tooMany() {
        return reports.size() >= MOST;
    }

    private void complain(IOException reason) {
        String text = reason instanceof MalformedException
                ? reason.getMessage()
                : "a part can't be decoded: " + NoticeFields.line(String.valueOf(reason.getMessage()));
        trouble = trouble.or(() -> Optional.of(text));
    }

    /** Reads a part and the parts in it: the report, the returned mail after it, and text for people. */
    private void part(HeaderFields headers, InputStream body, int depth) throws IOException {
        String type = NoticeParts.type(headers);
        if (type.startsWith("multipart/")) {
            multipart(headers, body, depth + 1);
        } else if (STATUS.contains(type) && reports.isEmpty()) {
            status(headers, body, depth);
        } else if (type.equals(FEEDBACK) && !found) {
            complaint = Optional.of(NoticeComplaint.read(NoticeParts.decoded(headers, body)));
        } else if (type.equals("message/rfc822") && !found && depth < DEEPEST) {
            enclosed(NoticeParts.decodedOrNot(headers, body), depth);
        } else if (RETURNED.contains(type)) {
            returned(NoticeParts.decodedOrNot(headers, body));
        } else if (NoticeText.isIn(type) && found) {
            // the returned mail, with a media type of the system's own
            returned(NoticeParts.decodedOrNot(headers, body));
        } else if (NoticeText.isIn(type)) {
            text(type, NoticeParts.decoded(headers, body));
        }
    }

    private void multipart(HeaderFields headers, InputStream body, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new MalformedException("multiparts are " + depth + " deep; expected " + DEEPEST + " at most");
        }
        reportDepth = NoticeParts.type(headers).equals("multipart/report") ? depth : reportDepth;
        NoticeParts.Parts parts = new NoticeParts.Parts(headers, body);
        for (Optional<InputStream> part = parts.next(); part.isPresent(); part = parts.next()) {
            try {
                part(NoticeParts.headers(part.get()), part.get(), depth);
            } catch (IOException e) {
                if (source.failed || tooMany()) {
                    throw e;
                }
                // an unreadable part does not spoil the other parts
                complain(e);
            }
        }
    }

    /** Reads a report; fields read before a failure count. */
    private void status(HeaderFields headers, InputStream body, int depth) throws IOException {
        NoticeStatus status = new NoticeStatus();
        boolean reported = reportDepth > 0 && reportDepth <= depth;
        try {
            status.read(NoticeParts.decoded(headers, body));
            found |= reported;
        } finally {
            if (reported || status.isNamed()) {
                found |= status.isNamed();
                reports.addAll(status.reports());
                reportingMta = status.reportingMta();
                mail = new Reference(
                        mail.sender(),
                        NoticeFields.line(status.field("Original-Envelope-Id")),
                        status.queueId(),
                        mail.messageId());
            }
        }
    }

    private void text(String type, InputStream content) throws IOException {
        List<String> lines = NoticeWords.lines(content);
        if (type.equals("text/html")) {
            html.addAll(NoticeWords.ofHtml(lines));
        } else {
            plain.addAll(lines);
            plain.add("");
        }
    }

    /** Reads failures told in words, where there is no report. */
    private void words(HeaderFields headers, boolean isReport) throws IOException {
        NoticeWords words = NoticeWords.of(headers, plain);
        told(words, isReport);
        NoticeWords page = NoticeWords.of(headers, html);
        if (reports.isEmpty() && (isReport || page.isFromMachine())) {
            told(page, isReport);
        }
    }

    private void told(NoticeWords words, boolean isReport) throws IOException {
        NoticeText text = new NoticeText(words, isReport);
        reports.addAll(text.read());
        if (reports.size() > MOST) {
            throw new MalformedException("the report has more than " + MOST + " recipients");
        }
        if (!reports.isEmpty()) {
            reportingMta = reportingMta.isEmpty() ? text.reportingMta() : reportingMta;
            identify(words.messageId());
        }
    }

    private void returned(InputStream content) throws IOException {
        identify(NoticeFields.line(NoticeParts.messageId(content)));
    }

    /** Reads a mail within the mail: the returned mail, or a notice wrapped by a gateway, which counts where there is no other notice. */
    private void enclosed(InputStream content, int depth) throws IOException {
        HeaderFields headers = NoticeParts.headers(content);
        identify(NoticeFields.line(NoticeParts.field(headers, "Message-ID")));
        if (NoticeParts.type(headers).equals("multipart/report") && enclosed.isEmpty()) {
            NoticeReader inner = new NoticeReader(verp, recipient, source, now);
            inner.multipart(headers, content, depth + 1);
            enclosed = inner.reports.isEmpty() ? Optional.empty() : Optional.of(inner);
        }
    }

    private void identify(String messageId) {
        if (mail.messageId().isEmpty()) {
            mail = new Reference(mail.sender(), mail.envelopeId(), mail.queueId(), messageId);
        }
    }

    /**
     * Returns the reports completed by the return path. A mail with such a path had one recipient. A single report is about that recipient, whatever address
     * the report has. Of several reports, which name the addresses the recipient's mail was forwarded to, the one with the recipient's address is.
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
