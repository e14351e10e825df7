/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTest {
    private final Mail mail = Mail.from("shop@example.com");

    @Test
    void theEnvelopeHoldsEveryoneOnce() {
        mail.to("a@example.net").cc("b@example.net", "a@example.net").bcc("c@example.net");
        assertThat(mail.envelope().sender()).isEqualTo("shop@example.com");
        assertThat(mail.envelope().recipients())
                .extracting(Recipient::address)
                .containsExactly("a@example.net", "b@example.net", "c@example.net");
        assertThat(mail.returnPath("").envelope().sender()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nBcc: eve@example.net", "x\ny", "x\ry", "x\0y"})
    void headerInjectionIsRefusedWhereItIsTried(String value) {
        assertThatThrownBy(() -> mail.subject(value)).hasMessageStartingWith("subject \"");
        assertThatThrownBy(() -> mail.header("X-A", value)).hasMessageStartingWith("value of header X-A");
        assertThatThrownBy(() -> mail.header(value, "v")).hasMessageStartingWith("header name");
        assertThatThrownBy(() -> mail.header("List-Unsubscribe", value)).hasMessageContaining("List-Unsubscribe");
        assertThatThrownBy(() -> mail.to("a@b" + value)).hasMessageStartingWith("to address");
        assertThatThrownBy(() -> mail.attach(value, "text/plain", new byte[0]))
                .hasMessageStartingWith("attachment name");
        assertThatThrownBy(() -> mail.attach("a", value, new byte[0])).hasMessageStartingWith("attachment type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X A", "X:A", "X\u00e9", "X\t"})
    void aMalformedHeaderNameIsRefused(String name) {
        assertThatThrownBy(() -> mail.header(name, "v")).hasMessageContaining("printable ASCII");
    }

    @Test
    void ownHeaderFieldsHaveTheirOwnMethods() {
        assertThatThrownBy(() -> mail.header("bCC", "a@b")).hasMessageContaining("is set by Mail itself");
    }

    @Test
    void oneBadAddressAddsNone() {
        assertThatThrownBy(() -> mail.to("a@example.net", "bob")).hasMessageContaining("\"bob\" has no domain");
        assertThat(mail.to()).isEmpty();
    }

    @Test
    void notificationsAreAskedForAllRecipients() {
        Envelope envelope = Mail.from("shop@example.com")
                .to("a@example.com")
                .bcc("b@example.com")
                .notifyOn(Recipient.Notify.SUCCESS, Recipient.Notify.FAILURE)
                .ret(Envelope.Return.HDRS)
                .envelopeId("QQ314159")
                .envelope();

        assertThat(envelope.recipients())
                .hasSize(2)
                .allSatisfy(recipient -> assertThat(recipient.notifyOn())
                        .containsExactlyInAnyOrder(Recipient.Notify.SUCCESS, Recipient.Notify.FAILURE));
        assertThat(envelope.ret()).isEqualTo(Envelope.Return.HDRS);
        assertThat(envelope.envelopeId()).isEqualTo("QQ314159");
    }

    @Test
    void namesStandBesideTheAddressesOfTheEnvelope() {
        Envelope envelope = Mail.from("The Shop <shop@example.com>")
                .to("Ann <ann@example.net>", "Team: bob@example.net, Cy <cy@example.net>;")
                .cc(new Mailbox("Dan, Jr", "dan@example.net"))
                .bcc("undisclosed-recipients:;")
                .envelope();

        assertThat(envelope.sender()).isEqualTo("shop@example.com");
        assertThat(envelope.recipients())
                .extracting(Recipient::address)
                .containsExactly("ann@example.net", "bob@example.net", "cy@example.net", "dan@example.net");
        assertThat(Mail.from("Shop, \"The\"", "shop@example.com").from().name()).isEqualTo("Shop, \"The\"");
    }

    @Test
    void nullIsRefusedWithTheNameOfTheArgument() {
        assertThatThrownBy(() -> mail.subject(null)).hasMessageStartingWith("subject is null");
        assertThatThrownBy(() -> mail.text(null)).hasMessageStartingWith("text is null");
        assertThatThrownBy(() -> mail.html(null)).hasMessageStartingWith("html is null");
        assertThatThrownBy(() -> mail.calendar(null)).hasMessageStartingWith("calendar is null");
        assertThatThrownBy(() -> mail.to((String) null)).hasMessageStartingWith("to address is null");
        assertThatThrownBy(() -> mail.cc((Mailbox) null)).hasMessageStartingWith("cc address is null");
        assertThatThrownBy(() -> mail.returnPath(null)).hasMessageStartingWith("return path is null");
        assertThatThrownBy(() -> mail.envelopeId(null)).hasMessageStartingWith("envelope id is null");
        assertThatThrownBy(() -> mail.header(null, "x")).hasMessageStartingWith("header name is null");
        assertThatThrownBy(() -> mail.header("X-A", null)).hasMessageStartingWith("value of header X-A is null");
        assertThatThrownBy(() -> Mail.from((String) null)).hasMessageStartingWith("from address is null");
        assertThatThrownBy(() -> mail.attach("a", "text/plain", null))
                .hasMessageStartingWith("attachment content is null");
        assertThatThrownBy(() -> mail.attach(null)).hasMessageStartingWith("attachment is null");
        assertThatThrownBy(() -> mail.attach(null, "text/plain", new byte[0]))
                .hasMessageStartingWith("attachment name is null");
        assertThatThrownBy(() -> mail.attach("a", null, new byte[0])).hasMessageStartingWith("attachment type is null");
        assertThatThrownBy(() -> Recipient.of(null)).hasMessageStartingWith("recipient address is null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pdf",
                "/",
                "a/b/c",
                "text/plain;",
                "text/plain; x",
                "a/b; c=\"",
                "a b/c",
                "t\u00e9xt/plain",
                "a/b; c=d e"
            })
    void aMalformedContentTypeIsRefusedByName(String type) {
        if (type.equals("text/plain;")) {
            assertThat(Attachment.of("a", type, new byte[0]).contentType()).isEqualTo(type);
            return;
        }
        assertThatThrownBy(() -> mail.attach("a", type, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("attachment type \"")
                .hasMessageContaining("is malformed; expected a media type such as application/pdf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\u202efdp.exe", "x\u2067y", "x\ud83d", "\ude00x", "x\u001b[2J"})
    void textThatShowsAnotherThanItHoldsIsRefused(String value) {
        assertThatThrownBy(() -> mail.subject(value))
                .hasMessageMatching("subject \".* holds .* U\\+[0-9A-F]{4} at position \\d+");
        assertThatThrownBy(() -> mail.header("X-A", value)).hasMessageStartingWith("value of header X-A \"");
        assertThatThrownBy(() -> mail.attach(value, "text/plain", new byte[0]))
                .hasMessageStartingWith("attachment name \"");
        assertThat(mail.subject("\u05d0\u200f!\ud83d\ude00 \u200e").subject()).hasSize(7);
    }

    @Test
    void oneCallMakesAListThatIsLeftByOneClick() {
        mail.listUnsubscribe("https://example.com/leave?id=1,2", "mailto:leave@example.com?subject=17");
        assertThat(mail.headers())
                .containsEntry(
                        "List-Unsubscribe",
                        List.of("<https://example.com/leave?id=1,2>, <mailto:leave@example.com?subject=17>"))
                .containsEntry("List-Unsubscribe-Post", List.of("List-Unsubscribe=One-Click"));
        assertThatThrownBy(() -> mail.listUnsubscribe("http://example.com")).hasMessageContaining("is none of https");
        assertThatThrownBy(() -> mail.listUnsubscribe("https://a b")).hasMessageContaining("is malformed");
        assertThatThrownBy(() -> mail.listUnsubscribe("https://a", "leave")).hasMessageContaining("has no scheme");
    }

    @Test
    void anInvitationNamesItsMethod() {
        assertThat(mail.calendar("BEGIN:VCALENDAR\r\nmethod:request\r\n").calendarMethod())
                .isEqualTo("REQUEST");
        assertThatThrownBy(() -> mail.calendar("BEGIN:VCALENDAR")).hasMessageContaining("has no line METHOD:");
    }

    @Test
    void aFileThatIsNotThereIsRefusedWhenItIsAttached(@TempDir Path directory) {
        assertThatThrownBy(() -> Attachment.of(directory.resolve("none.pdf")))
                .hasMessageMatching("attachment file \".*none.pdf\" can't be read; expected a file");
        assertThatThrownBy(() -> Attachment.of("a", "text/plain", directory)).hasMessageContaining("expected a file");
        assertThatThrownBy(() -> Attachment.of("a", "text/plain", new byte[0]).inline("a b"))
                .hasMessageStartingWith("content id \"a b\" is malformed");
    }

    @Test
    void itIsSerializableWithWhatIsInMemoryAndInFiles(@TempDir Path directory) throws Exception {
        mail.to("Ann <ann@example.net>")
                .header("X-A", "1")
                .attach("a", "text/plain", new byte[] {1})
                .attach(Attachment.of(Files.write(directory.resolve("b.txt"), new byte[] {2})));
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(octets)) {
            out.writeObject(mail);
        }
        Mail copy = (Mail) new ObjectInputStream(new ByteArrayInputStream(octets.toByteArray())).readObject();
        assertThat(copy.to()).isEqualTo(mail.to());
        assertThat(copy.attachments().get(1).open().readAllBytes()).containsExactly(2);
    }
}
