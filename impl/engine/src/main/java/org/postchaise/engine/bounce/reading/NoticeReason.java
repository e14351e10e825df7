/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.IncomingNotice.Action;
import org.postchaise.api.IncomingNotice.Report;

/** Parser of the words about a recipient: the server's reply, the status, and the server's name. A status is returned only where the words contain one. */
final class NoticeReason {
    private static final int LONGEST = 4000;

    private static final Pattern QMAIL_REPLY =
            Pattern.compile("Remote host said: (?<reply>.*?)(?: Giving up on (?<host>\\S+)\\.)?$");

    /** SMTP reply in running text; a number amid a sentence is not a reply. */
    private static final Pattern REPLY_IN_WORDS = Pattern.compile(
            "(?:^|[:>;,\"'(]\\s*|<<< ?|said:? |was:? |returned:? |reason: )(?<reply>[45]\\d\\d[ -](?!\\d{2}).*)");

    private static final Pattern HOST = Pattern.compile(
            "(?:\\bhost:? |\\bby |talking to |server |recipient domain \\S+ by )(?<host>[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+)\\.?(?= ?\\[| ?:|$)");
    private static final Pattern REPLY =
            Pattern.compile("([45])\\d\\d(?:[ -](\\1\\.\\d{1,3}\\.\\d{1,3})(?![\\d.]))?(?!\\d).*");
    private static final Pattern STATUS = Pattern.compile("(?<![\\d.v])([45]\\.\\d{1,3}\\.\\d{1,3})(?!\\.?\\d)");

    /** Address to which the mail was sent before an alias or a forwarding was followed. */
    private static final Pattern ALIAS = Pattern.compile(
            "\\((?:expanded|generated|ultimately generated) from:? ?<?(" + NoticeWords.ADDRESS + ")>?\\)");

    private NoticeReason() {}

    /** Returns the report on {@code address} with the reply, status and server in {@code lines}. */
    static Report report(String address, Action action, List<String> lines) {
        StringBuilder joined = new StringBuilder();
        for (String line : lines) {
            if (joined.length() < LONGEST && !line.isBlank()) {
                joined.append(joined.isEmpty() ? "" : " ").append(line.strip());
            }
        }
        String words = joined.toString();
        String host = "";
        String reply = "";
        Matcher qmail = QMAIL_REPLY.matcher(words);
        if (qmail.find()) {
            reply = qmail.group("reply");
            host = Optional.ofNullable(qmail.group("host")).orElse("");
        } else {
            reply = reply(lines);
            Matcher named = HOST.matcher(words);
            host = named.find() ? named.group("host") : "";
        }
        String plain = NoticeFields.line(address);
        Matcher alias = ALIAS.matcher(words);
        return new Report(
                alias.find() ? NoticeFields.line(alias.group(1)) : plain,
                plain,
                action,
                status(words, reply),
                NoticeFields.line(reply.isEmpty() ? words : reply),
                NoticeFields.line(host),
                false);
    }

    /** Returns the text from the start of a reply to the end of its paragraph, or of its quotes. */
    private static String reply(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            Matcher found = REPLY_IN_WORDS.matcher(lines.get(i));
            if (found.find()) {
                StringBuilder reply = new StringBuilder(found.group("reply").strip());
                for (int j = i + 1; j < lines.size() && !lines.get(j).isBlank() && reply.length() < LONGEST; j++) {
                    reply.append(' ').append(lines.get(j).strip());
                }
                return reply.toString().replaceFirst("(?<=\\S)['\")]{1,2}\\.?$", "");
            }
        }
        return "";
    }

    /** Returns the status of the server's reply; else the status in the words; else X.0.0 with the class of the reply's code, as Postfix does. */
    private static String status(String words, String reply) {
        Matcher code = REPLY.matcher(reply);
        boolean coded = code.matches();
        if (coded && code.group(2) != null) {
            return normal(code.group(2));
        }
        return Stream.of(reply, words)
                .map(STATUS::matcher)
                .filter(Matcher::find)
                .map(found -> normal(found.group(1)))
                .findFirst()
                .orElse(coded ? code.group(1) + ".0.0" : "");
    }

    private static String normal(String status) {
        return EnhancedStatus.startOf(status).map(EnhancedStatus::toString).orElse("");
    }
}
