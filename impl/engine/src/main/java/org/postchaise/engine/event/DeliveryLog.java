/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

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
import org.postchaise.api.Turn;
import org.postchaise.engine.address.Xtext;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Queue;

/**
 * The lines that Postfix logs for the recipients of a mail, so that the tools that read Postfix's log read ours. Whatever a
 * server or a sender wrote, each stays one line ({@link Printable}).
 *
 * @param resolution how many decimals a time has at most ({@code delay_logging_resolution_limit})
 */
public record DeliveryLog(int resolution) {
    private static final String ORIGINAL_MAILBOX = "rfc822;";
    private static final int MICROS = 6;
    private static final int DIGITS = 2;

    /** With the decimals that {@code settings} ask for. */
    public static DeliveryLog from(Settings settings) {
        return new DeliveryLog(Math.toIntExact(settings.get(Queue.DELAY_LOGGING_RESOLUTION_LIMIT)));
    }

    /**
     * What became of a recipient: {@code to=<>, orig_to=<>, relay=, conn_use=, delay=, delays=a/b/c/d, dsn=, status=sent
     * (text)}, where {@code orig_to=} is there if the recipient names another original one, and {@code conn_use=} if the
     * connection was used before.
     *
     * @param before the age of the mail when it was handed over for this delivery: the first of the delays
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
     * What Postfix logs of a session that was lost after the end of the content, where another one came after it and settled the recipient;
     * empty where none was. The line of the last session alone would not say that there may be two copies.
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
     * The lines of a delivery, each after its {@link #doubt}, but for recipients whose turn did not come ({@link Turn}).
     *
     * @param submitted when the mail was handed over
     * @param began when the delivery began
     * @param now its end: how long it took where the report does not tell
     */
    public List<String> lines(DeliveryReport report, Instant submitted, Instant began, Instant now) {
        Attempt unknown = new Attempt(1, Duration.ZERO, Duration.ZERO, notNegative(Duration.between(began, now)));
        Duration before = notNegative(Duration.between(submitted, began));
        return report.outcomes().stream()
                .filter(outcome -> !Turn.missed(outcome))
                .flatMap(outcome -> Stream.concat(
                        doubt(outcome).stream(),
                        Stream.of(line(
                                outcome,
                                before,
                                report.attemptOf(outcome.recipient()).orElse(unknown)))))
                .toList();
    }

    /** The clock may have been set back. */
    private static Duration notNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    /**
     * The line of a mail that is about to be tried, as qmgr(8) writes it.
     *
     * @param size of the content, in octets
     * @param recipients how many are open
     */
    public String active(String sender, long size, int recipients) {
        return Printable.line("from=<" + sender + ">, size=" + size + ", nrcpt=" + recipients + " (queue active)");
    }

    /** The line of a mail that is given up, as qmgr(8) writes it. */
    public String expired(String sender) {
        return Printable.line("from=<" + sender + ">, status=expired, returned to sender");
    }

    /** The line of a mail that an operator wants to be given up. */
    public String forceExpired(String sender) {
        return Printable.line("from=<" + sender + ">, status=force-expired, returned to sender");
    }

    /** Postfix's word for an outcome; what is in doubt is deferred. */
    public static String status(RecipientOutcome outcome) {
        return switch (outcome.kind()) {
            case DELIVERED -> "sent";
            case REJECTED -> "bounced";
            case DEFERRED, IN_DOUBT -> "deferred";
            case PENDING -> "pending";
        };
    }

    /** The address before it was replaced, as ORCPT tells it; empty where that is unknown or no mailbox. */
    public static String original(Recipient recipient) {
        String given = recipient.originalRecipient();
        return given.regionMatches(true, 0, ORIGINAL_MAILBOX, 0, ORIGINAL_MAILBOX.length())
                ? Xtext.decode(given.substring(ORIGINAL_MAILBOX.length()))
                : "";
    }

    /**
     * A time in seconds as Postfix writes it: from 10 s on whole seconds, below that at most two digits that count, and never
     * more decimals than the limit.
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
