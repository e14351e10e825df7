/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MockMailboxTest {
    private final List<Thread> threads = new ArrayList<>();
    private final MockMailbox mailbox = MockMailbox.start(0, work -> {
        Thread thread = new Thread(work, "test-mailbox");
        thread.setDaemon(true);
        synchronized (threads) {
            threads.add(thread);
        }
        return thread;
    });

    @AfterEach
    void close() throws InterruptedException {
        mailbox.close();
        synchronized (threads) {
            for (Thread thread : threads) {
                // one that has done its work may still be on its last instructions
                thread.join(10_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    private PlainClient client() throws IOException {
        return new PlainClient(mailbox.port());
    }

    @Test
    void takesAMailAndShowsIt() throws IOException {
        try (PlainClient client = client()) {
            assertThat(client.reply()).startsWith("220 ");
            assertThat(client.command("EHLO client.example.com")).startsWith("250 ");
            assertThat(client.command("MAIL FROM:<a@example.com> SIZE=20 BODY=8BITMIME RET=HDRS ENVID=x"))
                    .startsWith("250 2.1.0");
            assertThat(client.command("rcpt to:<b@example.net> NOTIFY=NEVER")).startsWith("250 2.1.5");
            assertThat(client.command("RCPT TO:<\"c d>\"@example.net>")).startsWith("250 2.1.5");
            assertThat(client.command("DATA")).startsWith("354 ");
            assertThat(client.command("Subject: hi\r\n\r\nhallo\u00e9\r\n.")).startsWith("250 2.0.0");
            assertThat(client.command("QUIT")).startsWith("221 ");
            assertThat(client.reply()).isEqualTo("EOF");
        }
        assertThat(mailbox.mails()).singleElement().satisfies(mail -> {
            assertThat(mail.sender()).isEqualTo("a@example.com");
            assertThat(mail.recipients()).containsExactly("b@example.net", "\"c d>\"@example.net");
            assertThat(mail.text()).isEqualTo("Subject: hi\r\n\r\nhallo\u00e9\r\n");
        });
        assertThat(mailbox.connections()).isEqualTo(1);
        assertThat(mailbox.dialogue())
                .contains("C: EHLO client.example.com", "S: 250-PIPELINING", "C: DATA", "S: 221 2.0.0 Bye")
                .noneMatch(line -> line.contains("hallo"));
        mailbox.clear();
        assertThat(mailbox.mails()).isEmpty();
        assertThat(mailbox.dialogue()).isEmpty();
    }

    @Test
    void answersPipelinedCommandsOfTwoMailsInOneWrite() throws IOException {
        String mail = "MAIL FROM:<>\r\nRCPT TO:<b@example.net>\r\nDATA\r\nx\r\n.\r\n";
        try (PlainClient client = client().greeted()) {
            client.send(mail + mail + "QUIT\r\n");
            for (int i = 0; i < 2; i++) {
                assertThat(client.reply()).startsWith("250 2.1.0");
                assertThat(client.reply()).startsWith("250 2.1.5");
                assertThat(client.reply()).startsWith("354");
                assertThat(client.reply()).startsWith("250 2.0.0");
            }
            assertThat(client.reply()).startsWith("221");
        }
        assertThat(mailbox.mails()).hasSize(2).allMatch(m -> m.sender().isEmpty());
    }

    @Test
    void takesContentInChunksPipelinedBehindTheEnvelope() throws IOException {
        String envelope = "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\n";
        try (PlainClient client = client().greeted()) {
            client.send(envelope + "BDAT 3\r\n.\r\nBDAT 4\r\nBDATBDAT 0 LAST\r\n" + envelope + "bdat 1 last\r\nx");
            for (String reply :
                    List.of("250 2.1.0", "250 2.1.5", "250", "250", "250", "250 2.1.0", "250 2.1.5", "250")) {
                assertThat(client.reply()).startsWith(reply);
            }
        }
        assertThat(mailbox.mails()).extracting(ReceivedMail::text).containsExactly(".\r\nBDAT", "x");
    }

    @Test
    void readsTheOctetsOfARefusedChunkAndTakesNoOtherBeforeRset() throws IOException {
        try (PlainClient client = client().greeted()) {
            assertThat(client.send("BDAT 6\r\nQUIT\r\n").reply()).startsWith("503");
            assertThat(client.command("MAIL FROM:<a@example.com>")).startsWith("250");
            assertThat(client.command("RCPT TO:<b@example.net>")).startsWith("250");
            assertThat(client.send("BDAT 1 LAST\r\nx").reply()).startsWith("503");
            assertThat(client.command("RSET")).startsWith("250");
            assertThat(client.command("MAIL FROM:<a@example.com>")).startsWith("250");
            assertThat(client.send("BDAT 1 LAST\r\nx").reply()).startsWith("554");
            assertThat(client.command("RSET")).startsWith("250");
            assertThat(client.command("MAIL FROM:<a@example.com>")).startsWith("250");
            assertThat(client.command("RCPT TO:<b@example.net>")).startsWith("250");
            assertThat(client.send("BDAT 1\r\nx").reply()).startsWith("250");
            assertThat(client.command("RCPT TO:<c@example.net>")).startsWith("503");
            assertThat(client.command("DATA")).startsWith("503");
            assertThat(client.command("BDAT x")).startsWith("521");
            assertThat(client.reply()).isEqualTo("EOF");
        }
        assertThat(mailbox.mails()).isEmpty();
    }

    @Test
    void undoesDotStuffingAndEndsContentOnlyAtCrlfDotCrlf() throws IOException {
        try (PlainClient client = client().greeted()) {
            String sent = "..\r\n...two\r\n\n.\n\r\na.\r\n.\rb\r\n.c\r\n\n.\r\nd\r.\r\n";
            assertThat(client.mail("a@example.com", "b@example.net", sent)).startsWith("250");
        }
        assertThat(mailbox.mails().get(0).text()).isEqualTo(".\r\n..two\r\n\n.\n\r\na.\r\n\rb\r\nc\r\n\n.\r\nd\r.\r\n");
    }

    @Test
    void takesAnEmptyContent() throws IOException {
        try (PlainClient client = client().greeted()) {
            assertThat(client.mail("a@example.com", "b@example.net", "")).startsWith("250");
        }
        assertThat(mailbox.mails().get(0).content()).isEmpty();
    }

    @Test
    void takesAMailOfTwentyMegabytes() throws IOException {
        String line = "0123456789".repeat(7) + "\r\n";
        byte[] content = line.repeat(20 * 1024 * 1024 / line.length()).getBytes(StandardCharsets.US_ASCII);
        try (PlainClient client = client().greeted()) {
            client.send("MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n");
            client.reply();
            client.reply();
            client.reply();
            assertThat(client.send(content).command(".")).startsWith("250");
        }
        assertThat(Arrays.equals(mailbox.mails().get(0).content(), content)).isTrue();
    }

    @Test
    void serves20SessionsAtTheSameTime() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(20);
        try {
            List<Callable<String>> work = IntStream.range(0, 20)
                    .mapToObj(i -> (Callable<String>) () -> {
                        try (PlainClient client = client().greeted()) {
                            for (int n = 0; n < 9; n++) {
                                client.mail("s" + i + "@example.com", "r@example.net", "mail " + n + "\r\n");
                            }
                            return client.mail("s" + i + "@example.com", "r@example.net", "last\r\n");
                        }
                    })
                    .toList();
            for (Future<String> reply : clients.invokeAll(work, 60, TimeUnit.SECONDS)) {
                assertThat(reply.get()).startsWith("250");
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(mailbox.mails()).hasSize(200);
        assertThat(mailbox.connections()).isEqualTo(20);
    }

    @Test
    void countsRefusalsOfRecipientsDown() throws IOException {
        mailbox.refuseRecipients(to -> to.startsWith("b@"), "451 4.3.0 try later", 2);
        mailbox.refuseRecipients(to -> to.startsWith("x@"), "550 5.1.1 no such user", Integer.MAX_VALUE);
        try (PlainClient client = client().greeted()) {
            client.command("MAIL FROM:<a@example.com>");
            assertThat(client.command("RCPT TO:<b@example.net>")).isEqualTo("451 4.3.0 try later");
            assertThat(client.command("DATA")).startsWith("554 5.5.1");
            assertThat(client.command("RCPT TO:<c@example.net>")).startsWith("250");
            assertThat(client.command("RCPT TO:<b@example.net>")).isEqualTo("451 4.3.0 try later");
            assertThat(client.command("RCPT TO:<b@example.net>")).startsWith("250");
            assertThat(client.command("RCPT TO:<x@example.net>")).startsWith("550");
            mailbox.acceptAll();
            assertThat(client.command("RCPT TO:<x@example.net>")).startsWith("250");
        }
    }

    @Test
    void refusesContentAndForgetsTheEnvelope() throws IOException {
        mailbox.refuseContent("554 5.7.1 spam", 1);
        try (PlainClient client = client().greeted()) {
            assertThat(client.mail("a@example.com", "b@example.net", "x\r\n")).isEqualTo("554 5.7.1 spam");
            assertThat(client.command("DATA")).startsWith("503");
            assertThat(client.mail("a@example.com", "b@example.net", "x\r\n")).startsWith("250");
        }
        assertThat(mailbox.mails()).hasSize(1);
    }

    @Test
    void closesTheConnectionAfterARefusalWith421() throws IOException {
        mailbox.refuseRecipients(to -> true, "421 4.3.2 going down", 1);
        try (PlainClient client = client().greeted()) {
            client.command("MAIL FROM:<a@example.com>");
            assertThat(client.command("RCPT TO:<b@example.net>")).startsWith("421");
            assertThat(client.reply()).isEqualTo("EOF");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FROB|500",
                "EHLO|501",
                "MAIL FROM:a@example.com|501",
                "MAIL FROM:<a@example.com> FROB=1|555",
                "MAIL FROM:<a@example.com> SIZE=999999999999|552",
                "MAIL FROM:<a@example.com> SIZE=x|501",
                "RCPT TO:<b@example.net>|503",
                "DATA|503",
                "EXPN list|502",
                "RSET|250",
                "NOOP x|250",
                "VRFY b|252"
            })
    void answersAFirstCommandAfterEhlo(String command, String code) throws IOException {
        try (PlainClient client = client().greeted()) {
            assertThat(client.command(command)).startsWith(code);
        }
    }

    @Test
    void wantsEhloBeforeMailAndNoSecondMailCommand() throws IOException {
        try (PlainClient client = client()) {
            client.reply();
            assertThat(client.command("MAIL FROM:<a@example.com>")).startsWith("503");
            assertThat(client.command("HELO client.example.com")).startsWith("250");
            assertThat(client.command("MAIL FROM:<a@example.com> SIZE=1")).startsWith("555");
            assertThat(client.command("MAIL FROM:<a@example.com>")).startsWith("250");
            assertThat(client.command("MAIL FROM:<a@example.com>")).startsWith("503");
            assertThat(client.command("RCPT TO:<>")).startsWith("501");
            assertThat(client.command("RSET")).startsWith("250");
            assertThat(client.command("RCPT TO:<b@example.net>")).startsWith("503");
        }
    }

    @Test
    void takesNoBareLineFeedAsTheEndOfACommand() throws IOException {
        try (PlainClient client = client().greeted()) {
            assertThat(client.command("NOOP\nQUIT")).startsWith("500");
            assertThat(client.command("NOOP\rQUIT")).startsWith("500");
            assertThat(client.command("NOOP " + "x".repeat(100_000))).startsWith("500");
            assertThat(client.command("NOOP")).startsWith("250");
        }
    }

    @Test
    void endsASessionOfErrorsWith421() throws IOException {
        try (PlainClient client = client().greeted()) {
            String reply = "";
            for (int i = 0; i < 100 && !reply.startsWith("421"); i++) {
                reply = client.command("FROB");
            }
            assertThat(reply).startsWith("421");
            assertThat(client.reply()).isEqualTo("EOF");
        }
    }

    @Test
    void dropsAMailWhoseConnectionIsLostBeforeTheFinalDot() throws IOException {
        try (PlainClient client = client().greeted()) {
            client.send("MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nDATA\r\nhalf\r\n");
        }
        mailbox.close();
        assertThat(mailbox.mails()).isEmpty();
    }

    @Test
    void closesWhileAClientIsConnectedAndWithinContent() throws IOException {
        try (PlainClient client = client().greeted();
                PlainClient idle = client()) {
            idle.reply();
            client.send("MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nDATA\r\nhalf");
            client.reply();
            client.reply();
            client.reply();
            mailbox.close();
            assertThat(idle.reply()).isEqualTo("EOF");
        }
        assertThatThrownBy(() -> client().close()).isInstanceOf(IOException.class);
    }

    @Test
    void namesThePortThatItCantHave() {
        assertThatThrownBy(() -> MockMailbox.start(mailbox.port(), Thread::new))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("port " + mailbox.port());
        assertThatThrownBy(() -> MockMailbox.start(99999, Thread::new))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("99999");
    }

    @Test
    void takesOnlyRefusals() {
        assertThatThrownBy(() -> mailbox.refuseContent("250 fine", 1)).hasMessageContaining("250 fine");
        assertThatThrownBy(() -> mailbox.refuseContent("550 a\r\nb", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mailbox.refuseContent("550 no", -1)).hasMessageContaining("-1");
    }
}
