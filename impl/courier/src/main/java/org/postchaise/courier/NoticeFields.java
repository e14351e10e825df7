/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.mail.Header;
import jakarta.mail.internet.InternetHeaders;
import java.util.Collections;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postchaise.api.IncomingNotice.Action;
import org.postchaise.engine.event.Printable;

/** The fields of a report (RFC 3464, section 2), as strangers write them: what comes out is one line, and not too long. */
final class NoticeFields {
    private static final int LONGEST = 1000;

    /** RFC 6533, section 3. */
    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{2,6})}");

    /** {@code X-Postfix-Queue-ID}, and others who do the same. */
    private static final Pattern QUEUE_ID = Pattern.compile("X-[!-~]{1,60}-Queue-ID", Pattern.CASE_INSENSITIVE);

    private NoticeFields() {}

    static boolean has(InternetHeaders fields, String... names) {
        return Stream.of(names).anyMatch(name -> fields.getHeader(name) != null);
    }

    static String line(String text) {
        return Printable.line(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    }

    /** A field of the form {@code type; value}: the value. */
    static String value(InternetHeaders fields, String name) {
        String text = NoticeParts.field(fields, name);
        return line(text.substring(text.indexOf(';') + 1).strip());
    }

    /** An address, of whichever type; some stand in angle brackets. */
    static String address(InternetHeaders fields, String name) {
        String text = value(fields, name);
        String plain = text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
        boolean utf8 = NoticeParts.field(fields, name).toLowerCase(Locale.ROOT).startsWith("utf-8");
        return utf8 ? line(EMBEDDED.matcher(plain).replaceAll(NoticeFields::embedded)) : plain;
    }

    private static String embedded(MatchResult found) {
        int codePoint = Integer.parseInt(found.group(1), 16);
        return Matcher.quoteReplacement(
                Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : found.group());
    }

    static Action action(InternetHeaders fields) {
        String word = NoticeParts.field(fields, "Action").split("[\\s(]", 2)[0];
        return Stream.of(Action.values())
                .filter(action -> action.name().equalsIgnoreCase(word))
                .findAny()
                .orElse(Action.UNKNOWN);
    }

    static String queueId(InternetHeaders fields) {
        return Collections.list(fields.getAllHeaders()).stream()
                .filter(field -> QUEUE_ID.matcher(field.getName()).matches())
                .map(Header::getValue)
                .findFirst()
                .map(NoticeFields::line)
                .orElse("");
    }
}
