/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.IncomingNotice;
import org.postchaise.api.IncomingNotice.Action;
import org.postchaise.api.IncomingNotice.Reference;
import org.postchaise.api.IncomingNotice.Report;
import org.postchaise.api.IncomingNotice.Verdict;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.engine.address.Verp;
import org.postchaise.engine.config.catalog.Catalog;

/** Notices as other systems write them: those of Postfix 3.7 are recorded, the others in the form of their programs. */
class NoticeReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Verp PLAIN = Verp.from(Catalog.settings(Map.of()));
    private static final String OWNER = "owner@lists.example";
    private static final String REPORT = """
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.x.test

            FIELDS

            --b--
            """;

    @TempDir
    Path folder;

    @Test
    void twoFailuresThatPostfixTells() throws Exception {
        IncomingNotice notice = recorded("postfix-two", OWNER);

        assertThat(notice.verdict()).isEqualTo(Verdict.NOTICE);
        assertThat(notice.mail()).isEqualTo(new Reference("", "QQ+17", "4F5BF24832B", "<m1@lists.example>"));
        assertThat(notice.reportingMta()).isEqualTo("mail.example.test");
        assertThat(notice.recipients()).hasSize(2);
        Report first = notice.recipients().get(0);
        assertThat(first.address()).isEqualTo("older@y.test");
        assertThat(first.finalAddress()).isEqualTo("\"fail b\"@x.test");
        assertThat(first.action()).isEqualTo(Action.FAILED);
        assertThat(first.status()).isEqualTo("5.1.1");
        assertThat(first.remoteMta()).isEqualTo("127.0.0.1");
        assertThat(first.diagnostic())
                .startsWith("550-5.1.1 no such user here, please look for the person")
                .endsWith("so that this line is long");
        assertThat(first.proven()).isFalse();
        assertThat(first.isPermanentFailure()).isTrue();
    }

    @Test
    void aDelayAndASuccessThatPostfixTells() throws Exception {
        assertThat(recorded("postfix-delay", OWNER).recipients())
                .extracting(Report::address, Report::action, Report::status, Report::isPermanentFailure)
                .containsExactly(tuple("defer@x.test", Action.DELAYED, "4.2.0", false));
        assertThat(recorded("postfix-success", OWNER).recipients())
                .extracting(Report::address, Report::action)
                .containsExactly(tuple("good@x.test", Action.RELAYED));
    }

    @Test
    void internationalizedMailThatPostfixReturns() throws Exception {
        IncomingNotice notice = recorded("postfix-utf8", OWNER);

        assertThat(notice.mail().messageId()).isEqualTo("<m1@lists.example>");
        assertThat(notice.recipients())
                .extracting(Report::finalAddress)
                .containsExactly("fail-\u00fc@b\u00fccher.test");
    }

    @Test
    void aReturnPathTellsTheSenderToo() throws Exception {
        IncomingNotice notice = recorded("postfix-verp", "owner+any=closed.test@lists.example");

        assertThat(notice.mail().sender()).isEqualTo(OWNER);
        assertThat(notice.recipients())
                .containsExactly(new Report(
                        "any@closed.test", "any@closed.test", Action.FAILED, "5.2.1", "mailbox is closed", "", false));
    }

    @Test
    void noticesOfExim() throws Exception {
        IncomingNotice notice = recorded("exim", OWNER);

        assertThat(notice.mail().messageId()).isEqualTo("<m1@lists.example>");
        assertThat(notice.recipients())
                .containsExactly(new Report(
                        "nobody@exim.test",
                        "nobody@exim.test",
                        Action.FAILED,
                        "5.0.0",
                        "550 Unrouteable address",
                        "inner.exim.test",
                        false));
    }

    @Test
    void noticesOfSendmail() throws Exception {
        IncomingNotice notice = recorded("sendmail", OWNER);

        assertThat(notice.mail()).isEqualTo(new Reference("", "QQ+17", "", "<m1@lists.example>"));
        assertThat(notice.recipients())
                .extracting(Report::address, Report::finalAddress, Report::action, Report::status)
                .containsExactly(
                        tuple("alias@sendmail.test", "someone@sendmail.test", Action.FAILED, "5.3.0"),
                        tuple("full@sendmail.test", "full@sendmail.test", Action.DELAYED, "4.2.2"));
    }

    @Test
    void noticesOfExchange() throws Exception {
        IncomingNotice notice = recorded("exchange", OWNER);

        assertThat(notice.mail().messageId()).isEqualTo("<m1@lists.example>");
        assertThat(notice.recipients())
                .containsExactly(new Report(
                        "Nobody@exchange.test",
                        "nobody@exchange.test",
                        Action.FAILED,
                        "5.1.10",
                        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
                        "",
                        false));
    }

    @Test
    void noticesOfQmail() throws Exception {
        IncomingNotice notice = recorded("qmail", OWNER);

        assertThat(notice.verdict()).isEqualTo(Verdict.NOTICE);
        assertThat(notice.mail()).isEqualTo(new Reference("", "", "", "<m1@lists.example>"));
        assertThat(notice.reportingMta()).isEqualTo("mx.qmail.test");
        assertThat(notice.recipients())
                .containsExactly(
                        failure("nobody@qmail.test", "5.1.1", "Sorry, no mailbox here by that name. (#5.1.1)", ""),
                        failure("two@far.test", "5.2.1", "550-5.2.1 This mailbox 550 5.2.1 is closed", "192.0.2.7"),
                        failure("three@far.test", "5.0.0", "554 go away", "192.0.2.8"),
                        failure("four@full.test", "5.2.2", "552 mailbox full (#5.2.2)", "192.0.2.9"),
                        failure(
                                "five@down.test",
                                "4.4.1",
                                "Sorry, I wasn't able to establish an SMTP connection. (#4.4.1) I'm not going to try"
                                        + " again; this message has been in the queue too long.",
                                ""),
                        failure("six@qmail.test", "", "This address no longer accepts mail.", ""));
        assertThat(notice.recipients())
                .extracting(Report::isPermanentFailure)
                .containsExactly(true, true, true, true, false, false);
    }

    @Test
    void noticesOfAnEximThatWroteNoReports() throws Exception {
        IncomingNotice notice = recorded("exim-words", OWNER);

        assertThat(notice.mail().messageId()).isEqualTo("<m1@lists.example>");
        assertThat(notice.recipients())
                .containsExactly(
                        failure("nobody@exim.test", "", "Unrouteable address", ""),
                        failure("two@far.test", "5.1.1", "550 5.1.1 no such user here", "mx.far.test"),
                        failure("hidden@exim.test", "", "", ""));
    }

    @Test
    void whatIsToldInWordsIsProvenByTheReturnPathAsAnyNotice() throws Exception {
        Verp keyed = keyed();
        String words = """
                Subject: failure notice

                Hi. This is the qmail-send program at mx.x.test.
                Sorry.

                <inner@x.test>:
                Sorry, no mailbox here by that name. (#5.1.1)

                --- Below this line

                A: b

                """;

        assertThat(read(keyed, path(keyed, "user@domain.test"), words).recipients())
                .containsExactly(new Report(
                        "user@domain.test",
                        "inner@x.test",
                        Action.FAILED,
                        "5.1.1",
                        "Sorry, no mailbox here by that name. (#5.1.1)",
                        "",
                        true));
        assertThat(read(keyed, OWNER, words).recipients())
                .extracting(Report::address, Report::proven)
                .containsExactly(tuple("inner@x.test", false));
    }

    @Test
    void wordsWithoutEndAreReadToALimit() throws Exception {
        String begin = "A: b\n\nHi. This is the qmail-send program\n\n";
        assertThat(NoticeReader.read(PLAIN, OWNER, endless(begin, "<a@x.test>:\nb\n\n"), NOW)
                        .reason())
                .isEqualTo("the report has more than 1000 recipients");
        assertThat(NoticeReader.read(PLAIN, OWNER, endless(begin + "<a@x.test>:\n", "words\n"), NOW)
                        .recipients()
                        .get(0)
                        .diagnostic())
                .hasSize(1000);
        assertThat(NoticeReader.read(PLAIN, OWNER, endless(begin, "x"), NOW)).isEqualTo(IncomingNotice.other());
    }

    private static Report failure(String address, String status, String diagnostic, String remoteMta) {
        return new Report(address, address, Action.FAILED, status, diagnostic, remoteMta, false);
    }

    @Test
    void aReportInsideOfWhatAGatewayAddsIsFound() throws Exception {
        String wrapped = "Content-Type: multipart/mixed; boundary=outer\n\n--outer\n"
                + REPORT.replace("FIELDS", "Final-Recipient: rfc822; a@x.test\nAction: failed\nStatus: 5.1.1")
                + "\n--outer\nContent-Type: text/plain\n\nscanned\n--outer--\n";
        assertThat(read(OWNER, wrapped).recipients())
                .extracting(Report::address)
                .containsExactly("a@x.test");
    }

    @Test
    void aReportInBase64IsRead() throws Exception {
        String fields = Base64.getMimeEncoder()
                .encodeToString(
                        "Reporting-MTA: dns; mx\n\nFinal-Recipient: utf-8; a\\x{FC}@x.test\nAction: failed\nStatus: 5.1.1\n"
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(read(OWNER, """
                Content-Type: MULTIPART/Report; Report-Type="Delivery-Status"; boundary=b

                --b
                Content-Type: message/global-delivery-status
                Content-Transfer-Encoding: base64

                FIELDS
                --b--
                """.replace("FIELDS", fields)).recipients())
                .extracting(Report::address)
                .containsExactly("a\u00fc@x.test");
    }

    @Test
    void whoIsMeantIsKnownByTheReturnPathWhereTheReportDoesNotSay() throws Exception {
        Verp keyed = keyed();
        String path = path(keyed, "user@domain.test");

        assertThat(read(keyed, path, REPORT.replace("FIELDS", "Action: failed\nStatus: 5.1.1"))
                        .recipients())
                .containsExactly(new Report("user@domain.test", "", Action.FAILED, "5.1.1", "", "", true));
        assertThat(read(keyed, path, REPORT.replace("FIELDS", "")).recipients())
                .containsExactly(new Report("user@domain.test", "", Action.UNKNOWN, "", "", "", true));
        assertThat(read(
                                keyed,
                                path,
                                REPORT.replace(
                                        "FIELDS",
                                        "Final-Recipient: rfc822; elsewhere@y.test\nAction: failed\nStatus: 5.1.1"))
                        .recipients())
                .as("a mail that was forwarded")
                .containsExactly(
                        new Report("user@domain.test", "elsewhere@y.test", Action.FAILED, "5.1.1", "", "", true));
    }

    @Test
    void forgedNoticesProveNothing() throws Exception {
        Verp keyed = keyed();
        String fields = "Final-Recipient: rfc822; victim@domain.test\nAction: failed\nStatus: 5.1.1";
        String own = path(keyed, "attacker@evil.test");
        for (String path : List.of(
                OWNER,
                "",
                "owner+victim=domain.test@lists.example",
                "owner+326aaaaaaaa+victim=domain.test@lists.example",
                own.replace("attacker=evil.test", "victim=domain.test"))) {
            assertThat(read(keyed, path, REPORT.replace("FIELDS", fields)).recipients())
                    .as(path)
                    .extracting(Report::address, Report::proven)
                    .containsExactly(tuple("victim@domain.test", false));
        }
        String both = fields + "\n\nFinal-Recipient: rfc822; attacker@evil.test\nAction: failed\nStatus: 5.1.1";
        assertThat(read(keyed, own, REPORT.replace("FIELDS", both)).recipients())
                .as("who has a mail can tell of its own recipient only")
                .extracting(Report::address, Report::proven)
                .containsExactly(tuple("victim@domain.test", false), tuple("attacker@evil.test", true));
        assertThat(read(keyed, own, REPORT.replace("FIELDS", fields)).recipients())
                .as("and whatever it is called there, it is that one")
                .extracting(Report::address)
                .containsExactly("attacker@evil.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "Subject: hello\n\nhello",
                "no header at all",
                "Content-Type: text/plain\n\nFinal-Recipient: rfc822; a@x.test\nAction: failed",
                "Content-Type: multipart/mixed\n\nno boundary",
                "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nAction: failed\n--b--",
                "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/report; boundary=c\n\n--c\nContent-Type: message/delivery-status\n\nAction: failed\n--c--\n--b--",
                "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\nContent-Type: message/disposition-notification\n\nDisposition: automatic-action/MDN-sent-automatically; displayed\n--b--",
                "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n--b--",
                "Auto-Submitted: auto-replied\nSubject: I am away\n\nback on Monday",
                "Subject: hello\n\nHi. This is the\n\nnew one\n\n- me\n\n<a@x.test>:\nb\n",
                "Subject: hello\n\nHi.\n\nHi. This is the one\n\n<a@x.test>:\nb\n",
                "Content-Type: text/html\n\nHi. This is the\n\n<a@x.test>:\nb\n",
                "Content-Transfer-Encoding: x-own\n\nHi. This is the\n\n<a@x.test>:\nb\n",
                "X-Failed-Recipients: \n\nHi",
                "Content-Type: multipart/report; report-type=feedback-report; boundary=b\nX-Failed-Recipients: a@x.test\n\n--b--"
            })
    void anyOtherMailIsNone(String mail) throws Exception {
        assertThat(read("owner+a=x.test@lists.example", mail)).isEqualTo(IncomingNotice.other());
    }

    @Test
    void aReportThatCannotBeReadIsSaidToBeSo() throws Exception {
        assertThat(read(OWNER, "Content-Type: multipart/report; report-type=delivery-status\n\nx")
                        .reason())
                .isEqualTo("the boundary of multipart/report has 0 characters; expected 1 to 200");
        assertThat(read(OWNER, "Content-Type: multipart/report; boundary=" + "b".repeat(300) + "\n\nx")
                        .reason())
                .contains("has 300 characters");
        assertThat(read(OWNER, "Content-Type: multipart/report; ;;=\n\nx").verdict())
                .isEqualTo(Verdict.MALFORMED);
        assertThat(read(OWNER, REPORT.replace("status\n\n", "status\nContent-Transfer-Encoding: x-own\n\n"))
                        .reason())
                .isEqualTo(
                        "the encoding of message/delivery-status is unknown; expected 7bit, 8bit, binary, quoted-printable or base64");
        assertThat(read(OWNER, REPORT.replace("status\n\n", "status\nContent-Transfer-Encoding: base64\n\n"))
                        .verdict())
                .isEqualTo(Verdict.MALFORMED);
        assertThat(read(OWNER, REPORT.replace("FIELDS", "")).reason())
                .isEqualTo("the report has no fields of a recipient");
    }

    @Test
    void aReportOfTooManyRecipientsIsRefused() throws Exception {
        String many = "Final-Recipient: rfc822; a@x.test\nAction: failed\n\n";
        assertThat(read(OWNER, REPORT.replace("FIELDS", many.repeat(NoticeReader.MOST)))
                        .recipients())
                .hasSize(NoticeReader.MOST);
        assertThat(read(OWNER, REPORT.replace("FIELDS", many.repeat(NoticeReader.MOST + 1)))
                        .reason())
                .isEqualTo("the report has more than 1000 recipients");
    }

    @Test
    void nestingIsLookedAtToADepth() throws Exception {
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        assertThat(read(OWNER, mail.toString())).isEqualTo(IncomingNotice.other());
        assertThat(read(OWNER, mail.toString().replace("multipart/mixed", "multipart/report"))
                        .reason())
                .isEqualTo("multiparts are 9 deep; expected 8 at most");
    }

    @Test
    void anEndlessMailIsReadToALimit() throws Exception {
        assertThat(NoticeReader.read(PLAIN, OWNER, endless("", "Subject: x\n"), NOW)
                        .reason())
                .as("header")
                .isEqualTo("a header section has more than 102400 octets");
        assertThat(NoticeReader.read(
                        PLAIN, OWNER, endless("Content-Type: multipart/mixed; boundary=b\n\n", "x\n"), NOW))
                .as("preamble")
                .isEqualTo(IncomingNotice.other());
        String begin = REPORT.substring(0, REPORT.indexOf("FIELDS"));
        assertThat(NoticeReader.read(PLAIN, OWNER, endless(begin, "X-Field: x\n"), NOW)
                        .reason())
                .as("fields")
                .isEqualTo("a header section has more than 102400 octets");
        assertThat(NoticeReader.read(PLAIN, OWNER, endless(begin, "Action: x\n\n"), NOW)
                        .reason())
                .as("recipients")
                .isEqualTo("the report has more than 1000 recipients");
        assertThat(NoticeReader.read(PLAIN, OWNER, endless(begin, "x"), NOW).verdict())
                .as("a line")
                .isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void whatStrangersWriteIsOneShortLine() throws Exception {
        Report report = read(
                        OWNER,
                        REPORT.replace(
                                "FIELDS",
                                "Final-Recipient: rfc822; a\u0007\u2028b@x.test\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; "
                                        + "e\u001b[2J".repeat(1000)))
                .recipients()
                .get(0);
        assertThat(report.address()).isEqualTo("a??b@x.test");
        assertThat(report.diagnostic()).hasSizeLessThanOrEqualTo(1000).doesNotContain("\u001b");
    }

    @Test
    void anythingGivesAnAnswer() throws Exception {
        Random random = new Random(1);
        byte[] mail;
        try (InputStream in = getClass().getResourceAsStream("notices/exchange.eml")) {
            mail = in.readAllBytes();
        }
        for (int i = 0; i < 300; i++) {
            byte[] broken = mail.clone();
            for (int j = random.nextInt(8); j >= 0; j--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            MessageSource source = MessageSource.of(Arrays.copyOf(broken, random.nextInt(broken.length)));
            assertThat(NoticeReader.read(PLAIN, OWNER, source, NOW).verdict()).isNotNull();
        }
    }

    @Test
    void aSourceThatFailsIsNotAMalformedNotice() {
        MessageSource source = () -> new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk");
            }

            @Override
            public int read(byte[] octets, int offset, int length) throws IOException {
                return read();
            }
        };
        assertThatThrownBy(() -> NoticeReader.read(PLAIN, OWNER, source, NOW))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
    }

    private Verp keyed() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "0123456789abcdef\n");
        return Verp.from(Catalog.settings(Map.of("verp_key_file", file.toString())));
    }

    private static String path(Verp verp, String recipient) {
        Recipient to = Recipient.of(recipient);
        return verp.returnPath(Envelope.of(OWNER, List.of(to)).withVerp(), to, NOW);
    }

    private static IncomingNotice read(String recipient, String mail) throws IOException {
        return read(PLAIN, recipient, mail);
    }

    private static IncomingNotice read(Verp verp, String recipient, String mail) throws IOException {
        byte[] octets = mail.getBytes(StandardCharsets.UTF_8);
        IncomingNotice notice = NoticeReader.read(verp, recipient, MessageSource.of(octets), NOW);
        byte[] lines = mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        assertThat(NoticeReader.read(verp, recipient, MessageSource.of(lines), NOW))
                .as("with CRLF")
                .isEqualTo(notice);
        return notice;
    }

    private static IncomingNotice recorded(String name, String recipient) throws IOException {
        return NoticeReader.read(PLAIN, recipient, () -> open(name), NOW);
    }

    private static InputStream open(String name) {
        InputStream in = NoticeReaderTest.class.getResourceAsStream("notices/" + name + ".eml");
        if (in == null) {
            throw new UncheckedIOException(new IOException("no " + name + ".eml"));
        }
        return in;
    }

    /** {@code begin}, and then {@code more} for ever. */
    private static MessageSource endless(String begin, String more) {
        return () -> new InputStream() {
            private int position;

            @Override
            public int read() {
                int at = position++;
                return at < begin.length() ? begin.charAt(at) : more.charAt((at - begin.length()) % more.length());
            }

            @Override
            public int read(byte[] octets, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    octets[offset + i] = (byte) read();
                }
                return length;
            }
        };
    }
}
