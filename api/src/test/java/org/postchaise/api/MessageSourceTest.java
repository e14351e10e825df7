/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
