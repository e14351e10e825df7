/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A notice as text without what differs from one to the next: dates, its own names, and the order of recipients. */
final class NormalNotice {
    private static final Pattern BOUNDARY = Pattern.compile("\tboundary=\"([^\"]+)\"");
    private static final Pattern DATES = Pattern.compile("Arrival-Date: (.*)|Will-Retry-Until: (.*)");
    private static final String DATE =
            "[A-Z][a-z][a-z], [ 0-9]\\d [A-Z][a-z][a-z] \\d{4} [0-9:]{8} [+-]\\d{4} \\(\\w+\\)";

    private NormalNotice() {}

    /** The normal form of a notice whose lines end in LF. */
    static String of(String notice) {
        int end = notice.indexOf("\n\n");
        String header = notice.substring(0, end + 1);
        Matcher boundary = BOUNDARY.matcher(header);
        if (!boundary.find()) {
            throw new AssertionError("no boundary in " + notice);
        }
        String body = notice.substring(end + 2).replace(boundary.group(1), "BOUNDARY");
        List<String> parts = new ArrayList<>(List.of(body.split("\n--BOUNDARY(?:--)?\n", -1)));
        // what is for programs that know no MIME is in words of one's own
        parts.set(0, "");
        for (int i = 1; i <= 2; i++) {
            parts.set(i, sorted(relative(parts.get(i))));
        }
        // of what is returned, Postfix's smtpd has added a line
        parts.set(3, parts.get(3).replaceFirst("(?m)^Received: from .*\n(?:[ \t].*\n)*", ""));
        return header.replace(boundary.group(1), "BOUNDARY")
                        .replaceAll("\tid \\w+; " + DATE, "\tid ID; DATE")
                        .replaceAll("Date: " + DATE, "Date: DATE")
                        .replaceAll("Message-Id: <\\d{14}\\.\\w+@", "Message-Id: <TIME.ID@")
                + String.join("\n--BOUNDARY\n", parts);
    }

    /** Dates as times after the arrival. */
    private static String relative(String part) {
        OffsetDateTime arrival = OffsetDateTime.MIN;
        Matcher dates = DATES.matcher(part);
        StringBuilder text = new StringBuilder();
        while (dates.find()) {
            if (dates.group(1) != null) {
                arrival = time(dates.group(1));
                dates.appendReplacement(text, "Arrival-Date: DATE");
            } else {
                dates.appendReplacement(
                        text, "Will-Retry-Until: DATE + " + Duration.between(arrival, time(dates.group(2))));
            }
        }
        return dates.appendTail(text).toString();
    }

    private static OffsetDateTime time(String text) {
        if (!text.matches(DATE)) {
            throw new AssertionError("bad date " + text);
        }
        return OffsetDateTime.parse(
                text.substring(0, text.indexOf(" (")),
                DateTimeFormatter.ofPattern("EEE, ppd MMM yyyy HH:mm:ss xx", Locale.US));
    }

    /** Postfix tells of recipients in the order in which their deliveries end. */
    private static String sorted(String part) {
        List<String> paragraphs = new ArrayList<>(List.of(part.split("\n\n", -1)));
        int first = 0;
        while (first < paragraphs.size() && !paragraphs.get(first).matches("(?s)\n?(?:<|Final-Recipient: ).*")) {
            first++;
        }
        List<String> recipients = paragraphs.subList(first, paragraphs.size());
        recipients.replaceAll(String::strip);
        recipients.sort(null);
        return String.join("\n\n", paragraphs);
    }
}
