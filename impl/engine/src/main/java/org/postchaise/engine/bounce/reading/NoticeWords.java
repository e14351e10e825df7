/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Text of a mail that may report a failure, with its header. Bounded: {@link #MOST} lines of at most {@link #LONGEST} octets.
 *
 * @param headers the header of the mail
 * @param lines the lines of the text, up to the copy of the returned mail
 * @param messageId the Message-ID of that copy, with its angle brackets; empty where there is no copy
 */
record NoticeWords(HeaderFields headers, List<String> lines, String messageId) {
    /** Mailbox in running text; quoted local parts are not found. */
    static final String ADDRESS =
            "(?<![^\\s<>()\\[\\]\",;:@'|=])[^\\s<>()\\[\\]\",;:@'|=]+@[^\\s<>()\\[\\]\",;:@'|=]*[^\\s<>()\\[\\]\",;:@'|=.]";

    /** Largest number of lines read; more than a report of the most recipients has. */
    private static final int MOST = 20_000;

    private static final int LONGEST = 4000;
    private static final int LONGEST_FIELD = 500;

    /** Line at which the copy of the returned mail begins and the words end. */
    private static final Pattern COPY = Pattern.compile(
            "\\s*+[-=_*]{2,}+.*\\b(?:original|returned|unsent|undelivered|undeliverable|copy of|header of|forwarded|enclosed|below this line)\\b.*"
                    + "|\\s*(?:below (?:this line )?is|here is|the following is|attached is|included is) a copy of .*"
                    + "|\\s*(?:the )?(?:original|returned|unsent|undelivered) (?:e-?mail|mail|message)"
                    + "(?: (?:headers?|text|contents?))?(?: (?:follows?|is (?:attached|included)).*)?[-:. =]*"
                    + "|\\s*message headers? follows?.*"
                    + "|(?:Return-Path|Received|Message-ID|DKIM-Signature|MIME-Version): .*",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern MESSAGE_ID =
            Pattern.compile("\\s{0,4}Message-ID:\\s*(<[^<>\\s]+>).*", Pattern.CASE_INSENSITIVE);

    private static final Pattern MACHINE = Pattern.compile(
            "mailer.?daemon|postmaster|mail.?deliver|mail.?system|mail.?admin|system.?admin|administrator|bounce|daemon|deliver"
                    + "|exchange|undeliver",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SUBJECT = Pattern.compile(
            "(?!(?:re|aw|fwd?|sv|tr): ).*(?:fail(?:ure|ed)?\\b.*(?:notice|deliver|mail|message)|(?:deliver|mail|message).*fail|undeliver"
                    + "|unzustellbar|return(?:ed|ing)|non.?deliver|delivery (?:status|report|notification|problem|error|delay)"
                    + "|not be(?:en)? (?:deliver|sent)|not delivered|unknown user|user unknown|mail error|mail system error|could not send).*",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern TAG = Pattern.compile("</?[a-zA-Z!][^<>@]*>|<a\\b[^>]*>", Pattern.CASE_INSENSITIVE);
    private static final Pattern BREAK =
            Pattern.compile("<(?:br|/p|/div|/tr|/li|/h\\d|/td)\\b[^>]*>", Pattern.CASE_INSENSITIVE);

    /** Returns all lines of {@code text}, unchanged. */
    static List<String> lines(InputStream text) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Optional<String> line = line(text); line.isPresent() && lines.size() < MOST; line = line(text)) {
            lines.add(line.get());
        }
        return lines;
    }

    /** Returns the lines of an HTML page without its tags. */
    static List<String> ofHtml(List<String> page) {
        String text = BREAK.matcher(String.join(" \n", page)).replaceAll("\n");
        return TAG.matcher(text)
                .replaceAll("")
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&")
                .lines()
                .map(String::strip)
                .toList();
    }

    /** Returns the lines of {@code all} up to the copy of the returned mail, with the Message-ID of that copy. */
    static NoticeWords of(HeaderFields headers, List<String> all) {
        int end = 0;
        while (end < all.size() && !COPY.matcher(all.get(end)).matches()) {
            end++;
        }
        String id = all.subList(end, all.size()).stream()
                .map(MESSAGE_ID::matcher)
                .filter(Matcher::matches)
                .map(found -> NoticeFields.line(found.group(1)))
                .findFirst()
                .orElse("");
        return new NoticeWords(headers, List.copyOf(all.subList(0, end)), id);
    }

    /** Returns the next line, cut off at the limit; empty at the end. */
    private static Optional<String> line(InputStream text) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = text.read();
        if (octet < 0) {
            return Optional.empty();
        }
        for (; octet >= 0 && octet != '\n'; octet = text.read()) {
            if (octet != '\r' && line.size() < LONGEST) {
                line.write(octet);
            }
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    /** Returns the addresses in the field {@code X-Failed-Recipients}, which Exim and Gmail write. */
    List<String> failedRecipients() {
        return headers.values("X-Failed-Recipients").stream()
                .flatMap(value -> Stream.of(value.split("[,\\s<>]+", -1)))
                .filter(address -> address.contains("@"))
                .map(NoticeFields::line)
                .distinct()
                .toList();
    }

    /** Returns true if a mail system wrote the mail to report a failure, by its name, return path or subject. */
    boolean isFromMachine() {
        String path = NoticeParts.field(headers, "Return-Path");
        return path.equals("<>")
                || headers.has("Auto-Submitted", "X-Autoreply")
                || MACHINE.matcher(cut("From")).find()
                || SUBJECT.matcher(cut("Subject")).matches();
    }

    private String cut(String name) {
        String value = NoticeParts.field(headers, name);
        return value.length() > LONGEST_FIELD ? value.substring(0, LONGEST_FIELD) : value;
    }

    /** Returns the addresses in the header of the notice, in lower case, which are never the failed recipients. */
    Set<String> parties() {
        Pattern address = Pattern.compile(ADDRESS);
        return Stream.of("From", "To", "Cc", "Reply-To", "Delivered-To", "X-Original-To")
                .map(name -> NoticeParts.field(headers, name))
                .flatMap(value -> address.matcher(value)
                        .results()
                        .map(found -> found.group().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }

    /** Returns the first line that is not blank, stripped; empty where there is none. */
    String first() {
        return lines.stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("")
                .strip();
    }
}
