/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
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
}
