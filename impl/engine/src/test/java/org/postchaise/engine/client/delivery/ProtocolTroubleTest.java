/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Attempt;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.Transcript;
import org.postchaise.testkit.ScriptedPeer;

/** When the dialogue of a session is reported, and how long the delivery took: smtp(8) decides by the same rules. */
@Timeout(120)
class ProtocolTroubleTest {
    private static final String GREETED = "S: 220 mx.example ESMTP\nC: EHLO client.example\nS: 250 mx.example\n";
    private static final MessageSource CONTENT =
            MessageSource.of("Subject: secret\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII));

    private final List<Transcript> reported = new ArrayList<>();

    private DeliveryReport deliver(String dialogue, String sender, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("smtp_helo_name", "client.example"));
        all.putAll(settings);
        EngineListener listener = event -> {
            if (event instanceof ClientEvent.ProtocolError error) {
                reported.add(error.transcript());
            }
        };
        try (ScriptedPeer peer = ScriptedPeer.ofText(dialogue);
                MailClient client = MailClient.of(Catalog.settings(all), listener)) {
            return client.deliver(
                    NextHop.parse(peer.nextHop()),
                    Envelope.of(sender, "ann@example.net"),
                    CONTENT,
                    SessionStore.none());
        }
    }

    private DeliveryReport deliver(String dialogue) {
        return deliver(dialogue, "me@example.com", Map.of("notify_classes", "resource, protocol"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "500 what?",
                "501 syntax",
                "502 not implemented",
                "503 sequence",
                "555 parameter",
                "350 go",
                "650 no"
            })
    void aReplyThatMeansASyntaxErrorOrNothingIsTrouble(String reply) {
        deliver(GREETED + "C: MAIL *\nS: " + reply + "\n");
        assertThat(reported)
                .singleElement()
                .satisfies(transcript -> assertThat(transcript.lines())
                        .startsWith("In:  220 mx.example ESMTP", "Out: EHLO client.example", "In:  250 mx.example")
                        .contains("Out: MAIL FROM:<me@example.com>", "In:  " + reply));
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.7.1 no", "451 later", "421 closing", "530 5.7.0 authenticate", "510 bad address"})
    void aRefusalIsNoTrouble(String reply) {
        deliver(GREETED + "C: MAIL *\nS: " + reply + "\n");
        assertThat(reported).isEmpty();
    }

    @Test
    void ehloThatIsNotKnownIsNoTroubleWhereHeloIs() {
        deliver("S: 220 mx.example\nC: EHLO *\nS: 502 what?\nC: HELO *\nS: 250 mx.example\nC: MAIL *\nS: 550 no\n");
        assertThat(reported).isEmpty();
    }

    @Test
    void aLineThatIsNoReplyIsTroubleAlsoWhenAllGoesWell() {
        deliver(GREETED
                + "C: MAIL *\nS: hello\nS: 250 Ok\nC: RCPT *\nS: 250 Ok\nC: DATA\nS: 354 go\nbody\nS: 250 Ok\n");
        assertThat(reported).singleElement().satisfies(transcript -> {
            assertThat(transcript.lines()).contains("In:  hello", "Out: .");
            assertThat(transcript.text()).doesNotContain("secret");
        });
    }

    @Test
    void aGreetingOf500IsTrouble() {
        deliver("S: 500 go away\n");
        assertThat(reported)
                .singleElement()
                .satisfies(
                        transcript -> assertThat(transcript.lines()).containsExactly("In:  500 go away", "Out: QUIT"));
    }

    @Test
    void nothingIsReportedWithoutTheClassOrOfANotice() {
        String dialogue = GREETED + "C: MAIL *\nS: 500 what?\n";
        deliver(dialogue, "me@example.com", Map.of());
        deliver(dialogue, "", Map.of("notify_classes", "protocol"));
        assertThat(reported).isEmpty();
    }

    @Test
    void aKeptSessionIsReportedForEachMailApart() {
        Map<String, String> settings = Map.of("smtp_helo_name", "client.example", "notify_classes", "protocol");
        OneKept store = new OneKept();
        EngineListener listener = event -> {
            if (event instanceof ClientEvent.ProtocolError error) {
                reported.add(error.transcript());
            }
        };
        String second = "C: RSET\nS: 250 Ok\nC: MAIL *\nS: 250 Ok\nC: RCPT *\nS: 501 what?\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(
                        GREETED + "C: MAIL *\nS: 250 Ok\nC: RCPT *\nS: 250 Ok\nC: DATA\nS: 354 go\nbody\nS: 250 Ok\n"
                                + second);
                MailClient client = MailClient.of(Catalog.settings(settings), listener)) {
            Envelope envelope = Envelope.of("me@example.com", "ann@example.net");
            DeliveryReport one = client.deliver(NextHop.parse(peer.nextHop()), envelope, CONTENT, store);
            DeliveryReport two = client.deliver(NextHop.parse(peer.nextHop()), envelope, CONTENT, store);
            assertThat(one.attemptOf(envelope.recipients().get(0)).orElseThrow().connectionUses())
                    .isEqualTo(1);
            assertThat(two.attemptOf(envelope.recipients().get(0)).orElseThrow().connectionUses())
                    .isEqualTo(2);
            assertThat(reported)
                    .singleElement()
                    .satisfies(transcript -> assertThat(transcript.lines())
                            .startsWith("Out: RSET")
                            .contains("In:  501 what?"));
        }
    }

    @Test
    void timeWithoutASessionIsSetupAndTheRestIsTransmission() {
        DeliveryReport slow = deliver("sleep 300ms\n" + GREETED + "C: MAIL *\nsleep 200ms\nS: 550 no\n");
        Attempt attempt = slow.attempts().values().iterator().next();
        assertThat(attempt.setup()).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        assertThat(attempt.transmission()).isGreaterThanOrEqualTo(Duration.ofMillis(190));
        Attempt refused = deliver("sleep 300ms\nS: 450 no\n")
                .attempts()
                .values()
                .iterator()
                .next();
        assertThat(refused.setup()).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        assertThat(refused.transmission()).isZero();
    }

    private static final class OneKept implements SessionStore {
        private Optional<Session> kept = Optional.empty();

        @Override
        public Optional<Session> take(ConnectionKey key) {
            Optional<Session> taken = kept;
            kept = Optional.empty();
            return taken;
        }

        @Override
        public boolean wants(ConnectionKey key) {
            return true;
        }

        @Override
        public void keep(ConnectionKey key, Session session) {
            kept = Optional.of(session);
        }
    }
}
