/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ScriptedPeer;

class SendCommandTest {
    private static final String MESSAGE = "Subject: hi\n\n.hello\n";

    private final MockMailbox mailbox = MockMailbox.start();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void close() {
        mailbox.close();
    }

    private int run(String... args) {
        return run(new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.UTF_8)), args);
    }

    private int run(InputStream in, String... args) {
        return PostchaiseCommand.run(in, new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void deliversStandardInputAndPrintsALineInPostfixForm() {
        int status = run("send", "--next-hop", mailbox.nextHop(), "-f", "a@example.com", "b@example.net");
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .startsWith("to=<b@example.net>, relay=127.0.0.1[127.0.0.1]:" + mailbox.port()
                        + ", dsn=2.0.0, status=sent (250 2.0.0 Ok")
                .hasLineCount(1);
        assertThat(status).isZero();
        assertThat(mailbox.mails()).singleElement().satisfies(mail -> {
            assertThat(mail.sender()).isEqualTo("a@example.com");
            assertThat(mail.recipients()).isEqualTo(List.of("b@example.net"));
            assertThat(mail.text()).isEqualTo("Subject: hi\r\n\r\n.hello\r\n");
        });
    }

    @Test
    void takesTheNextHopFromRelayhostAndTheNullSender() {
        int status = run("send", "-o", "relayhost=" + mailbox.nextHop(), "-f", "<>", "b@example.net");
        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        assertThat(mailbox.mails().get(0).sender()).isEmpty();
    }

    @Test
    void exitsWith69WhenARecipientIsBounced() {
        mailbox.refuseRecipients(to -> to.startsWith("b@"), "550 5.1.1 no such user", Integer.MAX_VALUE);
        int status =
                run("send", "--next-hop", mailbox.nextHop(), "-f", "a@example.com", "b@example.net", "c@example.net");
        assertThat(out.toString())
                .containsPattern("to=<b@example.net>, relay=.*, dsn=5.1.1, status=bounced \\(.*no such user.*\\)")
                .containsPattern("to=<c@example.net>, relay=.*, dsn=2.0.0, status=sent ");
        assertThat(status).isEqualTo(69);
    }

    @Test
    void exitsWith75WhenOneIsDeferredAndAnotherBounced() {
        mailbox.refuseRecipients(to -> to.startsWith("b@"), "550 5.1.1 no such user", Integer.MAX_VALUE);
        mailbox.refuseRecipients(to -> to.startsWith("c@"), "451 4.3.0 try later", Integer.MAX_VALUE);
        int status =
                run("send", "--next-hop", mailbox.nextHop(), "-f", "a@example.com", "b@example.net", "c@example.net");
        assertThat(out.toString()).containsPattern("to=<c@.*dsn=4.3.0, status=deferred \\(.*try later.*\\)");
        assertThat(status).isEqualTo(75);
    }

    @Test
    void exitsWith75WhenNobodyListens() {
        int port = mailbox.port();
        mailbox.close();
        int status = run("send", "--next-hop", "127.0.0.1:" + port, "-f", "a@example.com", "b@example.net");
        assertThat(out.toString()).contains("relay=none, dsn=4.", "status=deferred (");
        assertThat(status).isEqualTo(75);
    }

    @Test
    void printsAMailInDoubtAsDeferredAndSaysSoInJson() {
        String dialogue = """
                S: 220 mx.example.com
                C: EHLO *
                S: 250 mx.example.com
                C: MAIL *
                S: 250 Ok
                C: RCPT *
                S: 250 Ok
                C: DATA
                S: 354 Go on
                body
                close
                """;
        try (ScriptedPeer peer = ScriptedPeer.ofText(dialogue)) {
            int status = run("send", "--json", "--next-hop", peer.nextHop(), "-f", "a@example.com", "b@example.net");
            peer.verify();
            assertThat(out.toString())
                    .startsWith("{\"nextHop\":\"" + peer.nextHop()
                            + "\",\"sender\":\"a@example.com\",\"recipients\":[{\"to\":\"b@example.net\",\"relay\":\"")
                    .contains("\"status\":\"deferred\",\"inDoubt\":true,\"text\":\"")
                    .hasLineCount(1);
            assertThat(status).isEqualTo(75);
        }
    }

    @Test
    void escapesWhatAServerSays() {
        mailbox.refuseRecipients(to -> true, "550 5.1.1 \"no\" \\ \t \u00e9", Integer.MAX_VALUE);
        run("send", "--json", "--next-hop", mailbox.nextHop(), "-f", "a@example.com", "b@example.net");
        assertThat(out.toString()).contains("\\\"no\\\" \\\\ ");
    }

    @Test
    void writesJsonInAsciiWithoutControlCharacters() {
        OutcomeLine outcome =
                new OutcomeLine("b@example.net", "none", "4.0.0", "deferred", false, "\t\u00e9\ud83d\udce7\u007f");
        String json = ReportFormat.JSON.render(
                NextHop.parse("mx.example.com"), Envelope.of("", "b@example.net"), List.of(outcome));
        assertThat(json).endsWith("\"text\":\"\\u0009\\u00e9\\ud83d\\udce7\\u007f\"}]}");
        assertThat(outcome.toString()).endsWith("status=deferred (?\u00e9\ud83d\udce7?)");
    }

    @Test
    void printsTheDialogueWhenAskedTo() {
        run("send", "-v", "--next-hop", mailbox.nextHop(), "-f", "a@example.com", "b@example.net");
        assertThat(err.toString())
                .contains("* connected to 127.0.0.1[127.0.0.1]:" + mailbox.port())
                .containsPattern("S: 220 .*")
                .containsPattern("C: EHLO .*")
                .containsPattern("C: RCPT TO:<b@example.net>")
                .doesNotContain("hello\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frob",
                "send",
                "send -f a@example.com",
                "send -f a@example.com b@example.net",
                "send --frob -f a@example.com --next-hop localhost b@example.net",
                "send -f a@example.com --next-hop localhost:99999 b@example.net",
                "send -f a@example.com --next-hop [localhost b@example.net",
                "send -f a@example.com --next-hop localhost:1 b",
                "send -f a@example.com --next-hop localhost:1 @example.net",
                "send -f a --next-hop localhost:1 b@example.net",
                "send -f a@example.com --next-hop localhost:1 -o frob=1 b@example.net",
                "send -f a@example.com --next-hop localhost:1 -o frob b@example.net",
                "send -f a@example.com --next-hop localhost:1 -o smtp_connect_timeout=soon b@example.net"
            })
    void exitsWith64AndOneLineForBadArguments(String arguments) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(64);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("postchaise: ").hasLineCount(1).doesNotContain("Exception");
    }

    @Test
    void namesTheBadValue() {
        run("send", "-f", "a@example.com", "--next-hop", "localhost:99999", "b@example.net");
        assertThat(err.toString()).contains("99999", "1 to 65535");
    }

    @Test
    void exitsWith74WhenTheMessageCantBeRead() {
        InputStream broken = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("disk on fire");
            }
        };
        assertThat(run(broken, "send", "--next-hop", mailbox.nextHop(), "-f", "a@example.com", "b@example.net"))
                .isEqualTo(74);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("postchaise: can't read or spool the message: disk on fire\n");
        assertThat(mailbox.connections()).isZero();
    }

    @Test
    void showsItsVersionAndHelp() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).containsPattern("^postchaise \\d+\\.\\d+\\.\\d+");
        assertThat(run("send", "--help")).isZero();
        assertThat(out.toString()).contains("--next-hop", "RECIPIENT", "75");
        assertThat(err.toString()).isEmpty();
    }
}
