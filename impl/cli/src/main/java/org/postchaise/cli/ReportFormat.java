/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.postchaise.api.Envelope;
import org.postchaise.engine.client.route.NextHop;

/** How the outcomes are printed. */
enum ReportFormat {
    /** A line for each recipient, in the form of Postfix's log. */
    TEXT {
        @Override
        String render(NextHop nextHop, Envelope envelope, List<OutcomeLine> outcomes) {
            return outcomes.stream().map(OutcomeLine::toString).collect(Collectors.joining(System.lineSeparator()));
        }
    },
    /** One JSON object (RFC 8259) in a line, ASCII only. */
    JSON {
        @Override
        String render(NextHop nextHop, Envelope envelope, List<OutcomeLine> outcomes) {
            return "{\"nextHop\":" + Json.string(nextHop.toString()) + ",\"sender\":" + Json.string(envelope.sender())
                    + ",\"recipients\":["
                    + outcomes.stream().map(ReportFormat::object).collect(Collectors.joining(",")) + "]}";
        }
    };

    abstract String render(NextHop nextHop, Envelope envelope, List<OutcomeLine> outcomes);

    private static String object(OutcomeLine outcome) {
        return "{\"to\":" + Json.string(outcome.to()) + ",\"relay\":" + Json.string(outcome.relay()) + ",\"dsn\":"
                + Json.string(outcome.dsn()) + ",\"status\":" + Json.string(outcome.status()) + ",\"inDoubt\":"
                + outcome.inDoubt()
                + ",\"text\":" + Json.string(outcome.text()) + "}";
    }
}
