/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.log;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postchaise.api.Attempt;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.address.Xtext;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Queue;

/**
 * The log lines that Postfix writes for the recipients of a mail, in Postfix's format, so that log analyzers for Postfix read them. Text
 * from servers and senders is made {@linkplain Printable printable}, so that each entry stays one line.
 *
 * @param resolution the maximum number of decimals of a time ({@code delay_logging_resolution_limit})
 */
public record DeliveryLog(int resolution) {
    private static final String ORIGINAL_MAILBOX = "rfc822;";
    private static final int MICROS = 6;
    private static final int DIGITS = 2;

    /** Returns the log lines with the resolution that {@code settings} give. */
    public static DeliveryLog from(Settings settings) {
        return new DeliveryLog(Math.toIntExact(settings.get(Queue.DELAY_LOGGING_RESOLUTION_LIMIT)));
    }

    /**
     * Returns the log line of a recipient's outcome:
     * {@code to=<>, orig_to=<>, relay=, conn_use=, delay=, delays=a/b/c/d, dsn=, status=sent (text)}, with {@code orig_to=} if the
     * recipient names a different original recipient, and {@code conn_use=} if the connection was used before.
     *
     * @param before the age of the mail when this delivery began: the first of the delays
     */
    public String line(RecipientOutcome outcome, Duration before, Attempt attempt) {
        StringBuilder line = new StringBuilder(200)
                .append("to=<")
                .append(outcome.recipient().address())
                .append('>');
        String original = original(outcome.recipient());
        if (!original.isEmpty()
                && !original.equalsIgnoreCase(outcome.recipient().address())) {
            line.append(", orig_to=<").append(original).append('>');
        }
        line.append(", relay=").append(outcome.relay());
        if (attempt.connectionUses() > 1) {
            line.append(", conn_use=").append(attempt.connectionUses());
        }
        line.append(", delay=").append(seconds(before.plus(attempt.total())));
        line.append(", delays=").append(seconds(before));
        line.append('/').append(seconds(attempt.waiting()));
        line.append('/').append(seconds(attempt.setup()));
        line.append('/').append(seconds(attempt.transmission()));
        line.append(", dsn=").append(outcome.status());
        line.append(", status=").append(status(outcome));
        line.append(" (").append(outcome.text()).append(')');
        return Printable.line(line.toString());
    }

    /**
     * Returns the log line of an earlier session that was lost after the end of the content, if a later session settled the recipient;
     * empty otherwise. The line of the last session alone would not show that two copies may have been delivered.
     */
    public Optional<String> doubt(RecipientOutcome outcome) {
        boolean settled =
                outcome.kind() == RecipientOutcome.Kind.DELIVERED || outcome.kind() == RecipientOutcome.Kind.REJECTED;
        return !settled || outcome.earlierDoubt().isEmpty()
                ? Optional.empty()
                : Optional.of(Printable.line(
                        "to=<" + outcome.recipient().address() + ">, earlier session: " + outcome.earlierDoubt()));
    }

    /**
     * Returns the log lines of a delivery, each after its {@link #doubt}, without the recipients that were not tried.
     *
     * @param submitted the time when the mail was submitted
     * @param began the time when the delivery began
     * @param now the end of the delivery, for the delay where the report has no times
     */
    public List<String> lines(DeliveryReport report, Instant submitted, Instant began, Instant now) {
        Attempt unknown = new Attempt(1, Duration.ZERO, Duration.ZERO, notNegative(Duration.between(began, now)));
        Duration before = notNegative(Duration.between(submitted, began));
        return report.outcomes().stream()
                .filter(outcome -> outcome.kind() != RecipientOutcome.Kind.NOT_TRIED)
                .flatMap(outcome -> Stream.concat(
                        doubt(outcome).stream(),
                        Stream.of(line(
                                outcome,
                                before,
                                report.attemptOf(outcome.recipient()).orElse(unknown)))))
                .toList();
    }

    /** Returns {@code time}, or zero for a negative time: the clock may have been set back. */
    private static Duration notNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    /**
     * Returns the log line of a mail that enters the active queue, as qmgr(8) writes it.
     *
     * @param size the size of the content in octets
     * @param recipients the number of recipients still to be delivered
     */
    public String active(String sender, long size, int recipients) {
        return Printable.line("from=<" + sender + ">, size=" + size + ", nrcpt=" + recipients + " (queue active)");
    }

    /** Returns the log line of an expired mail, as qmgr(8) writes it. */
    public String expired(String sender) {
        return Printable.line("from=<" + sender + ">, status=expired, returned to sender");
    }

    /** Returns the log line of a mail that an operator has expired by force. */
    public String forceExpired(String sender) {
        return Printable.line("from=<" + sender + ">, status=force-expired, returned to sender");
    }

    /** Returns Postfix's status word for an outcome; a recipient in doubt or not tried is {@code deferred}. */
    public static String status(RecipientOutcome outcome) {
        return switch (outcome.kind()) {
            case DELIVERED -> "sent";
            case REJECTED -> "bounced";
            case DEFERRED, IN_DOUBT, NOT_TRIED -> "deferred";
            case PENDING -> "pending";
        };
    }

    /** Returns the address before any replacement, from ORCPT; empty where ORCPT is missing or is no mailbox. */
    public static String original(Recipient recipient) {
        String given = recipient.originalRecipient();
        return given.regionMatches(true, 0, ORIGINAL_MAILBOX, 0, ORIGINAL_MAILBOX.length())
                ? Xtext.decode(given.substring(ORIGINAL_MAILBOX.length()))
                : "";
    }

    /**
     * Returns a time in seconds as Postfix writes it: whole seconds from 10 s on, below that at most two significant digits, and never more
     * decimals than {@code resolution}.
     */
    public String seconds(Duration time) {
        long micros = TimeUnit.NANOSECONDS.toMicros(time.isNegative() ? 0 : time.toNanos());
        BigDecimal exact = BigDecimal.valueOf(micros, MICROS);
        int most = exact.precision() - exact.scale() > 0
                ? Math.max(0, DIGITS - (exact.precision() - exact.scale()))
                : MICROS - Math.max(0, exact.precision() - DIGITS);
        int decimals = resolution == 0 ? 0 : micros >= 1_000_000 ? most : Math.min(most, resolution);
        return exact.setScale(decimals, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
