/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.ScriptedPeer;

/** A real connection that is reset at every octet. */
@Timeout(120)
class ResetTest {
    private static final String CONTENT = "Subject: s\r\n\r\ntext\r\n";

    /** What the peer waits for, and what it says then. */
    private static final List<List<String>> DIALOGUE = List.of(
            List.of("", "220 mx.example ESMTP"),
            List.of("C: EHLO *", "250 mx.example"),
            List.of("C: MAIL *", "250 2.1.0 Ok"),
            List.of("C: RCPT TO:<ann@*", "250 2.1.5 Ok"),
            List.of("C: RCPT TO:<bob@*", "550-5.1.1 no\\r\\n550 5.1.1 bob"),
            List.of("C: DATA", "354 go on"),
            List.of("body", "250 2.0.0 taken"));

    @Test
    void aResetAfterAnyOctetOfTheRepliesLeavesOneOutcomeForEach() {
        int octet = 0;
        for (int step = 0; step < DIALOGUE.size(); step++) {
            String reply = DIALOGUE.get(step).get(1) + "\\r\\n";
            List<String> octets = List.of(reply.split("(?<!\\\\)", -1));
            for (int sent = 0; sent < octets.size() - 1; sent++) {
                StringBuilder script = new StringBuilder();
                DIALOGUE.subList(0, step)
                        .forEach(turn -> script.append(turn.get(0) + "\nraw \"" + turn.get(1) + "\\r\\n\"\n"));
                script.append(DIALOGUE.get(step).get(0)).append('\n');
                if (sent > 0) {
                    script.append("raw \"")
                            .append(String.join("", octets.subList(0, sent)))
                            .append("\"\n");
                }
                boolean last = step == DIALOGUE.size() - 1;
                assertThat(kinds(script + "reset\n"))
                        .as("octet %d of all replies", octet++)
                        .isIn(
                                last
                                        ? List.of(List.of(Kind.IN_DOUBT, Kind.REJECTED))
                                        : List.of(
                                                List.of(Kind.DEFERRED, Kind.DEFERRED),
                                                List.of(Kind.DEFERRED, Kind.REJECTED)));
            }
        }
    }

    @Test
    void aResetAfterAnyOctetOfTheContentLeavesOneOutcomeForEach() {
        StringBuilder script = new StringBuilder();
        DIALOGUE.subList(0, DIALOGUE.size() - 1)
                .forEach(turn -> script.append(turn.get(0) + "\nraw \"" + turn.get(1) + "\\r\\n\"\n"));
        for (int octet = 0; octet < CONTENT.length() + 3; octet++) {
            // what the client could still write into the connection is not known here
            assertThat(kinds(script + "skip " + octet + "\nreset\n"))
                    .as("octet %d of the content", octet)
                    .isIn(List.of(Kind.DEFERRED, Kind.REJECTED), List.of(Kind.IN_DOUBT, Kind.REJECTED));
        }
    }

    private static List<Kind> kinds(String script) {
        try (ScriptedPeer peer = ScriptedPeer.ofText(script);
                MailClient client =
                        MailClient.of(Catalog.settings(Map.of("myhostname", "client.example")), EngineListener.NONE)) {
            DeliveryReport report = client.deliver(
                    NextHop.parse(peer.nextHop()),
                    Envelope.of("me@example.com", "ann@example.net", "bob@example.net"),
                    MessageSource.of(CONTENT.getBytes(StandardCharsets.US_ASCII)),
                    SessionStore.none());
            return report.outcomes().stream().map(RecipientOutcome::kind).toList();
        }
    }
}
