/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.api.SubmissionOptions.Priority;

class QueueOptionsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    private final Properties properties = new Properties();
    private final Session session = Session.getInstance(properties);
    private final MimeMessage message = new MimeMessage(session);
    private String extension = "";

    @Test
    void mostMailAsksForNothing() throws Exception {
        assertThat(options()).isEqualTo(SubmissionOptions.NONE);
    }

    @Test
    void propertiesOfTheSessionHoldForAllItsMail() throws Exception {
        properties.setProperty("mail.postchaise.hold_until", "90s");
        properties.setProperty("mail.postchaise.deliver_by", "2d");
        properties.setProperty("mail.postchaise.priority", "non-urgent");

        assertThat(options())
                .isEqualTo(new SubmissionOptions(
                        Optional.of(NOW.plusSeconds(90)),
                        Optional.of(NOW.plusSeconds(2 * 86_400)),
                        Priority.NON_URGENT,
                        ""));
    }

    @Test
    void parametersOfMailWinOverTheSession() throws Exception {
        properties.setProperty("mail.postchaise.hold_until", "90s");
        properties.setProperty("mail.postchaise.deliver_by", "2d");
        properties.setProperty("mail.postchaise.priority", "urgent");
        extension = "RET=HDRS holdfor=60 BY=3600;R MT-PRIORITY=-4";

        assertThat(options())
                .isEqualTo(new SubmissionOptions(
                        Optional.of(NOW.plusSeconds(60)), Optional.of(NOW.plusSeconds(3600)), Priority.NON_URGENT, ""));

        extension = "HOLDUNTIL=2026-01-31T12:00:00Z MT-PRIORITY=9";
        properties.setProperty("mail.postchaise.deliver_by", "40d");
        assertThat(options().holdUntil()).contains(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(options().priority()).isEqualTo(Priority.URGENT);
    }

    @Test
    void fieldsOfTheMessageWinOverAllAndDoNotLeave() throws Exception {
        properties.setProperty("mail.postchaise.priority", "non_urgent");
        extension = "HOLDFOR=60 BY=60;R MT-PRIORITY=0";
        message.setHeader("X-Postchaise-Hold-Until", "2026-01-03T12:00:00+02:00");
        message.setHeader("X-Postchaise-Deliver-By", "1w");
        message.setHeader("X-Postchaise-Priority", "Urgent");
        message.setHeader("X-Postchaise-Idempotency-Key", "order 17");
        message.setHeader("X-Postchaise-Other", "stays");
        message.setHeader("Bcc", "eve@example.net");
        message.setText("hello");
        message.saveChanges();

        assertThat(options())
                .isEqualTo(new SubmissionOptions(
                        Optional.of(Instant.parse("2026-01-03T10:00:00Z")),
                        Optional.of(NOW.plusSeconds(7 * 86_400)),
                        Priority.URGENT,
                        "order 17"));
        assertThat(content())
                .contains("Message-ID: " + message.getMessageID(), "X-Postchaise-Other: stays", "\r\n\r\nhello")
                .doesNotContain("Hold-Until", "Deliver-By", "Priority", "Idempotency-Key", "eve@");
        assertThat(message.getHeader("X-Postchaise-Priority", null))
                .as("the caller's")
                .isEqualTo("Urgent");
    }

    @Test
    void keyOfTheSessionWouldMakeAllItsMailOneAndIsNone() throws Exception {
        properties.setProperty("mail.postchaise.idempotency_key", "17");

        assertThat(options()).isEqualTo(SubmissionOptions.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Postchaise-Hold-Until | tomorrow | field X-Postchaise-Hold-Until is \"tomorrow\"; expected a time such as",
                "X-Postchaise-Deliver-By | 3600 | field X-Postchaise-Deliver-By is \"3600\"; expected a time such as",
                "X-Postchaise-Priority | 1 (Highest) | expected URGENT, NORMAL or NON_URGENT",
                "hold_until | 2h30m | property mail.postchaise.hold_until is \"2h30m\"; expected a time such as",
                "priority | high | property mail.postchaise.priority is \"high\"; expected URGENT, NORMAL",
                "extension | HOLDFOR=1h | HOLDFOR of SMTPMessage.setMailExtension is \"1h\"; expected HOLDFOR= and a number",
                "extension | BY=120;N | BY of SMTPMessage.setMailExtension is \"120;N\"; expected BY= and a number of seconds with ;R",
                "extension | MT-PRIORITY=10 | MT-PRIORITY of SMTPMessage.setMailExtension is \"10\"; expected MT-PRIORITY= and a number",
                "extension | HOLDFOR=60 BY=30;R | expected the first before the second",
            })
    void whatCanNotBeUnderstoodIsNamed(String where, String value, String expected) throws Exception {
        if (where.startsWith("X-")) {
            message.setHeader(where, value);
        } else if (where.equals("extension")) {
            extension = value;
        } else {
            properties.setProperty("mail.postchaise." + where, value);
        }

        assertThatThrownBy(this::options)
                .isInstanceOf(MessagingException.class)
                .hasMessageStartingWith("not queued: ")
                .hasMessageContaining(expected);
    }

    private SubmissionOptions options() throws MessagingException {
        Optional<Setting> parameters = Optional.of(new Setting("SMTPMessage.setMailExtension", extension))
                .filter(one -> !extension.isEmpty());
        return new QueueOptions(session, message, parameters, NOW).options();
    }

    private String content() throws IOException {
        try (InputStream in = QueueOptions.content(message).open()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
