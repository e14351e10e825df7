/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptedPeerTest {

    private static PlainClient client(ScriptedPeer peer) throws IOException {
        return new PlainClient(peer.port());
    }

    /** FIN or RST: which one comes depends on what the kernel had not handed over yet. */
    private static boolean endOf(PlainClient client) {
        try {
            return client.reply().equals("EOF");
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void playsADialogueFromAResourceAndItsSecondSession() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.ofResource(getClass(), "lost-before-reply.dialogue")) {
            try (PlainClient client = client(peer).greeted()) {
                client.send("MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n");
                client.reply();
                client.reply();
                assertThat(client.reply()).startsWith("354");
                client.send("..x\r\ny\r\n.\r\n");
                assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
            }
            for (int i = 0; i < 2; i++) {
                try (PlainClient client = client(peer)) {
                    assertThat(client.reply()).startsWith("421");
                    assertThat(client.reply()).isEqualTo("EOF");
                }
            }
            peer.verify();
            assertThat(peer.received())
                    .containsExactly(
                            "EHLO client.example.com", "MAIL FROM:<a@example.com>", "RCPT TO:<b@example.net>", "DATA");
            assertThat(peer.bodies()).singleElement().isEqualTo("..x\r\ny\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(peer.connections()).isEqualTo(3);
            assertThat(peer.nextHop()).isEqualTo("[127.0.0.1]:" + peer.port());
        }
    }

    @Test
    void tellsWhatWasExpectedAndWhatCame() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.ofText("S: 220 hi\n\n# then\nC: EHLO *\nS: 250 ok\n");
                PlainClient client = client(peer)) {
            client.reply();
            assertThat(client.command("HELO x\ny")).isEqualTo("EOF");
            assertThatThrownBy(peer::verify)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("connection 1, dialogue line 4")
                    .hasMessageContaining("expected \"EHLO *\", got \"HELO x\\ny\"");
        }
    }

    @Test
    void tellsThatTheClientWentAwayTooSoon() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.ofText("S: 220 hi\nC: EHLO *\n")) {
            try (PlainClient client = client(peer)) {
                client.reply();
            }
            assertThatThrownBy(peer::verify).hasMessageContaining("got the end of the connection");
        }
    }

    @Test
    void tellsThatASessionWasNeverPlayed() {
        try (ScriptedPeer peer = ScriptedPeer.ofText("S: 220 hi\nclose\n")) {
            assertThatThrownBy(peer::verify)
                    .hasMessageContaining("expected at least 1 connections")
                    .hasMessageContaining("got 0");
        }
    }

    @Test
    void answersQuitAfterTheLastStep() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.ofText("S: 220 hi");
                PlainClient client = client(peer)) {
            client.reply();
            assertThat(client.command("QUIT")).startsWith("221");
            assertThat(client.reply()).isEqualTo("EOF");
            peer.verify();
        }
    }

    @Test
    void sendsRawOctetsFloodsAndRepeats() throws IOException {
        String dialogue = """
                raw "220-\\"a\\" \\\\\\r\\n"
                raw 32 32 30 2d
                flood 1000 ab
                flood 1 "\\r\\n"
                repeat 3
                  raw "2"
                  sleep 1ms
                end
                S:  x\s
                """;
        try (ScriptedPeer peer = ScriptedPeer.ofText(dialogue);
                PlainClient client = client(peer)) {
            assertThat(client.reply()).isEqualTo("222 x ");
            peer.verify();
        }
    }

    @Test
    void losesTheConnectionWithinContent() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.ofText("C: DATA\nS: 354 go\nskip 100000\nreset");
                PlainClient client = client(peer)) {
            assertThat(client.command("DATA")).startsWith("354");
            client.send(new byte[100_000]);
            assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
            peer.verify();
        }
    }

    @Test
    void hangsUntilItIsClosed() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.ofText("S: 220 hi\nhang");
                PlainClient client = client(peer)) {
            client.reply();
            client.send("EHLO client.example.com\r\n");
            peer.verify();
            Runnable closing = peer::close;
            closing.run();
            assertThat(endOf(client)).isTrue();
            assertThat(peer.received()).isEmpty();
        }
    }

    @Test
    void closesDuringAFloodThatNobodyReads() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.ofText("flood 999999999 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
                PlainClient client = client(peer)) {
            client.send("NOOP\r\n");
            Runnable closing = peer::close;
            closing.run();
            assertThat(peer.connections()).isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing",
                "frob",
                "body now",
                "sleep 3",
                "raw zz",
                "raw",
                "raw \"x",
                "raw \"\\x\"",
                "raw \"\\\"",
                "flood x",
                "flood 3",
                "skip -1",
                "C~ (",
                "end",
                "repeat 2\nS: x",
                "repeat 2\nrepeat 2\nend\nend",
                "close\nS: 220 x",
                "repeat 2\nclose\nend",
                "S: x\nsession\nsession\nS: y",
                "S: x\nsession"
            })
    void refusesWhatIsNoDialogue(String text) {
        assertThatThrownBy(() -> ScriptedPeer.ofText(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dialogue");
    }

    @Test
    void namesTheResourceThatIsMissing() {
        assertThatThrownBy(() -> ScriptedPeer.ofResource(getClass(), "none.dialogue"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.dialogue");
    }
}
