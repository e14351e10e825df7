/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier.transport;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postchaise.api.MessageSource;
import org.postchaise.api.MimeMessageSource;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.api.SubmissionOptions.Priority;

/**
 * Options for the queue ({@link SubmissionOptions}) of a message and its session. The first source with an option counts:
 *
 * <ul>
 *   <li>the message's header fields {@code X-Postchaise-Hold-Until}, {@code -Deliver-By}, {@code -Priority} and {@code -Idempotency-Key}, which are not sent;
 *   <li>parameters of MAIL in {@code mailextension} ({@link EnvelopeOptions}): {@code HOLDFOR=seconds} or {@code HOLDUNTIL=time} (RFC 4865), {@code
 *       BY=seconds;R} (RFC 2852), {@code MT-PRIORITY=-9} to {@code 9} (RFC 6710), where values above 0 are urgent and values below 0 are non-urgent;
 *   <li>the session's properties {@code mail.postchaise.hold_until}, {@code deliver_by} and {@code priority}. There is no property for the key, since it would
 *       make all mail of the session one mail.
 * </ul>
 *
 * <p>Times are ISO 8601, as {@code 2026-01-31T12:00:00Z}, or relative to now, as in main.cf: {@code 90s}, {@code 2h}, {@code 1d}.
 */
final class QueueOptions {
    /** Names of the properties, and with capitals and hyphens of the header fields. */
    private static final String HOLD_UNTIL = "hold_until";

    private static final String DELIVER_BY = "deliver_by";
    private static final String PRIORITY = "priority";

    private static final String FIELD = "X-Postchaise-";
    private static final String KEY_FIELD = FIELD + "Idempotency-Key";
    private static final String[] FIELDS = {FIELD + "Hold-Until", FIELD + "Deliver-By", FIELD + "Priority", KEY_FIELD};

    private static final Pattern FROM_NOW = Pattern.compile("(\\d{1,9})([smhdw])");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Pattern BY = Pattern.compile("(\\d{1,9});[Rr]");
    private static final Pattern MT_PRIORITY = Pattern.compile("-?[0-9]");

    private static final String TIME = "a time such as 2026-01-31T12:00:00Z, or one from now such as 2h";

    private final Session session;
    private final MimeMessage message;
    private final Optional<Setting> extension;
    private final Instant now;

    /**
     * Creates a reader of options.
     *
     * @param extension the extra parameters of MAIL
     */
    QueueOptions(Session session, MimeMessage message, Optional<Setting> extension, Instant now) {
        this.session = session;
        this.message = message;
        this.extension = extension;
        this.now = now;
    }

    /**
     * Returns the options.
     *
     * @throws MessagingException when an option is malformed; the message says where it stands and what was expected
     */
    SubmissionOptions options() throws MessagingException {
        Optional<Instant> holdUntil = holdUntil();
        Optional<Instant> deliverBy = deliverBy();
        Priority priority = priority();
        String key = field(KEY_FIELD).map(Setting::text).orElse("");
        try {
            return new SubmissionOptions(holdUntil, deliverBy, priority, key);
        } catch (IllegalArgumentException e) {
            throw new MessagingException("not queued: " + e.getMessage(), e);
        }
    }

    private Optional<Instant> holdUntil() throws MessagingException {
        Optional<Setting> own = field(FIELDS[0]);
        Optional<Setting> seconds = parameter("HOLDFOR");
        if (own.isEmpty() && seconds.isPresent()) {
            matched(SECONDS, seconds.get(), "HOLDFOR= and a number of seconds");
            return Optional.of(now.plusSeconds(Long.parseLong(seconds.get().text())));
        }
        return time(own.or(() -> parameter("HOLDUNTIL")).or(() -> property(HOLD_UNTIL)));
    }

    private Optional<Instant> deliverBy() throws MessagingException {
        Optional<Setting> own = field(FIELDS[1]);
        Optional<Setting> by = parameter("BY");
        if (own.isEmpty() && by.isPresent()) {
            Matcher seconds = matched(BY, by.get(), "BY= and a number of seconds with ;R");
            return Optional.of(now.plusSeconds(Long.parseLong(seconds.group(1))));
        }
        return time(own.or(() -> property(DELIVER_BY)));
    }

    private Priority priority() throws MessagingException {
        Optional<Setting> own = field(FIELDS[2]);
        Optional<Setting> number = parameter("MT-PRIORITY");
        if (own.isEmpty() && number.isPresent()) {
            matched(MT_PRIORITY, number.get(), "MT-PRIORITY= and a number from -9 to 9");
            int rank = Integer.parseInt(number.get().text());
            return rank > 0 ? Priority.URGENT : rank < 0 ? Priority.NON_URGENT : Priority.NORMAL;
        }
        Optional<Setting> word = own.or(() -> property(PRIORITY));
        return word.isPresent() ? priority(word.get()) : Priority.NORMAL;
    }

    private static Priority priority(Setting word) throws MessagingException {
        try {
            return Priority.valueOf(word.text().toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw word.bad("URGENT, NORMAL or NON_URGENT");
        }
    }

    private Optional<Instant> time(Optional<Setting> setting) throws MessagingException {
        if (setting.isEmpty()) {
            return Optional.empty();
        }
        String text = setting.get().text();
        Matcher fromNow = FROM_NOW.matcher(text);
        try {
            return Optional.of(
                    fromNow.matches()
                            ? now.plus(unit(fromNow.group(2)).multipliedBy(Long.parseLong(fromNow.group(1))))
                            : Instant.parse(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw setting.get().bad(TIME);
        }
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }

    private static Matcher matched(Pattern form, Setting setting, String expected) throws MessagingException {
        Matcher matcher = form.matcher(setting.text());
        if (!matcher.matches()) {
            throw setting.bad(expected);
        }
        return matcher;
    }

    private Optional<Setting> field(String name) throws MessagingException {
        return Optional.ofNullable(message.getHeader(name, null))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> new Setting("field " + name, text));
    }

    private Optional<Setting> parameter(String name) {
        return extension.flatMap(all -> Stream.of(all.text().strip().split("\\s+", -1))
                .filter(one -> one.regionMatches(true, 0, name + "=", 0, name.length() + 1))
                .map(one -> new Setting(name + " of " + all.where(), one.substring(name.length() + 1)))
                .findFirst());
    }

    private Optional<Setting> property(String name) {
        String full = "mail.postchaise." + name;
        return Optional.ofNullable(session.getProperty(full))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> new Setting("property " + full, text));
    }

    /** Returns the content of {@code message} without the header fields for the queue. */
    static MessageSource content(MimeMessage message) {
        return MimeMessageSource.of(new Stripped(message));
    }

    /** A message as {@link MimeMessageSource} reads it, without the header fields for the queue. */
    private static final class Stripped extends MimeMessage {
        private final MimeMessage message;

        Stripped(MimeMessage message) {
            super((Session) null);
            this.message = message;
        }

        @Override
        public String[] getHeader(String name) throws MessagingException {
            return message.getHeader(name);
        }

        @Override
        public Address[] getFrom() throws MessagingException {
            return message.getFrom();
        }

        @Override
        public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
            List<String> all =
                    Stream.of(ignored, FIELDS).flatMap(Arrays::stream).toList();
            message.writeTo(out, all.toArray(String[]::new));
        }
    }
}
