/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postchaise.api.IncomingNotice.Action;
import org.postchaise.api.IncomingNotice.Report;

/**
 * Parser of failures told in words, without a report. In order: qmail's form (QSBMF, the qmail-send bounce message format); the field
 * {@code X-Failed-Recipients}; the fields of a report (RFC 3464) within text; the {@linkplain NoticeForm forms} of other systems; and last the only address in
 * a mail system's text. Returns no recipient where the result is not certain.
 */
final class NoticeText {
    /** Start of QSBMF text. Paragraphs follow, each with an address in its first line, up to a paragraph that begins with a hyphen. */
    private static final String QSBMF = "Hi. This is the";

    private static final Pattern PROGRAM = Pattern.compile(QSBMF + " .* at (\\S+?)[.:]?");
    private static final Pattern RECIPIENT = Pattern.compile("<(.*)>:\\s*(.*)");
    private static final Pattern LIKE_QSBMF = Pattern.compile(
            "(?:sorry, we were |I was )?unable to deliver your message to the following address.*"
                    + "|.*(?:wasn't|was not|weren't) able to deliver your message to the following addresses.*",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern FIELDS = Pattern.compile(
            "\\s*(?:Technical report:|Reporting-MTA:.*|Diagnostic information for administrators:)\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern FIELD = Pattern.compile("\\s{0,8}[A-Za-z][A-Za-z-]{3,40}:\\s?.*");

    private static final Pattern FAILURE = Pattern.compile(
            "undeliver|(?:not|n't|never|unable to) (?:be )?(?:deliver|sent|reach|accept)|fail|unknown|not known|problem|reject|could ?n[o']t|unable"
                    + "|error|refused|permanent|no such|does ?n[o']t exist|not exist|full|quota|disabled|not found|invalid|bounce",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ANSWER = Pattern.compile(
            "out of (?:the )?office|vacation|away from|auto.?reply|automatic reply|abwesen", Pattern.CASE_INSENSITIVE);
    private static final Pattern COMMAND =
            Pattern.compile("RCPT TO: ?<(" + NoticeWords.ADDRESS + ")>", Pattern.CASE_INSENSITIVE);
    private static final Pattern DELIVER = Pattern.compile(
            "(?:deliver\\S*|sent|send|reach\\S*|message|mail|addressed)(?: (?:your|the|this|a))?(?: e-?mail| mail| message)? (?:to|for):? ?<?("
                    + NoticeWords.ADDRESS + ")",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SENDER = Pattern.compile(
            "(?:(?<!generated )(?<!expanded )\\bfrom|\\bsender|\\bby|reply.to|contact)\\s*\\S{0,3}\\s*[\"'<(]*$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ANY = Pattern.compile(NoticeWords.ADDRESS);
    private static final Pattern SERVICE = Pattern.compile(
            "(?:mailer-daemon|postmaster|abuse|support|help|helpdesk|admin|webmaster)@.*", Pattern.CASE_INSENSITIVE);

    private final NoticeWords words;
    private final boolean isReport;
    private String reportingMta = "";

    /** Creates a parser of {@code words}, which belong to a multipart/report if {@code isReport}. */
    NoticeText(NoticeWords words, boolean isReport) {
        this.words = words;
        this.isReport = isReport;
    }

    /** Returns the name of the reporting server; empty where the text has none. */
    String reportingMta() {
        return reportingMta;
    }

    /** Returns the reports on the recipients in the words; empty where the words are no notice, or in no known form. */
    List<Report> read() throws IOException {
        List<String> failed = words.failedRecipients();
        if (!failed.isEmpty()) {
            return listed(failed);
        }
        List<Report> reports = words.first().startsWith(QSBMF) ? qmail() : List.of();
        if (!reports.isEmpty() || !(isReport || words.isFromMachine())) {
            return reports;
        }
        reports = likeQmail();
        if (reports.isEmpty()) {
            reports = fields();
        }
        for (int i = 0; i < NoticeForm.ALL.size() && reports.isEmpty(); i++) {
            reports = known(NoticeForm.ALL.get(i).read(words));
        }
        return reports.isEmpty() ? theOne() : reports;
    }

    /** Returns {@code reports} without addresses in the header of the notice itself, and each address once. */
    private List<Report> known(List<Report> reports) {
        Set<String> seen = words.parties();
        return reports.stream()
                .filter(one -> seen.add(one.address().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private List<Report> qmail() {
        Matcher program = PROGRAM.matcher(words.first());
        reportingMta = program.matches() ? NoticeFields.line(program.group(1)) : "";
        return paragraphs(first());
    }

    private List<Report> likeQmail() {
        for (int i = 0; i < words.lines().size(); i++) {
            if (LIKE_QSBMF.matcher(words.lines().get(i).strip()).matches()) {
                return paragraphs(i);
            }
        }
        return List.of();
    }

    private int first() {
        int first = 0;
        while (words.lines().get(first).isBlank()) {
            first++;
        }
        return first;
    }

    /** Returns the reports of the paragraphs after the one at {@code start} that begin with a recipient. */
    private List<Report> paragraphs(int start) {
        List<String> lines = words.lines();
        List<Report> reports = new ArrayList<>();
        int at = end(start);
        while (at < lines.size() && !lines.get(at).startsWith("-")) {
            int end = end(at);
            Matcher recipient = RECIPIENT.matcher(lines.get(at).strip());
            if (recipient.matches()) {
                List<String> said = new ArrayList<>(lines.subList(Math.min(at + 1, end), end));
                said.add(0, recipient.group(2));
                reports.add(NoticeReason.report(recipient.group(1), Action.FAILED, said));
            }
            at = Math.max(end, at + 1);
        }
        return reports;
    }

    /** Returns the index of the empty line after the paragraph at {@code start}. */
    private int end(int start) {
        int end = start;
        while (end < words.lines().size() && !words.lines().get(end).isBlank()) {
            end++;
        }
        return end;
    }

    /** Returns the reports on the recipients in the header; the words about each recipient follow a line with only the address. */
    private List<Report> listed(List<String> failed) {
        List<String> left = new ArrayList<>(failed);
        Action action = NoticeForm.action(words.lines());
        List<Report> reports = new ArrayList<>();
        String address = "";
        List<String> said = new ArrayList<>();
        for (String line : words.lines()) {
            String plain = line.strip().replaceAll("^[<\"']+|[>\"':]+$", "");
            boolean another = ANY.matcher(plain).matches() && !line.startsWith("    <");
            if (another) {
                add(left, address, action, said, reports);
                address = plain;
                said.clear();
            } else {
                said.add(line);
            }
        }
        add(left, address, action, said, reports);
        left.forEach(silent -> reports.add(NoticeReason.report(silent, action, List.of())));
        return reports;
    }

    private static void add(List<String> left, String address, Action action, List<String> said, List<Report> reports) {
        if (left.removeIf(address::equalsIgnoreCase)) {
            reports.add(NoticeReason.report(address, action, said));
        }
    }

    /** Returns the reports in the fields of a report within the text, as Amazon WorkMail writes them. */
    private List<Report> fields() throws IOException {
        List<String> lines = words.lines();
        int start = 0;
        while (start < lines.size() && !FIELDS.matcher(lines.get(start)).matches()) {
            start++;
        }
        StringBuilder fields = new StringBuilder();
        for (String line : lines.subList(start, lines.size())) {
            if (line.isBlank() || FIELD.matcher(line).matches()) {
                fields.append(line.strip()).append('\n');
            }
        }
        if (!fields.toString().contains("Final-Recipient:")
                && !fields.toString().contains("Original-Recipient:")) {
            return List.of();
        }
        NoticeStatus status = new NoticeStatus();
        status.read(new ByteArrayInputStream(fields.toString().getBytes(StandardCharsets.UTF_8)));
        reportingMta = status.reportingMta();
        return status.reports().stream().filter(one -> !one.address().isEmpty()).toList();
    }

    /** Returns the report on the recipient in the failed RCPT command, or on the only address in the text. */
    private List<Report> theOne() {
        boolean fails =
                words.lines().stream().anyMatch(line -> FAILURE.matcher(line).find());
        boolean answers =
                ANSWER.matcher(NoticeParts.field(words.headers(), "Subject")).find();
        if (!fails || answers) {
            return List.of();
        }
        return Stream.of(COMMAND, DELIVER, ANY)
                .map(this::only)
                .flatMap(Optional::stream)
                .findFirst()
                .map(address -> List.of(NoticeReason.report(address, NoticeForm.action(words.lines()), words.lines())))
                .orElse(List.of());
    }

    /** Returns true if {@code address} stands in the header of the notice, is a variant of such an address (list-bounces for list), or belongs to a service. */
    private static boolean isParty(String address, Set<String> parties) {
        String plain = address.toLowerCase(Locale.ROOT);
        int at = plain.lastIndexOf('@');
        String local = plain.substring(0, at);
        String domain = plain.substring(at);
        return SERVICE.matcher(plain).matches()
                || parties.contains(plain)
                || parties.stream()
                        .anyMatch(party -> party.endsWith(domain)
                                && (party.startsWith(local + "-") || party.startsWith(local + "+")));
    }

    private Optional<String> only(Pattern pattern) {
        Set<String> parties = words.parties();
        Set<String> found = new LinkedHashSet<>();
        for (String line : words.lines()) {
            Matcher one = pattern.matcher(line);
            while (one.find()) {
                String address = one.group(one.groupCount()).replaceFirst("[.!?]+$", "");
                boolean sender = SENDER.matcher(line.substring(0, one.start())).find();
                if (!sender && !isParty(address, parties) && found.stream().noneMatch(address::equalsIgnoreCase)) {
                    found.add(address);
                }
            }
        }
        return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
    }

    /** Returns true if a part of the media type {@code type} is text for people. */
    static boolean isIn(String type) {
        return type.isEmpty() || type.equals("text") || type.equals("text/plain") || type.equals("text/html");
    }
}
