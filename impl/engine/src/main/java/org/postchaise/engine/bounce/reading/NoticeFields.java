/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.IncomingNotice.Action;
import org.postchaise.engine.log.Printable;

/** Parser of the fields of a report (RFC 3464, section 2), tolerant of other systems' deviations; each result is one line of limited length. */
final class NoticeFields {
    private static final int LONGEST = 1000;

    /** Embedded Unicode character (RFC 6533, section 3). */
    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{2,6})}");

    /** Name of a field with a queue id: {@code X-Postfix-Queue-ID}, and those of similar systems. */
    private static final Pattern QUEUE_ID = Pattern.compile("X-[!-~]{1,60}-Queue-ID", Pattern.CASE_INSENSITIVE);

    private static final Pattern BRACKETED = Pattern.compile("[^<>]*<([^<>]*)>.*");
    private static final Pattern STRAY = Pattern.compile("^[<\\s]+|[>;,\\s]+$");

    /** An unquoted address with words after it. */
    private static final Pattern COMMENTED = Pattern.compile("(?:mailto:)?([^\\s\"@]+@[^\\s\"@]+)(?:\\s.*)?");

    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])[245]\\.\\d{1,3}\\.\\d{1,3}(?!\\.?\\d)");
    private static final Pattern REPLY = Pattern.compile("(?<!\\d|\\d\\.)([45])\\d\\d(?![\\d.])");

    private NoticeFields() {}

    static String line(String text) {
        return Printable.line(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    }

    /** Returns the value of a field of the form {@code type; value}. */
    static String value(HeaderFields fields, String name) {
        String text = NoticeParts.field(fields, name);
        return line(text.substring(text.indexOf(';') + 1).strip());
    }

    /** Returns an address of any type; accepts angle brackets, of which one may be missing, and a comment after the address. */
    static String address(HeaderFields fields, String name) {
        String text = value(fields, name);
        Matcher bracketed = BRACKETED.matcher(text);
        String plain =
                bracketed.matches() ? bracketed.group(1) : STRAY.matcher(text).replaceAll("");
        Matcher commented = COMMENTED.matcher(plain);
        plain = commented.matches() ? commented.group(1) : plain;
        boolean utf8 = NoticeParts.field(fields, name).toLowerCase(Locale.ROOT).startsWith("utf-8");
        return utf8 ? line(EMBEDDED.matcher(plain).replaceAll(NoticeFields::embedded)) : plain;
    }

    private static String embedded(MatchResult found) {
        int codePoint = Integer.parseInt(found.group(1), 16);
        return Matcher.quoteReplacement(
                Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : found.group());
    }

    /**
     * Returns the action in the Action field {@code value}, in the words of RFC 3464 or of other systems; without a known word, the action that {@code status}
     * implies.
     */
    static Action action(String value, String status) {
        String word = value.split("[^A-Za-z]", 2)[0].toLowerCase(Locale.ROOT);
        return switch (word) {
            case "failed",
                    "failure",
                    "fail",
                    "expired",
                    "undeliverable",
                    "undelivered",
                    "bounced",
                    "rejected",
                    "error" -> Action.FAILED;
            case "delayed", "delay", "deferred" -> Action.DELAYED;
            case "delivered", "deliverable", "success" -> Action.DELIVERED;
            case "relayed", "relay" -> Action.RELAYED;
            case "expanded", "expand" -> Action.EXPANDED;
            default -> status.startsWith("5.") ? Action.FAILED : Action.UNKNOWN;
        };
    }

    /** Returns the status in the Status field {@code value}; for a failure without one, the status in {@code diagnostic}; empty where neither has a status. */
    static String status(String value, String diagnostic, Action action) {
        Optional<String> own = status(value);
        if (own.isPresent() || action != Action.FAILED) {
            return own.orElse("");
        }
        Matcher code = REPLY.matcher(diagnostic);
        Matcher valued = REPLY.matcher(value);
        return status(diagnostic)
                .orElse(valued.find() ? valued.group(1) + ".0.0" : code.find() ? code.group(1) + ".0.0" : "");
    }

    private static Optional<String> status(String text) {
        Matcher found = STATUS.matcher(text);
        return found.find() ? EnhancedStatus.startOf(found.group()).map(EnhancedStatus::toString) : Optional.empty();
    }

    /** Returns the fields of each recipient in a group that may hold several recipients. */
    static List<HeaderFields> recipients(HeaderFields group) {
        List<HeaderFields> recipients = new ArrayList<>();
        HeaderFields current = new HeaderFields();
        recipients.add(current);
        for (HeaderFields.Field field : group.all()) {
            String name = field.name();
            boolean begins = name.equalsIgnoreCase("Final-Recipient") || name.equalsIgnoreCase("Original-Recipient");
            if (begins
                    && (current.has(name)
                            || (current.has("Final-Recipient")
                                    && current.has("Action", "Status")
                                    && group.values("Final-Recipient").size() > recipients.size()))) {
                current = new HeaderFields();
                recipients.add(current);
            }
            current.add(field);
        }
        return recipients;
    }

    static String queueId(HeaderFields fields) {
        return fields.all().stream()
                .filter(field -> QUEUE_ID.matcher(field.name()).matches())
                .map(HeaderFields.Field::value)
                .findFirst()
                .map(NoticeFields::line)
                .orElse("");
    }
}
