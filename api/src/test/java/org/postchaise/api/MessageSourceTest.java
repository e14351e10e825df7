/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSourceTest {

    @Test
    void bytesCanBeReadAgain() throws IOException {
        MessageSource source = MessageSource.of(new byte[] {1, 2, 3});
        assertThat(read(source)).containsExactly(1, 2, 3);
        assertThat(read(source)).containsExactly(1, 2, 3);
        assertThat(source.size()).hasValue(3);
    }

    @Test
    void aFileCanBeReadAgain(@TempDir Path dir) throws IOException {
        Path file = Files.write(dir.resolve("m.eml"), new byte[] {1, 2});
        MessageSource source = MessageSource.of(file);
        assertThat(read(source)).containsExactly(1, 2);
        assertThat(read(source)).containsExactly(1, 2);
        assertThat(source.size()).hasValue(2);
    }

    @Test
    void aMissingFileFailsWhenOpened(@TempDir Path dir) {
        MessageSource source = MessageSource.of(dir.resolve("none"));
        assertThat(source.size()).isEmpty();
        assertThatThrownBy(source::open).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aMimeMessageIsRenderedWithoutTheFieldsThatPostfixDrops() throws Exception {
        MimeMessage message = message("short");
        message.setHeader("Bcc", "eve@example.net");
        message.setHeader("Resent-Bcc", "eve@example.net");
        message.setHeader("Return-Path", "<eve@example.net>");
        message.setHeader("Content-Length", "5");
        String text = new String(read(MimeMessageSource.of(message)), StandardCharsets.US_ASCII);
        assertThat(text).contains("Subject: s\r\n").endsWith("short").doesNotContain("eve@", "Content-Length");
    }

    @Test
    void aLargeMimeMessagePassesThroughAFileThatIsDeleted() throws Exception {
        String body = "0123456789abcdef\r\n".repeat(100_000);
        MessageSource source = MimeMessageSource.of(message(body));
        byte[] first = read(source);
        assertThat(first.length).isGreaterThan(body.length());
        assertThat(read(source)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Message-ID: <1@example.com>\r\n", "Date: Fri, 2 Jan 2026 12:00:00 +0000\r\n"})
    void aMessageThatWasReadGetsFieldsAndNoOtherChange(String present) throws Exception {
        String text = present
                + String.join(
                        "\r\n",
                        "From: Ann <ann@example.com>",
                        "Subject:odd",
                        "\tfolded",
                        "Content-Type: multipart/mixed; boundary=b",
                        "",
                        "preamble \u00e9",
                        "--b  ",
                        "Content-Type: TEXT/plain",
                        "",
                        "one  ",
                        "--b--",
                        "epilogue",
                        "");
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        MessageSource source = MimeMessageSource.of(
                new MimeMessage(jakarta.mail.Session.getInstance(new Properties()), new ByteArrayInputStream(octets)));

        String sent = new String(read(source), StandardCharsets.ISO_8859_1);

        assertThat(sent).endsWith(text);
        assertThat(sent.substring(0, sent.length() - text.length()))
                .matches(
                        present.startsWith("Message-ID")
                                ? ""
                                : "Message-ID: <[-0-9a-f]{36}@example\\.com>\\r\\n"
                                        + (present.isEmpty() ? "Date: [^\\r]+\\r\\n" : ""));
        assertThat(new String(read(source), StandardCharsets.ISO_8859_1)).isEqualTo(sent);
    }

    @Test
    void aComposedMessageIsSavedOnceWhenItIsRead() throws Exception {
        MimeMessage message = message("short");
        MessageSource source = MimeMessageSource.of(message);

        String text = new String(read(source), StandardCharsets.US_ASCII);

        assertThat(text)
                .containsOnlyOnce("Message-ID:")
                .containsOnlyOnce("Date:")
                .contains("MIME-Version: 1.0");
        assertThat(new String(read(source), StandardCharsets.US_ASCII)).isEqualTo(text);
    }

    private static MimeMessage message(String body) throws Exception {
        MimeMessage message = new MimeMessage(jakarta.mail.Session.getInstance(new Properties()));
        message.setSubject("s");
        message.setText(body, "us-ascii");
        return message;
    }

    private static byte[] read(MessageSource source) throws IOException {
        try (InputStream in = source.open()) {
            return in.readAllBytes();
        }
    }
}
