/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.time.Duration;
import java.util.Locale;
import org.postchaise.api.RecipientOutcome;

/** One line for each recipient of an attempt, in the form of Postfix's log, so that the existing tools read it. */
final class DeliveryLog {
    private DeliveryLog() {}

    /** {@code ID: to=<>, relay=, delay=, dsn=, status=sent|deferred|bounced (text)}. */
    static String line(String id, RecipientOutcome outcome, Duration delay) {
        String status = switch (outcome.kind()) {
            case DELIVERED -> "sent";
            case REJECTED -> "bounced";
            case DEFERRED, IN_DOUBT -> "deferred";
        };
        return line(
                id,
                outcome.recipient().address(),
                outcome.relay(),
                delay,
                outcome.status() + ", status=" + status + " (" + printable(outcome.text()) + ")");
    }

    /** The line of a recipient for which no connection was to be had. */
    static String deferredLine(String id, String address, Duration delay, String status, String text) {
        return line(id, address, "none", delay, status + ", status=deferred (" + printable(text) + ")");
    }

    /** The line of a mail that is given up, as qmgr(8) logs it. */
    static String expiredLine(String id, String sender) {
        return id + ": from=<" + printable(sender) + ">, status=expired, unable to deliver";
    }

    /** A time in the queue for people: the largest fitting unit of main.cf. */
    static String age(Duration age) {
        long seconds = age.toSeconds();
        if (seconds >= 2 * 86_400) {
            return seconds / 86_400 + "d";
        }
        if (seconds >= 2 * 3600) {
            return seconds / 3600 + "h";
        }
        return seconds >= 120 ? seconds / 60 + "m" : seconds + "s";
    }

    private static String line(String id, String address, String relay, Duration delay, String rest) {
        double seconds = Math.max(0, delay.toMillis()) / 1000.0;
        String shown = String.format(Locale.ROOT, seconds < 10 ? "%.2f" : "%.0f", seconds);
        return id + ": to=<" + printable(address) + ">, relay=" + relay + ", delay=" + shown + ", dsn=" + rest;
    }

    /** A log line must stay one line, whatever a server wrote. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
