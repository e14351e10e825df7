/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.Mail;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.content.outgoing.InternationalMail;

/** What becomes of addresses beyond US-ASCII by each way into the queue. */
class InternationalSubmissionTest {
    private static final InternationalMail INTERNATIONAL =
            InternationalMail.from(CourierSettings.read(List.of(), new Properties()));
    private static final MessageSource CONTENT =
            MessageSource.of("Subject: x\r\n\r\nhi\r\n".getBytes(StandardCharsets.US_ASCII));

    @ParameterizedTest
    @CsvSource({
        "jörg@example.net, true",
        "ann@bücher.example, false",
        "jörg@bücher.example, true",
        "ann@example.net, false"
    })
    void mailAsksForSmtputf8WhereItNeedsIt(String address, boolean needed) throws Exception {
        Mail mail = Mail.from("Jörg <shop@bücher.example>")
                .to("Ännchen <" + address + ">")
                .text("grüße");
        MessageSource content = MimeComposer.compose(mail, Outcomes.NOON);

        Envelope named = INTERNATIONAL.named(mail.envelope(), content);

        assertThat(named.smtpUtf8()).isEqualTo(needed);
        assertThat(named.recipients().get(0).address()).isEqualTo(address);
        try (InputStream in = content.open()) {
            String header = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(header.chars().allMatch(c -> c < 0x80)).isEqualTo(!needed);
        }
    }

    @ParameterizedTest
    @CsvSource({"jörg@example.net, true", "ann@bücher.example, false", "ann@example.net, false"})
    void jmsMailAsksForSmtputf8WhereItNeedsIt(String address, boolean needed) throws Exception {
        QueuedMail mail = QueuedMailCodec.read(
                FakeMessages.bytes("postchaise_sender", "shop@example.com", "postchaise_recipients", address));

        assertThat(INTERNATIONAL.named(mail.envelope(), CONTENT).smtpUtf8()).isEqualTo(needed);
    }
}
