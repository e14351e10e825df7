/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.mail.internet.InternetHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.IncomingNotice.Action;
import org.postchaise.api.IncomingNotice.Report;
import org.postchaise.courier.NoticeParts.MalformedException;

/**
 * Failures that are told in words, without a report: as qmail does (QSBMF, the qmail-send bounce message format), and as Exim did before it wrote
 * reports, by a field {@code X-Failed-Recipients}. A failure has a status only where the words have one.
 */
final class NoticeText {
    /** How QSBMF begins; paragraphs follow, each with an address in its first line, up to one that begins with a hyphen. */
    private static final String QSBMF = "Hi. This is the";

    private static final String FAILED = "X-Failed-Recipients";

    /** Ends the words of Exim. */
    private static final String COPY = "------ This is a copy of";

    private static final Set<String> TEXT = Set.of("", "text", "text/plain");

    /** How much of a line, and of the words about one recipient, is looked at. */
    private static final int LONGEST = 4000;

    private static final Pattern PROGRAM = Pattern.compile(QSBMF + " .* at (\\S+?)[.:]?");
    private static final Pattern RECIPIENT = Pattern.compile("<(.*)>:");
    private static final Pattern QMAIL_REPLY =
            Pattern.compile("Remote host said: (?<reply>.*?)(?: Giving up on (?<host>\\S+)\\.)?$");
    private static final Pattern EXIM_REPLY =
            Pattern.compile("host (?<host>\\S+) \\[[^]\\s]*]: (?<reply>[245]\\d\\d[ -].*)");
    private static final Pattern REPLY =
            Pattern.compile("([45])\\d\\d(?:[ -](\\1\\.\\d{1,3}\\.\\d{1,3})(?![\\d.]))?(?!\\d).*");
    private static final Pattern QMAIL_STATUS = Pattern.compile("\\(#([45]\\.\\d{1,3}\\.\\d{1,3})\\)");

    private final InputStream body;
    private final Sink reports;
    private String reportingMta = "";
    private boolean ended;

    /** Is told of each recipient. */
    @FunctionalInterface
    interface Sink {
        void add(Report report) throws MalformedException;
    }

    /**
     * Reads a mail up to the copy of the mail that was sent.
     *
     * @param body the content, decoded
     */
    NoticeText(InputStream body, Sink reports) {
        this.body = body;
        this.reports = reports;
    }

    /** Finds out whether a mail with these fields tells of failures, and of which; it is none where the sink is told nothing. */
    void read(InternetHeaders headers) throws IOException {
        List<String> failed = Stream.of(
                        Optional.ofNullable(headers.getHeader(FAILED)).orElse(new String[0]))
                .flatMap(value -> Stream.of(value.split("[,\\s]+", -1)))
                .filter(address -> !address.isEmpty())
                .map(NoticeFields::line)
                .toList();
        if (!failed.isEmpty()) {
            exim(failed);
        } else if (TEXT.contains(NoticeParts.type(headers))) {
            qmail();
        }
    }

    /** Who tells; empty where it is not said. */
    String reportingMta() {
        return reportingMta;
    }

    private void qmail() throws IOException {
        Optional<String> first = line();
        if (!first.orElse("").startsWith(QSBMF)) {
            return;
        }
        Matcher program = PROGRAM.matcher(first.get());
        reportingMta = program.matches() ? NoticeFields.line(program.group(1)) : "";
        skipParagraph();
        for (Optional<String> line = line(); line.isPresent() && !line.get().startsWith("-"); line = line()) {
            Matcher recipient = RECIPIENT.matcher(line.get());
            if (recipient.matches()) {
                reports.add(report(recipient.group(1), paragraph(), QMAIL_REPLY));
            } else if (!line.get().isBlank()) {
                skipParagraph();
            }
        }
        skipParagraph();
    }

    private void skipParagraph() throws IOException {
        Optional<String> line = line();
        while (line.isPresent() && !line.get().isBlank()) {
            line = line();
        }
    }

    private String paragraph() throws IOException {
        StringBuilder words = new StringBuilder();
        for (Optional<String> line = line(); line.isPresent() && !line.get().isBlank(); line = line()) {
            append(words, line.get());
        }
        return words.toString();
    }

    private static void append(StringBuilder words, String line) {
        if (words.length() < LONGEST) {
            words.append(words.isEmpty() ? "" : " ").append(line.strip());
        }
    }

    /** An address stands in a line that begins with two blanks, and the words about it follow in lines with more of them. */
    private void exim(List<String> failed) throws IOException {
        List<String> left = new ArrayList<>(failed);
        String address = "";
        StringBuilder words = new StringBuilder();
        for (Optional<String> line = line(); line.isPresent() && !line.get().startsWith(COPY); line = line()) {
            if (line.get().startsWith("   ")) {
                append(words, line.get());
            } else {
                add(left, address, words);
                address = line.get().strip();
                words.setLength(0);
            }
        }
        add(left, address, words);
        for (String silent : left) {
            reports.add(report(silent, "", EXIM_REPLY));
        }
        skipParagraph();
    }

    private void add(List<String> left, String address, StringBuilder words) throws MalformedException {
        if (left.removeIf(address::equalsIgnoreCase)) {
            reports.add(report(address, words.toString(), EXIM_REPLY));
        }
    }

    private static Report report(String address, String words, Pattern form) {
        Matcher said = form.matcher(words);
        boolean replied = said.find();
        String reply = replied ? said.group("reply") : "";
        String host = replied ? Optional.ofNullable(said.group("host")).orElse("") : "";
        String plain = NoticeFields.line(address);
        return new Report(
                plain,
                plain,
                Action.FAILED,
                status(words, reply),
                NoticeFields.line(replied ? reply : words),
                NoticeFields.line(host),
                false);
    }

    /** That of the server's reply; else that in qmail's words; else what a reply without one stands for, as in Postfix. */
    private static String status(String words, String reply) {
        Matcher code = REPLY.matcher(reply);
        boolean coded = code.matches();
        if (coded && code.group(2) != null) {
            return normal(code.group(2));
        }
        Matcher own = QMAIL_STATUS.matcher(words);
        if (own.find()) {
            return normal(own.group(1));
        }
        return coded ? code.group(1) + ".0.0" : "";
    }

    private static String normal(String status) {
        return EnhancedStatus.startOf(status).map(EnhancedStatus::toString).orElse("");
    }

    /** The next line, of which the end is left out where it is long; none at the end. */
    private Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = ended ? -1 : body.read();
        ended = octet < 0;
        if (ended) {
            return Optional.empty();
        }
        for (; octet >= 0 && octet != '\n'; octet = body.read()) {
            if (octet != '\r' && line.size() < LONGEST) {
                line.write(octet);
            }
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }
}
