/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Attachment;
import org.postchaise.api.Mail;
import org.postchaise.api.Mailbox;
import org.postchaise.api.SubmissionException;

class MimeComposerTest {

    @Test
    void textComesBackWithItsFields() throws Exception {
        MimeMessage parsed = parse(mail().cc("cc@example.com")
                .replyTo("desk@example.com")
                .header("X-Order", "17")
                .text("line one\nline two\r\n.\nünïcode"));

        assertThat(parsed.getSubject()).isEqualTo("Order");
        assertThat(parsed.getFrom()).extracting(Object::toString).containsExactly("shop@example.com");
        assertThat(parsed.getRecipients(RecipientType.TO))
                .extracting(Object::toString)
                .containsExactly("ann@example.net");
        assertThat(parsed.getRecipients(RecipientType.CC))
                .extracting(Object::toString)
                .containsExactly("cc@example.com");
        assertThat(parsed.getReplyTo()).extracting(Object::toString).containsExactly("desk@example.com");
        assertThat(parsed.getHeader("X-Order")).containsExactly("17");
        assertThat(parsed.getSentDate()).hasSameTimeAs("2026-01-02T12:00:00Z");
        assertThat(parsed.getMessageID()).matches("<[-0-9a-f]{36}@example\\.com>");
        assertThat(parsed.getContent()).isEqualTo("line one\r\nline two\r\n.\r\nünïcode");
    }

    @Test
    void bccIsNotInTheContent() throws Exception {
        Mail mail = mail().bcc("secret@example.org").text("x");

        assertThat(render(mail)).doesNotContain("secret").doesNotContainIgnoringCase("bcc");
        assertThat(mail.envelope().recipients()).hasSize(2);
    }

    @Test
    void subjectAndHeadersOutsideAsciiAreEncodedWords() throws Exception {
        String subject = "Grüße aus Köln \ud83d\ude00 ".repeat(20).strip();
        Mail mail = mail().subject(subject).header("X-Note", "naïve").text("x");

        assertThat(render(mail)).matches(text -> text.chars().allMatch(c -> c < 128));
        assertThat(render(mail).lines()).allMatch(line -> line.length() <= 998);
        assertThat(MimeUtility.decodeText(parse(mail).getSubject())).isEqualTo(subject);
        assertThat(MimeUtility.decodeText(parse(mail).getHeader("X-Note", null)))
                .isEqualTo("naïve");
    }

    @Test
    void everyLineEndsInCrlf() throws Exception {
        String text =
                render(mail().text("a\nb\rc\r\nd").html("<p>\n</p>").attach("x.bin", "application/pdf", new byte[500]));

        assertThat(text.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    }

    @Test
    void longLinesAreEncoded() throws Exception {
        assertThat(render(mail().text("x".repeat(5000))).lines()).allMatch(line -> line.length() <= 998);
    }

    @Test
    void textAndHtmlAreAlternativesBesideTheAttachments() throws Exception {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        MimeMessage parsed = parse(
                mail().text("plain").html("<b>rich</b>").attach("Übersicht \"1\".pdf", "application/pdf", content));
        MimeMultipart mixed = (MimeMultipart) parsed.getContent();
        MimeMultipart alternative = (MimeMultipart) mixed.getBodyPart(0).getContent();
        MimeBodyPart file = (MimeBodyPart) mixed.getBodyPart(1);

        assertThat(mixed.getContentType()).startsWith("multipart/mixed");
        assertThat(alternative.getContentType()).startsWith("multipart/alternative");
        assertThat(alternative.getBodyPart(0).getContent()).isEqualTo("plain");
        assertThat(alternative.getBodyPart(1).getContentType()).startsWith("text/html");
        assertThat(alternative.getBodyPart(1).getContent()).isEqualTo("<b>rich</b>");
        assertThat(MimeUtility.decodeText(file.getFileName())).isEqualTo("Übersicht \"1\".pdf");
        assertThat(file.getContentType()).startsWith("application/pdf");
        assertThat(file.getInputStream().readAllBytes()).isEqualTo(content);
    }

    @Test
    void addressesAreNotTakenApart() throws Exception {
        MimeMessage parsed = parse(Mail.from("shop@example.com")
                .to("\"a, b\"@example.net", "\"x <evil@example.org>\"@example.net")
                .text("x"));

        assertThat(parsed.getRecipients(RecipientType.TO))
                .extracting(address -> ((InternetAddress) address).getAddress())
                .containsExactly("\"a, b\"@example.net", "\"x <evil@example.org>\"@example.net");
    }

    @Test
    void noValueBreaksOutOfItsField() throws Exception {
        for (String bad : new String[] {"x\r\nBcc: evil@example.org", "x\nBcc: evil@example.org", "x\rBcc: y", "x\0"}) {
            assertThatThrownBy(() -> mail().subject(bad)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> mail().header("X-A", bad)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> mail().attach(bad, "text/plain", new byte[0]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> mail().attach("a", bad, new byte[0])).isInstanceOf(IllegalArgumentException.class);
        }
        // U+760D and U+760A end in CR and LF when cut to octets
        String cut = render(mail().subject("x\u760d\u760aBcc: evil@example.org").text("x"));
        assertThat(cut.lines()).noneMatch(line -> line.startsWith("Bcc"));
        assertThat(parse(mail().subject("x\u760d\u760aBcc: y").text("x")).getSubject())
                .isEqualTo("x\u760d\u760aBcc: y");
    }

    @Test
    void unicodeLineSeparatorsStayInTheirField() throws Exception {
        Mail mail = mail().subject("a\u2028b\u0085Bcc: evil@example.org").text("x");

        assertThat(parse(mail).getHeader("Bcc")).isNull();
        assertThat(parse(mail).getSubject()).isEqualTo("a\u2028b\u0085Bcc: evil@example.org");
    }

    @Test
    void anAddressWhoseLocalPartGoesBeyondAsciiIsUtf8() throws Exception {
        assertThat(render(Mail.from("shop@bücher.example")
                        .to("jörg@bücher.example")
                        .text("x")))
                .contains("From: shop@xn--bcher-kva.example\r\n")
                .contains("To: jörg@bücher.example\r\n")
                .contains("@xn--bcher-kva.example>");
    }

    @Test
    void namesGoBesideAddressesInAllFields() throws Exception {
        Mail mail = Mail.from("Müller, Jörg", "shop@example.com")
                .to("Ann Lee <ann@example.net>", "\"Lee, \\\"Bob\\\"\" <a..b@example.net>")
                .cc("Größe ".repeat(30).strip() + " <cc@example.net>")
                .replyTo(new Mailbox("Desk <1>", "desk@example.com"))
                .text("x");

        assertThat(render(mail)).matches(text -> text.chars().allMatch(c -> c < 128));
        assertThat(render(mail).lines()).allMatch(line -> line.length() <= 80);
        MimeMessage parsed = parse(mail);
        assertThat(parsed.getFrom()).containsExactly(new InternetAddress("shop@example.com"));
        assertThat(personal(parsed.getFrom()[0])).isEqualTo("Müller, Jörg");
        assertThat(personal(parsed.getRecipients(RecipientType.TO)[0])).isEqualTo("Ann Lee");
        assertThat(personal(parsed.getRecipients(RecipientType.TO)[1])).isEqualTo("Lee, \"Bob\"");
        assertThat(((InternetAddress) parsed.getRecipients(RecipientType.TO)[1]).getAddress())
                .isEqualTo("\"a..b\"@example.net");
        assertThat(personal(parsed.getRecipients(RecipientType.CC)[0]))
                .isEqualTo("Größe ".repeat(30).strip());
        assertThat(personal(parsed.getReplyTo()[0])).isEqualTo("Desk <1>");
    }

    @Test
    void groupsStayGroups() throws Exception {
        assertThat(render(mail().cc("Bücher: a@example.net, B <b@example.net>;", "undisclosed-recipients:;")))
                .contains(
                        "Cc: =?UTF-8?Q?B=C3=BCcher?=: a@example.net,\r\n B <b@example.net>;,\r\n undisclosed-recipients:;\r\n");
    }

    @Test
    void anAddressFieldHasItsNamesEncodedAndNoAddress() throws Exception {
        assertThat(render(mail().header("Sender", "Jörg <jörg@example.net>")
                        .header("disposition-notification-to", "Ann <ann@bücher.example>")
                        .header("Errors-To", "plain <as it is>")))
                .contains("Sender: =?UTF-8?Q?J=C3=B6rg?= <jörg@example.net>\r\n")
                .contains("disposition-notification-to: Ann <ann@xn--bcher-kva.example>\r\n")
                .contains("Errors-To: plain <as it is>\r\n");
        assertThatThrownBy(() -> render(mail().header("Sender", "Jörg")))
                .isInstanceOf(SubmissionException.class)
                .hasMessageContaining("value of header Sender \"Jörg\" has no domain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.pdf",
                "a b;c=\"d\\e\".pdf",
                "Übersicht 2026.pdf",
                "日本語のとても長いファイル名のとても長いファイル名のとても長いファイル名.pdf",
                "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀.txt",
                "it's 100%*.txt",
                "a-very-long-name-of-a-file-that-does-not-fit-into-one-line-of-a-header-at-all.txt"
            })
    void fileNamesComeBackByRfc2231(String name) throws Exception {
        Mail mail = mail().text("x").attach(name, "application/pdf; name=other", new byte[] {1});

        MimeBodyPart file = (MimeBodyPart) ((MimeMultipart) parse(mail).getContent()).getBodyPart(1);
        assertThat(file.getFileName()).isEqualTo(name);
        assertThat(new ContentType(file.getContentType()).getParameter("name")).isEqualTo(name);
        assertThat(render(mail).lines()).allMatch(line -> line.length() <= 100);
        assertThat(render(mail)).matches(text -> text.chars().allMatch(c -> c < 128));
    }

    @Test
    void aLongFileNameIsInPieces() throws Exception {
        assertThat(render(mail().attach("ü".repeat(15), "a/b", new byte[0])))
                .contains("filename*0*=UTF-8''" + "%C3%BC".repeat(10) + ";\r\n\tfilename*1*=" + "%C3%BC".repeat(5)
                        + "\r\n");
    }

    @Test
    void anImageIsPartOfTheHtmlThatShowsIt() throws Exception {
        MimeMessage parsed = parse(mail().text("plain")
                .html("<img src=\"cid:logo@shop\">")
                .inline("logo@shop", Attachment.of("l.png", "image/png", new byte[] {1, 2})));

        MimeMultipart alternative = (MimeMultipart) parsed.getContent();
        MimeMultipart related = (MimeMultipart) alternative.getBodyPart(1).getContent();
        assertThat(new ContentType(related.getContentType()).getParameter("type"))
                .isEqualTo("text/html");
        assertThat(related.getBodyPart(0).getContentType()).startsWith("text/html");
        MimeBodyPart image = (MimeBodyPart) related.getBodyPart(1);
        assertThat(image.getContentID()).isEqualTo("<logo@shop>");
        assertThat(image.getDisposition()).isEqualTo("inline");
        assertThat(image.getInputStream().readAllBytes()).containsExactly(1, 2);
    }

    @Test
    void anInvitationIsAnAlternativeWithItsMethod() throws Exception {
        String calendar = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nSUMMARY:Grüße\nEND:VCALENDAR\n";
        MimeMultipart alternative =
                (MimeMultipart) parse(mail().text("plain").calendar(calendar)).getContent();
        ContentType type = new ContentType(alternative.getBodyPart(1).getContentType());

        assertThat(new ContentType(alternative.getContentType()).match("multipart/alternative"))
                .isTrue();
        assertThat(type.match("text/calendar")).isTrue();
        assertThat(type.getParameter("method")).isEqualTo("REQUEST");
        assertThat(new String(alternative.getBodyPart(1).getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(calendar.replace("\n", "\r\n"));
        assertThat(parse(mail().calendar(calendar)).getContentType()).startsWith("text/calendar");
    }

    private static String personal(Address address) {
        return ((InternetAddress) address).getPersonal();
    }

    private static Mail mail() {
        return Mail.from("shop@example.com").to("ann@example.net").subject("Order");
    }

    private static String render(Mail mail) throws IOException {
        try (InputStream in = MimeComposer.compose(mail, Outcomes.NOON).open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static MimeMessage parse(Mail mail) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(render(mail).getBytes(StandardCharsets.UTF_8)));
    }
}
