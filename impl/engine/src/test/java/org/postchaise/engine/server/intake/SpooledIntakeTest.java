/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.MailFacts;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.wire.LineEndings;

/** The content of received mail, as Postfix 3.7.11 passes it on. */
class SpooledIntakeTest {
    private static final String HEADER = "From: a@b.test\r\nTo: user@example.test\r\nSubject: test\r\n";

    static Stream<Arguments> contents() {
        return Stream.of(
                Arguments.of("Subject: x\r\n\r\nbody\r\n", "Subject: x\r\n\r\nbody\r\n"),
                Arguments.of("", ""),
                Arguments.of("\r\n", "\r\n"),
                Arguments.of("x\r\n", "\r\nx\r\n"),
                Arguments.of("Subject: only\r\n", "Subject: only\r\n"),
                Arguments.of("just a line\r\nSubject: x\r\n", "\r\njust a line\r\nSubject: x\r\n"),
                Arguments.of(
                        "From x y\r\n>From z\r\nSubject: y\r\n\r\nx\r\n",
                        "X-Mailbox-Line: From x y\r\nX-Mailbox-Line: >From z\r\nSubject: y\r\n\r\nx\r\n"),
                Arguments.of(" leading\r\nSubject: y\r\n\r\nx\r\n", "\r\n leading\r\nSubject: y\r\n\r\nx\r\n"),
                Arguments.of(
                        "Subject : spaced\r\nEmpty:\r\nBad header line\r\nX: y\r\n\r\nbody\r\n",
                        "Subject: spaced\r\nEmpty:\r\n\r\nBad header line\r\nX: y\r\n\r\nbody\r\n"),
                Arguments.of("Subject: a\r\n \r\n\tb\r\nX:\ty\r\n", "Subject: a\r\n \r\n\tb\r\nX:\ty\r\n"),
                Arguments.of("""
                        Bcc: x
                        bCC: y
                        Return-Path: <z>
                        Content-Length: 5
                        Resent-Bcc: k
                        X: y
                        \tz
                        Bcc: a,
                         b
                        Subject: x

                        Bcc: keep
                        """.replace("\n", "\r\n"), "X: y\r\n\tz\r\nSubject: x\r\n\r\nBcc: keep\r\n"),
                Arguments.of("Subject: nu\0l\r\nX: y\r\n\r\nx\0y\r\n", "Subject: nu\r\nX: y\r\n\r\nx\0y\r\n"),
                Arguments.of("Subject: cr\rin\r\n\r\nbo\rdy\r\r\n", "Subject: cr in\r\n\r\nbo dy \r\n"),
                Arguments.of(
                        "Subject: x\r\n\r\n..one\r\n.two\r\n...\r\n. \r\n",
                        "Subject: x\r\n\r\n.one\r\ntwo\r\n..\r\n \r\n"),
                Arguments.of("Subject: lf\n\nbody\n\r\n", "Subject: lf\r\n\r\nbody\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void passesContentOnAsPostfixInAnyPieces(String content, String expected) {
        for (int piece : new int[] {1, 2, 3, 7, 1000}) {
            IntakeFixture fixture = new IntakeFixture();
            assertThat(IntakeFixture.text(fixture.data(content, piece))).startsWith("250 2.0.0 Ok: queued as ");
            assertThat(fixture.afterReceived()).as("pieces of " + piece).isEqualTo(expected);
        }
    }

    @Test
    void writesTheReceivedFieldOctetForOctet() {
        IntakeFixture fixture = new IntakeFixture();
        fixture.reply("Subject: x\r\n\r\nbody\r\n");
        String id = fixture.accepted.get(0).queueId();

        assertThat(id).matches("03039[0-9A-F]{5,}");
        assertThat(fixture.contents.get(0))
                .startsWith("Received: from foo.test (client5.test [127.0.0.5])\r\n"
                        + "\tby mail.example.test (Postfix) with ESMTP id " + id + "\r\n"
                        + "\tfor <user@example.test>; Mon, 30 Nov 2026 18:00:00 +0000 (UTC)\r\nSubject: x\r\n");
    }

    @Test
    void namesNoRecipientInTheReceivedFieldIfThereAreSeveral() {
        IntakeFixture fixture = new IntakeFixture();
        fixture.session.from(utf8("a@b.test")).to("user@example.test").to("x@relay.test");
        fixture.session.client(ClientIdentity.unnamed("2001:db8::1", 1, new ClientIdentity.ServerEnd("::1", 25)));
        fixture.reply("\r\n");

        assertThat(fixture.contents.get(0))
                .contains("(unknown [IPv6:2001:db8::1])\r\n\tby mail.example.test (Postfix) with UTF8SMTP id ")
                .contains(fixture.accepted.get(0).queueId() + ";\r\n\tMon, 30 Nov 2026");
        assertThat(fixture.accepted.get(0).envelope().smtpUtf8()).isTrue();
    }

    private static MailFacts utf8(String sender) {
        return new MailFacts(
                sender,
                Envelope.Body.UNSPECIFIED,
                OptionalLong.empty(),
                Envelope.Return.HDRS,
                "id+2B1",
                new MailFacts.Options(true, false, Optional.of("+=")));
    }

    @Test
    void keepsTheParametersOfMail() {
        IntakeFixture fixture = new IntakeFixture();
        fixture.session.from(utf8("a@b.test")).to("user@example.test");
        fixture.reply("\r\n");
        Envelope envelope = fixture.accepted.get(0).envelope();

        assertThat(envelope.ret()).isEqualTo(Envelope.Return.HDRS);
        assertThat(envelope.envelopeId()).isEqualTo("id+2B1");
        assertThat(envelope.verp()).contains("+=");
    }

    @Test
    void declares8BitContentThatItsHeaderDeclares() {
        IntakeFixture fixture = new IntakeFixture();
        fixture.reply(HEADER + "Content-Transfer-Encoding: 8bit\r\n\r\ngr\u00fc\r\n");

        assertThat(fixture.accepted.get(0).envelope().body()).isEqualTo(Envelope.Body.EIGHT_BIT_MIME);
        assertThat(fixture.contents.get(0)).endsWith("gr\u00fc\r\n");
    }

    @Test
    void refusesMailAboveTheSizeLimitAfterReadingItAll() {
        IntakeFixture fixture = new IntakeFixture("message_size_limit", "100");

        assertThat(fixture.reply("Subject: y\r\n\r\n" + "x".repeat(84) + "\r\n"))
                .startsWith("250 ");
        assertThat(fixture.reply("Subject: y\r\n\r\n" + "x".repeat(85) + "\r\n"))
                .isEqualTo("552 5.3.4 Error: message file too big");
        assertThat(fixture.log.get(fixture.log.size() - 1))
                .matches("warning: [0-9A-F]+: queue file size limit exceeded");
    }

    @Test
    void refusesMailThatWentThroughTooManyHosts() {
        String received = "Received: x\r\n";

        assertThat(new IntakeFixture().reply(received.repeat(48) + "\r\n")).startsWith("250 ");
        assertThat(new IntakeFixture().reply(received.repeat(49) + "\r\n")).isEqualTo("554 5.4.0 Error: too many hops");
    }

    @Test
    void cutsAHeaderFieldThatIsTooLong() {
        assertCut(100, "X-Long: " + "z".repeat(500) + "\r\n cont\r\n", "X-Long: " + "z".repeat(92) + "\r\n");
    }

    @Test
    void aFieldCutBeforeAContinuationDoesNotEndTheHeader() {
        assertCut(200, "S: a\r\n" + " b\r\n".repeat(70), "S: a\r\n" + " b\r\n".repeat(65));
    }

    private static void assertCut(int limit, String field, String expected) {
        IntakeFixture fixture = new IntakeFixture("header_size_limit", Integer.toString(limit));
        fixture.reply(field + "Subject: y\r\n\r\nx\r\n");

        assertThat(fixture.afterReceived()).isEqualTo(expected + "Subject: y\r\n\r\nx\r\n");
    }

    @Test
    void keepsALongLineThatIsNoHeaderField() {
        for (int piece : new int[] {1, 64, 10_000}) {
            IntakeFixture fixture = new IntakeFixture("header_size_limit", "100");
            fixture.data("X: y\r\n" + "z".repeat(500) + "\r\nx\r\n", piece);

            assertThat(fixture.afterReceived()).isEqualTo("X: y\r\n\r\n" + "z".repeat(500) + "\r\nx\r\n");
        }
    }

    @Test
    void stripsCharactersFromAllOfTheContent() {
        IntakeFixture fixture = new IntakeFixture("message_strip_characters", "\\001Z");
        fixture.reply("SuZbject: a\u0001\r\n\r\nbo\u0001dy\u0002Z\r\n");

        assertThat(fixture.afterReceived()).isEqualTo("Subject: a\r\n\r\nbody\u0002\r\n");
    }

    @Test
    void refusesDisallowedCharacters() {
        IntakeFixture fixture = new IntakeFixture("message_reject_characters", "\\0");

        assertThat(fixture.reply("Subject: x\r\n\r\nnul\0here\r\n")).isEqualTo("550 5.7.1 disallowed character");
        assertThat(fixture.log.get(fixture.log.size() - 1))
                .endsWith(": reject: content nul? from client5.test[127.0.0.5]; from=<a@b.test>"
                        + " to=<user@example.test> proto=ESMTP helo=<foo.test>: 5.7.1 disallowed character");
    }

    @Test
    void addsMissingFieldsToMailOfLocalClients() {
        IntakeFixture fixture = new IntakeFixture();
        fixture.session.client(ClientIdentity.unnamed("127.0.0.1", 1, new ClientIdentity.ServerEnd("127.0.0.1", 25)));
        fixture.reply("Subject: x\r\n\r\nbody\r\n");
        String id = fixture.accepted.get(0).queueId();

        assertThat(fixture.afterReceived())
                .isEqualTo("Subject: x\r\nMessage-Id: <20261130180000." + id + "@mail.example.test>\r\n"
                        + "Date: Mon, 30 Nov 2026 18:00:00 +0000 (UTC)\r\nFrom: a@b.test\r\n\r\nbody\r\n");
        assertThat(fixture.log).contains(id + ": message-id=<20261130180000." + id + "@mail.example.test>");
    }

    @Test
    void addsFieldsOfResentMailIfAskedForAnyClient() {
        IntakeFixture fixture = new IntakeFixture(
                "always_add_missing_headers", "yes", "undisclosed_recipients_header", "To: undisclosed-recipients:;");
        fixture.session.from("").to("user@example.test");
        fixture.reply("Resent-Sender: x@y\r\nSubject: x\r\n\r\nbody\r\n");

        assertThat(fixture.afterReceived())
                .contains("\r\nResent-Message-Id: <20261130180000.")
                .contains("\r\n" + """
                        Resent-Date: Mon, 30 Nov 2026 18:00:00 +0000 (UTC)
                        Resent-From: MAILER-DAEMON
                        To: undisclosed-recipients:;

                        """.replace("\n", "\r\n"));
    }

    @Test
    void addsTheSenderAsTheEnvelopeHasIt() {
        IntakeFixture fixture = new IntakeFixture(
                "always_add_missing_headers", "yes", "sender_canonical_maps", "inline:{a@b.test=aa@bb.test}");
        fixture.reply("Date: today\r\nMessage-Id: <1>\r\n\r\nbody\r\n");
        assertThat(fixture.afterReceived()).contains("From: aa@bb.test\r\n");
    }

    @Test
    void takesRoutesOffHeaderAddressesAndAppendsNothingUnasked() {
        IntakeFixture fixture = new IntakeFixture("remote_header_rewrite_domain", "domain.invalid");
        fixture.reply("From: x\r\nTo: <@r.test:u@v.test>, y@host\r\nDate: d\r\nMessage-Id: <1>\r\n\r\nbody\r\n");
        assertThat(fixture.afterReceived())
                .startsWith("From: x@domain.invalid\r\nTo: <u@v.test>, y@host\r\nDate: d\r\n");
    }

    @Test
    void completesHeaderAddressesOfLocalClients() {
        IntakeFixture fixture = new IntakeFixture("canonical_maps", "inline:{q@mail.example.test=quiet@example.test}");
        fixture.session.client(ClientIdentity.unnamed("127.0.0.1", 1, new ClientIdentity.ServerEnd("127.0.0.1", 25)));
        fixture.reply("""
                Message-Id: <1@x>
                Date: today
                From: a, "B C" <d@e>, f@g.test (x)
                To: user, other@host
                Reply-To: x!y
                X-From: a
                Errors-To: q

                body
                """.replace("\n", "\r\n"));

        assertThat(fixture.afterReceived()).isEqualTo("""
                        Message-Id: <1@x>
                        Date: today
                        From: a@mail.example.test, "B C" <d@e>, f@g.test (x)
                        To: user@mail.example.test, other@host
                        Reply-To: y@x
                        X-From: a
                        Errors-To: quiet@example.test

                        body
                        """.replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void joinsChunks(int piece) {
        IntakeFixture fixture = new IntakeFixture();
        Intake intake = fixture.rules().open(fixture.session);
        for (String chunk : List.of("Subject: x\r\n\r", "\nbo", "", "dy\n.\r\nend")) {
            byte[] octets = chunk.getBytes(StandardCharsets.ISO_8859_1);
            intake.beginChunk(octets.length, LineEndings.STANDARD);
            for (int at = 0; at < octets.length; ) {
                at = intake.chunk(octets, at, Math.min(octets.length, at + piece));
            }
            assertThat(intake.chunkComplete()).isTrue();
        }
        assertThat(intake.hasBareLf()).isTrue();
        assertThat(IntakeFixture.text(intake.finish())).startsWith("250 ");

        assertThat(fixture.afterReceived()).isEqualTo("Subject: x\r\n\r\nbody\r\n.\r\nend\r\n");
    }

    @Test
    void defersMailWhenTheSinkFails() {
        IntakeFixture fixture = new IntakeFixture();
        fixture.answer = message -> {
            throw new IllegalStateException("secret");
        };
        assertThat(fixture.reply("\r\n")).isEqualTo("451 4.3.0 Error: mail could not be delivered");

        fixture.answer = message -> List.of();
        assertThat(fixture.reply("\r\n")).isEqualTo("451 4.3.0 Error: mail could not be delivered");
    }

    @Test
    void givesTheRepliesOfTheSinkToTheRecipientsTheyStemFrom() {
        IntakeFixture fixture = new IntakeFixture(
                "virtual_alias_maps",
                "inline:{ {both@alias.test=x@relay.test, y@relay.test} }",
                "always_bcc",
                "c@d.test");
        fixture.session
                .from("a@b.test")
                .to("both@alias.test")
                .to("z@relay.test")
                .to("y@relay.test");
        fixture.answer = message -> message.envelope().recipients().stream()
                .map(one -> one.address().startsWith("y@")
                        ? ServerReply.of(550, "5.1.1", "no")
                        : ServerReply.of(250, "2.1.5", one.address()))
                .toList();

        assertThat(fixture.reply("\r\n")).isEqualTo("[550 5.1.1 no, 250 2.1.5 z@relay.test, 550 5.1.1 no]");
    }

    @Test
    void usesAFileWhenTheMemoryOfAllMessagesIsTaken() {
        IntakeFixture fixture = new IntakeFixture("memory_limit", "1000");
        fixture.memory = new MemoryBudget(1500);
        Intake waiting = fixture.rules().open(fixture.session);
        waiting.beginData(LineEndings.STANDARD);

        assertThat(fixture.memory.take(1000)).isFalse();
        assertThat(fixture.reply("Subject: x\r\n\r\n" + "y".repeat(5000) + "\r\n"))
                .startsWith("250 ");
        assertThat(fixture.afterReceived()).hasSize(5016);
        waiting.discard();
        waiting.discard();
        assertThat(fixture.memory.take(1500)).isTrue();
    }

    @Test
    void refusesMailForLackOfRoom() {
        IntakeFixture fixture = new IntakeFixture("queue_minfree", "9000000000000");

        assertThat(fixture.rules().lackOfRoom(fixture.session, 0).orElseThrow())
                .hasToString("452 4.3.1 Insufficient system storage");
        assertThat(fixture.log.get(0))
                .matches("warning: not enough free space in mail queue: \\d+ bytes < 1.5\\*message" + " size limit");
        assertThat(new IntakeFixture("message_size_limit", "1000").rules().lackOfRoom(fixture.session, 0))
                .isEmpty();
    }

    @Test
    void givesEachMailOfAllListenersItsOwnNumber() {
        IntakeRules one = new IntakeFixture().rules();
        IntakeFixture fixture = new IntakeFixture();
        IntakeRules other = fixture.rules();
        List<String> ids = Stream.of(one, other, one, other)
                .map(rules -> rules.open(fixture.session).queueId())
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids.get(3)).isGreaterThan(ids.get(0));
    }
}
