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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.Stage;
import org.postchaise.engine.log.DeliveryLog;
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
                .startsWith("to=<b@example.net>, relay=127.0.0.1[127.0.0.1]:" + mailbox.port() + ", delay=")
                .containsPattern(", delay=[\\d.]+, delays=[\\d.]+(/[\\d.]+){3}, dsn=2.0.0, status=sent \\(250 2.0.0 Ok")
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
        assertThat(out.toString()).contains("relay=none, delay=", ", dsn=4.4.1, status=deferred (connect to ");
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
            int status = run(
                    "send", "--format", "json", "--next-hop", peer.nextHop(), "-f", "a@example.com", "b@example.net");
            peer.verify();
            assertThat(out.toString())
                    .startsWith("{\"sender\":\"a@example.com\",\"recipients\":[{\"to\":\"b@example.net\",\"relay\":\"")
                    .containsPattern("\"delay\":[\\d.]+,\"delays\":\\[[\\d.]+(,[\\d.]+){3}\\],\"dsn\":\"4.4.2\"")
                    .contains(
                            "\"status\":\"deferred\",\"inDoubt\":true,\"text\":\"",
                            "while sending end of data -- message may be sent more than once",
                            "\"earlierDoubt\":\"\"}")
                    .hasLineCount(1);
            assertThat(status).isEqualTo(75);
        }
    }

    @Test
    void aLocalPartBeyondAsciiAsksForSmtputf8() {
        String dialogue = """
                S: 220 mx.example.com
                C: EHLO *
                S: 250-mx.example.com
                S: 250 SMTPUTF8
                C: MAIL FROM:<a@example.com> SMTPUTF8
                S: 250 Ok
                C: RCPT TO:<j\u00f6rg@example.net>
                S: 250 Ok
                C: DATA
                S: 354 Go on
                body
                S: 250 Ok
                """;
        try (ScriptedPeer peer = ScriptedPeer.ofText(dialogue)) {
            assertThat(run("send", "--next-hop", peer.nextHop(), "-f", "a@example.com", "j\u00f6rg@example.net"))
                    .isZero();
            peer.verify();
        }
    }

    @Test
    void aLocalPartBeyondAsciiIsNotSentWhereItIsNotTaken() {
        int status = run("send", "--next-hop", mailbox.nextHop(), "-f", "a@example.com", "j\u00f6rg@example.net");
        assertThat(out.toString())
                .contains("dsn=5.6.7, status=bounced (SMTPUTF8 is required, but was not offered by host");
        assertThat(status).isEqualTo(69);
        assertThat(mailbox.mails()).isEmpty();
    }

    @Test
    void aDomainBeyondAsciiGoesAsItsALabelWhereItMust() {
        int status = run("send", "--next-hop", mailbox.nextHop(), "-f", "a@example.com", "ann@b\u00fccher.example");
        assertThat(status).isZero();
        assertThat(mailbox.mails().get(0).recipients()).containsExactly("ann@xn--bcher-kva.example");
    }

    @Test
    void anArgumentThatCouldNotBeDecodedIsRefused() {
        int status = run("send", "--next-hop", mailbox.nextHop(), "-f", "a@example.com", "j\ufffdrg@example.net");
        assertThat(err.toString()).contains("holds U+FFFD, which can't stand in an address");
        assertThat(status).isEqualTo(65);
    }

    @Test
    void anAddressWithTwoDotsIsQuotedAndOneCopyGoesOut() {
        int status = run(
                "send", "--next-hop", mailbox.nextHop(), "-f", "a@example.com", "a..b@example.net", "A..b@EXAMPLE.net");
        assertThat(status).isZero();
        assertThat(mailbox.mails().get(0).recipients()).containsExactly("\"a..b\"@example.net");
    }

    @Test
    void escapesWhatAServerSays() {
        mailbox.refuseRecipients(to -> true, "550 5.1.1 \"no\" \\ \t \u00e9", Integer.MAX_VALUE);
        run("send", "--format", "json", "--next-hop", mailbox.nextHop(), "-f", "a@example.com", "b@example.net");
        assertThat(out.toString()).contains("\\\"no\\\" \\\\ ");
    }

    @Test
    void writesJsonInAsciiWithoutControlCharacters() {
        Envelope envelope = Envelope.of("", "b@example.net");
        Failure failure = new Failure(
                Failure.Scope.LOCAL,
                Failure.Severity.TEMPORARY,
                Stage.LOCAL,
                EnhancedStatus.of("4.0.0"),
                null,
                null,
                "\t\u00e9\ud83d\udce7\u007f");
        DeliveryReport report = new DeliveryReport(
                List.of(RecipientOutcome.failed(envelope.recipients().get(0), failure)));
        DeliveryLog log = new DeliveryLog(2);
        assertThat(ReportFormat.JSON.render(envelope, report, log, Duration.ZERO))
                .endsWith("\"text\":\"\\u0009\\u00e9\\ud83d\\udce7\\u007f\",\"earlierDoubt\":\"\"}]}");
        assertThat(ReportFormat.TEXT.render(envelope, report, log, Duration.ZERO))
                .endsWith("status=deferred (?\u00e9\ud83d\udce7?)");
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
                "send --frob -f a@example.com --next-hop localhost b@example.net",
                "send -f a@example.com --next-hop localhost:99999 b@example.net",
                "send -f a@example.com --next-hop [localhost b@example.net",
                "send -f a@example.com --next-hop localhost:1 --format xml b@example.net",
                "send -f a@example.com --next-hop localhost:1 -c x -C y b@example.net",
                "send -f a@example.com --next-hop localhost:1 -o frob b@example.net"
            })
    void exitsWith64AndOneLineForBadArguments(String arguments) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(64);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("postchaise: ").hasLineCount(1).doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send -f a@example.com --next-hop localhost:1 b",
                "send -f a@example.com --next-hop localhost:1 @example.net",
                "send -f a --next-hop localhost:1 b@example.net",
                "send -f a@example.com b@example.net b@@"
            })
    void exitsWith65AndOneLineForABadAddress(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(65);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .startsWith("postchaise: ")
                .contains("address \"")
                .hasLineCount(1)
                .doesNotContain("Exception");
    }

    @Test
    void routesByTheFileThatIsNamedOrByTheOneInTheDirectory(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("main.cf"),
                "transport_maps = inline:{ b.example=smtp:" + mailbox.nextHop() + " }\nrelayhost = 127.0.0.1:1\n");
        for (String place : List.of(file.toString(), directory.toString())) {
            assertThat(run("send", "-C", place, "-f", "a@example.com", "x@b.example"))
                    .as(err.toString())
                    .isZero();
        }
        assertThat(run("send", "-c", directory.toString(), "-f", "a@example.com", "x@b.example", "y@c.example"))
                .isEqualTo(75);
        assertThat(err.toString()).isEmpty();
        assertThat(mailbox.mails()).hasSize(3);
        assertThat(out.toString()).containsPattern("to=<y@c.example>, relay=none, .*connect to 127.0.0.1");
    }

    @Test
    void optionsLieOverTheFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("main.cf"), "relayhost = 127.0.0.1:1\n");
        assertThat(run(
                        "send",
                        "-C",
                        file.toString(),
                        "-o",
                        "relayhost=" + mailbox.nextHop(),
                        "-o",
                        "smtp_helo_name=over.example",
                        "-v",
                        "-f",
                        "a@example.com",
                        "b@example.net"))
                .isZero();
        assertThat(err.toString()).contains("EHLO over.example");
    }

    @Test
    void warningsOfFileAndOptionsAreLines(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("main.cf"), "frob = 1\nqueue_directory = /x\n");
        assertThat(run(
                        "send",
                        "-C",
                        file.toString(),
                        "-o",
                        "daemon_timeout=1s",
                        "--next-hop",
                        mailbox.nextHop(),
                        "-f",
                        "a@example.com",
                        "b@example.net"))
                .isZero();
        assertThat(err.toString().lines())
                .allMatch(line -> line.startsWith("postchaise: warning: "))
                .anyMatch(line -> line.contains("main.cf, line 1") && line.contains("frob"))
                .anyMatch(line -> line.contains("queue_directory"))
                .anyMatch(line -> line.contains("daemon_timeout"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smtp_connect_timeout = soon",
                "relayhost = [mx",
                "no equals sign",
                "transport_maps = nosuchtype:x",
                "smtp_helo_name = $smtp_helo_name"
            })
    void exitsWith78AndOneLineForABadFile(String line, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("main.cf"), line + "\ncompatibility_level = 3.7\n");
        assertThat(run("send", "-C", file.toString(), "-f", "a@example.com", "b@example.net"))
                .isEqualTo(78);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("postchaise: ").hasLineCount(1).doesNotContain("Exception");
    }

    @Test
    void exitsWith78WhereThereIsNoFile(@TempDir Path directory) {
        assertThat(run("send", "-C", directory.resolve("x.cf").toString(), "-f", "a@example.com", "b@example.net"))
                .isEqualTo(78);
        assertThat(run("send", "-C", directory.toString(), "-f", "a@example.com", "b@example.net"))
                .isEqualTo(78);
        assertThat(err.toString())
                .contains("x.cf: there is no such file", "main.cf: there is")
                .hasLineCount(2);
    }

    @Test
    void printsTheTranscriptOfProtocolTroubleWhenAskedTo() {
        String dialogue =
                "S: 220 mx.example.com\nC: EHLO *\nS: 250 mx.example.com\nC: MAIL *\nS: 501 what?\nC: RSET\nS: 250 Ok\n";
        try (ScriptedPeer peer = ScriptedPeer.ofText(dialogue)) {
            assertThat(run(
                            "send",
                            "-o",
                            "notify_classes=protocol",
                            "--next-hop",
                            peer.nextHop(),
                            "-f",
                            "a@example.com",
                            "b@example.net"))
                    .isEqualTo(69);
            assertThat(err.toString())
                    .startsWith("Unexpected response from 127.0.0.1[127.0.0.1]:")
                    .contains("\n In:  501 what?\n Out: RSET\n In:  250 Ok\n Out: QUIT\n");
        }
    }

    @Test
    void givesEachRecipientAReturnPathThatNamesItAsSendmailDoes() {
        String[] to = {"-f", "list@example.com", "--next-hop", mailbox.nextHop(), "b@example.net", "c@example.net"};
        for (String[] option :
                List.of(new String[] {"-XV"}, new String[] {"-XV=+"}, new String[] {"-X", "V-="}, new String[] {
                    "-XV", "-o", "default_verp_delimiters=-="
                })) {
            List<String> args = new ArrayList<>(List.of("send"));
            args.addAll(List.of(option));
            args.addAll(List.of(to));
            assertThat(run(args.toArray(String[]::new))).isZero();
        }
        assertThat(err.toString()).isEmpty();
        assertThat(mailbox.mails())
                .extracting(mail -> mail.sender() + " " + mail.recipients())
                .containsExactly(
                        "list+b=example.net@example.com [b@example.net]",
                        "list+c=example.net@example.com [c@example.net]",
                        "list=b+example.net@example.com [b@example.net]",
                        "list=c+example.net@example.com [c@example.net]",
                        "list-b=example.net@example.com [b@example.net]",
                        "list-c=example.net@example.com [c@example.net]",
                        "list-b=example.net@example.com [b@example.net]",
                        "list-c=example.net@example.com [c@example.net]");
    }

    @ParameterizedTest
    @CsvSource({
        "-XV, <>, VERP is asked for mail of the null sender; expected an address",
        "-XV+, a@example.com, VERP delimiters are \"+\"; expected two characters",
        "-XVab, a@example.com, VERP delimiters are \"ab\"; expected two characters of \"-=+\" (verp_delimiter_filter)",
        "-Xlog, a@example.com, option -Xlog: expected -XV or -XVxy",
    })
    void refusesVerpAsSendmailDoes(String option, String sender, String message) {
        assertThat(run("send", option, "-f", sender, "--next-hop", mailbox.nextHop(), "b@example.net"))
                .isEqualTo(64);
        assertThat(err.toString()).contains(message).doesNotContain("Exception");
        assertThat(mailbox.connections()).isZero();
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
