/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;

class TranscriptTest {
    private static final Peer PEER = new Peer("mx.example", "192.0.2.1", 25);

    private final Transcript.Builder dialogue = new Transcript.Builder();

    private void received(String... lines) {
        dialogue.received(
                new SmtpReply(Integer.parseInt(lines[lines.length - 1].substring(0, 3)), Arrays.asList(lines)));
    }

    @Test
    void looksAsPostfixsNoticeDoes() {
        received("220 mx.example ESMTP");
        dialogue.sent("EHLO client.example");
        received("250-mx.example", "250 SIZE");
        assertThat(dialogue.build(PEER).text()).isEqualTo("""
                        Unexpected response from mx.example[192.0.2.1]:25.

                        Transcript of session follows.

                         In:  220 mx.example ESMTP
                         Out: EHLO client.example
                         In:  250-mx.example
                         In:  250 SIZE
                        """);
    }

    @Test
    void contentIsADot() {
        dialogue.sent("DATA");
        received("354 go on");
        received("250 taken");
        dialogue.sent("QUIT");
        assertThat(dialogue.build(PEER).lines())
                .containsExactly("Out: DATA", "In:  354 go on", "Out: .", "In:  250 taken", "Out: QUIT");
    }

    @Test
    void credentialsAreNotInIt() {
        dialogue.sent("AUTH PLAIN AGFubgBzZWNyZXQ=");
        received("235 ok");
        dialogue.sent("auth login");
        received("334 VXNlcm5hbWU6");
        dialogue.sent("c2VjcmV0");
        received("334 UGFzc3dvcmQ6");
        dialogue.sent("*");
        received("501 cancelled");
        dialogue.sent("MAIL FROM:<a@b>");
        assertThat(dialogue.build(PEER).lines())
                .containsSubsequence(
                        "Out: AUTH PLAIN (credentials)",
                        "Out: auth login",
                        "Out: (credentials)",
                        "Out: *",
                        "Out: MAIL FROM:<a@b>")
                .noneMatch(line -> line.contains("c2VjcmV0") || line.contains("AGFubgBz"));
    }

    @Test
    void aLongLineIsCutAndFolded() {
        dialogue.sent("x".repeat(10_000));
        dialogue.sent("NOOP " + "word ".repeat(30));
        Transcript transcript = dialogue.build(PEER);
        assertThat(transcript.lines().get(0))
                .hasSize(5 + Transcript.Builder.LONGEST - 5 + 3)
                .endsWith("...");
        assertThat(transcript.text().lines()).allMatch(line -> line.length() <= 79);
        assertThat(transcript.text()).contains("\n     word word");
    }

    @Test
    void ofManyLinesTheMiddleIsLeftOutAndCounted() {
        for (int i = 0; i < 1000; i++) {
            dialogue.sent("RCPT TO:<" + i + "@example.net>");
        }
        List<String> lines = dialogue.build(PEER).lines();
        assertThat(lines)
                .hasSize(2 * Transcript.Builder.KEPT + 1)
                .contains("... 800 lines are left out here ...")
                .startsWith("Out: RCPT TO:<0@example.net>")
                .endsWith("Out: RCPT TO:<999@example.net>");
    }

    @Test
    void itIsFitForATerminal() {
        received("220 \u001b[2Jmx\u0007");
        assertThat(dialogue.build(PEER).lines()).containsExactly("In:  220 ?[2Jmx?");
    }
}
