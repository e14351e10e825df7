/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postchaise.api.IncomingNotice.Action;
import org.postchaise.api.IncomingNotice.Report;

/**
 * Text form in which one mail system reports failures: an introductory line, and lines with an address each, followed by words about that address.
 *
 * @param name the mail system with this form
 * @param intro the pattern in the line before the recipients, or in two such lines
 * @param recipient the pattern of a whole line about a recipient, with the groups {@code address} and, where the line has words, {@code words}
 */
record NoticeForm(String name, Pattern intro, Pattern recipient) {
    private static final String ADDRESS = "(?<address>" + NoticeWords.ADDRESS + ")";

    /** An address alone, also in quotes or angle brackets, or before a colon. */
    private static final String ALONE = "\\s*[\"'<*-]{0,2}\\s?" + ADDRESS + "[\"'>]{0,2}(?<words>:?)\\s*";

    private static final String COLON = "\\s*[\"'<]?" + ADDRESS + "[\"'>]?(?: \\(.*?\\))?:\\s*(?<words>.*)";

    private static final Pattern LATE = Pattern.compile(
            "has been delayed|is delayed|delayed for|warning message only|not (?:yet )?been delivered (?:yet|after)|not yet been delivered"
                    + "|will (?:continue to |be )?(?:re)?tr(?:y|ied)|do not need to resend|transient non-fatal",
            Pattern.CASE_INSENSITIVE);

    /** Known forms in order; the first form that finds a recipient reads the mail. */
    static final List<NoticeForm> ALL = List.of(
            form("OpenSMTPD", "following list of recipients", COLON),
            form(
                    "Exchange",
                    "did not reach (?:some or all of|any of|the following)|following recipient\\(s\\) (?:could|can)",
                    "(?:.*SMTP=|\\s*)['\"]?" + ADDRESS + "['\"]?;?(?<words>(?: on .*)?)"),
            form(
                    "Office 365",
                    "has failed to these recipients or|couldn.t be delivered to",
                    "\\s*(?:[^<(\\[]*[<(\\[]{1,2})?(?:mailto:)?" + ADDRESS
                            + "[\\])>]{0,2}(?:\\s?[<(]mailto:[^>)]*[>)])?(?<words>)\\s*"),
            form(
                    "Zoho",
                    "created automatically by mail delivery software|could not be delivered",
                    "\\s*\\[?(?:Status: Error, Address: )?<?" + ADDRESS
                            + ">?,?\\s+(?<words>(?:Invalid Address|.*ERROR_CODE|ResponseCode).*)"),
            form(
                    "Exim, Gmail, GMX",
                    "following address(?:\\(es\\)|es)?:? (?:has |have )?(?:failed|not yet)|delivery to the following recipients?"
                            + "|one or more of (?:its|the) recipients|has not been delivered to",
                    ALONE),
            form(
                    "DragonFly Mail Agent",
                    "DragonFly Mail Agent",
                    ".*delivering your mail to <" + ADDRESS + ">(?<words>)\\.?\\s*"),
            form("Notes", "Failure Reasons", ALONE),
            form("Domino", "was not delivered to:", ALONE),
            form(
                    "Sendmail 8",
                    "following addresses had (?:permanent|transient|delivery|successful)",
                    "\\s*<?" + ADDRESS + ">?(?:\\.{3})?(?<words>)\\s*"),
            form(
                    "Sendmail 5",
                    "Transcript of session follows",
                    "(?<words>[45]\\d\\d[ -](?:\\d\\.\\d+\\.\\d+ )?<?" + ADDRESS + ">?\\.{3}.*)"),
            form(
                    "Postfix",
                    "This is the (?:mail system|.{1,30} program) at|inform you that your message|could not be delivered to one or more recipients",
                    "<" + ADDRESS + ">(?: \\(.*?\\))?:\\s*(?<words>.*)"),
            form("James", "Failed recipient\\(s\\)|unable to deliver .* to one or more recipient", ALONE),
            form(
                    "any other",
                    "(?:not|un|n.t|fail|error|reject|problem).{0,80}following (?:\\S+ ){0,3}?(?:recipient|address|user|person|people|mail ?box)"
                            + "|following (?:e-?mail )?(?:recipient|address|user|mail ?box)\\S*.{0,60}(?:fail|not|n.t be|reject|unknown|undeliver|error)"
                            + "|(?:message|mail) (?:was|could|has|can)? ?(?:not|n.t)(?: be)?(?: yet)?(?: been)? delivered (?:to|is)|user\\(s\\) account is",
                    COLON + "|" + "\\s*(?:\"[^\"]*\"\\s*)?<?(?<alone>" + NoticeWords.ADDRESS + ")>?[.,;]?\\s*"),
            form(
                    "IMail",
                    "",
                    "(?<words>(?:unknown user|user mailbox exceeds allowed size|undeliverable to|could not deliver mail to|delivery failed):? <?"
                            + ADDRESS + ">?.*)"),
            form("like qmail", "", "<" + ADDRESS + ">:(?<words>.*)"));

    private static NoticeForm form(String name, String intro, String recipient) {
        return new NoticeForm(
                name,
                Pattern.compile(intro, Pattern.CASE_INSENSITIVE),
                Pattern.compile(recipient, Pattern.CASE_INSENSITIVE));
    }

    /** Returns DELAYED if {@code lines} report a delay, after which the system tries again; FAILED otherwise. */
    static Action action(List<String> lines) {
        return lines.stream().anyMatch(line -> LATE.matcher(line).find()) ? Action.DELAYED : Action.FAILED;
    }

    /** Returns the reports on the recipients that {@code words} name in this form; empty where the words are in another form. */
    List<Report> read(NoticeWords words) {
        List<String> lines = words.lines();
        int start = introduced(lines);
        if (start < 0) {
            return List.of();
        }
        List<Found> found = new ArrayList<>();
        List<String> before = new ArrayList<>();
        int indent = -1;
        for (String line : lines.subList(start, lines.size())) {
            Matcher one = recipient.matcher(line);
            int own = line.length() - line.stripLeading().length();
            if (one.matches() && (indent < 0 || own == indent)) {
                indent = own;
                found.add(new Found(address(one), new ArrayList<>(List.of(tail(one)))));
            } else if (found.isEmpty()) {
                before.add(line);
            } else {
                found.get(found.size() - 1).words().add(line);
            }
        }
        Action action = action(lines);
        return reports(found, before, action);
    }

    private record Found(String address, List<String> words) {
        boolean isSilent() {
            return words.stream().allMatch(word -> word.isBlank() || word.equals(":"));
        }
    }

    /**
     * Returns the reports on the addresses found. An address without words shares the words of the next one, as in a list; where no later address has words,
     * the words before the first address count.
     */
    private static List<Report> reports(List<Found> found, List<String> before, Action action) {
        List<Report> reports = new ArrayList<>();
        List<String> words = before;
        for (int i = found.size() - 1; i >= 0; i--) {
            if (!found.get(i).isSilent()) {
                words = found.get(i).words();
            }
            reports.add(0, NoticeReason.report(found.get(i).address(), action, words));
        }
        return reports;
    }

    /** Returns the index of the line after the introduction; -1 where there is none. */
    private int introduced(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String next = i + 1 < lines.size() ? lines.get(i + 1).strip() : "";
            if (intro.matcher(lines.get(i)).find()) {
                return recipient.matcher(lines.get(i)).matches() ? i : i + 1;
            }
            if (intro.matcher(lines.get(i).strip() + " " + next).find()) {
                return i + 1;
            }
        }
        return -1;
    }

    private static String address(Matcher found) {
        String address = found.group("address");
        return address == null ? found.group("alone") : address;
    }

    private static String tail(Matcher found) {
        String words = found.group("words");
        return words == null ? "" : words;
    }
}
