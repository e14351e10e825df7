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
            return "{\"nextHop\":" + quote(nextHop.toString()) + ",\"sender\":" + quote(envelope.sender())
                    + ",\"recipients\":["
                    + outcomes.stream().map(ReportFormat::object).collect(Collectors.joining(",")) + "]}";
        }
    };

    abstract String render(NextHop nextHop, Envelope envelope, List<OutcomeLine> outcomes);

    private static String object(OutcomeLine outcome) {
        return "{\"to\":" + quote(outcome.to()) + ",\"relay\":" + quote(outcome.relay()) + ",\"dsn\":"
                + quote(outcome.dsn()) + ",\"status\":" + quote(outcome.status()) + ",\"inDoubt\":" + outcome.inDoubt()
                + ",\"text\":" + quote(outcome.text()) + "}";
    }

    private static String quote(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7f) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
