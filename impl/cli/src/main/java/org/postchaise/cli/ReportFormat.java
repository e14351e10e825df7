/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postchaise.api.Attempt;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.log.DeliveryLog;

/** Format of delivery outcomes. */
enum ReportFormat {
    /** Text in the form of Postfix's log: a line for each recipient, preceded by a line about an earlier session that left the delivery in doubt, if any. */
    TEXT {
        @Override
        String render(Envelope envelope, DeliveryReport report, DeliveryLog log, Duration before) {
            return report.outcomes().stream()
                    .flatMap(outcome -> Stream.concat(
                            log.doubt(outcome).stream(),
                            Stream.of(log.line(outcome, before, attempt(report, outcome)))))
                    .collect(Collectors.joining(System.lineSeparator()));
        }
    },
    /** JSON (RFC 8259): one object in a line, ASCII only. */
    JSON {
        @Override
        String render(Envelope envelope, DeliveryReport report, DeliveryLog log, Duration before) {
            return "{\"sender\":" + Json.string(envelope.sender()) + ",\"recipients\":["
                    + report.outcomes().stream()
                            .map(outcome -> object(outcome, log, before, attempt(report, outcome)))
                            .collect(Collectors.joining(","))
                    + "]}";
        }
    };

    /**
     * Returns the outcomes in {@code report}.
     *
     * @param before the time from the start of the command to the start of the delivery
     */
    abstract String render(Envelope envelope, DeliveryReport report, DeliveryLog log, Duration before);

    /** Returns the attempt of a recipient; an attempt without duration for a recipient that was refused before the delivery. */
    private static Attempt attempt(DeliveryReport report, RecipientOutcome outcome) {
        return report.attemptOf(outcome.recipient())
                .orElseGet(() -> new Attempt(1, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    private static String object(RecipientOutcome outcome, DeliveryLog log, Duration before, Attempt attempt) {
        return "{\"to\":" + Json.string(outcome.recipient().address())
                + ",\"relay\":" + Json.string(outcome.relay())
                + ",\"delay\":" + log.seconds(before.plus(attempt.total()))
                + ",\"delays\":[" + log.seconds(before)
                + "," + log.seconds(attempt.waiting())
                + "," + log.seconds(attempt.setup())
                + "," + log.seconds(attempt.transmission())
                + "],\"dsn\":" + Json.string(outcome.status().toString())
                + ",\"status\":" + Json.string(DeliveryLog.status(outcome))
                + ",\"inDoubt\":" + (outcome.kind() == RecipientOutcome.Kind.IN_DOUBT)
                + ",\"text\":" + Json.string(outcome.text())
                + ",\"earlierDoubt\":" + Json.string(outcome.earlierDoubt()) + "}";
    }
}
